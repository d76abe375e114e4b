// One SSE stream that comes back by itself. Whole states arrive on it, so a gap loses nothing but time.

export interface Heard {
  view: (json: string) => void;
  beat: (json: string) => void;
  state: (state: "live" | "reconnecting" | "logged-out") => void;
}

const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 10_000;
/** The server beats every 5 s: silence for this long is a dead line, whatever the browser believes. */
const SILENCE_MS = 12_000;

export class Stream {
  private source: EventSource | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private heardAt = 0;
  private openedAt = 0;

  constructor(
    private readonly door: string,
    private readonly heard: Heard,
  ) {
    setInterval(() => this.checkSilence(), 1000);
  }

  /** Opens the stream anew: the server sends the whole state first, so this is also how a page asks for it afresh. */
  open(): void {
    clearTimeout(this.timer);
    this.source?.close();
    const source = new EventSource(`/${this.door}/api/stream`);
    this.source = source;
    this.openedAt = Date.now();
    const take = (say: (json: string) => void) => (event: MessageEvent<string>) => {
      if (source !== this.source) return;
      this.failures = 0;
      this.heardAt = Date.now();
      this.heard.state("live");
      say(event.data);
    };
    source.addEventListener("view", take(this.heard.view));
    source.addEventListener("beat", take(this.heard.beat));
    source.addEventListener("error", () => source === this.source && void this.lost());
  }

  close(): void {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }

  get silentFor(): number {
    return Date.now() - this.heardAt;
  }

  private checkSilence(): void {
    const quiet = Math.min(this.silentFor, Date.now() - this.openedAt);
    if (this.source && quiet > SILENCE_MS) void this.lost();
  }

  private async lost(): Promise<void> {
    this.close();
    this.heard.state("reconnecting");
    if (await this.loggedOut()) return this.heard.state("logged-out");
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.failures);
    this.failures += 1;
    this.timer = setTimeout(() => this.open(), wait * (0.75 + Math.random() / 2));
  }

  /** An EventSource does not say why it failed, so ask. */
  private async loggedOut(): Promise<boolean> {
    try {
      const response = await fetch(`/${this.door}/api/me`, { signal: AbortSignal.timeout(5000) });
      return response.status === 401;
    } catch {
      return false;
    }
  }
}
