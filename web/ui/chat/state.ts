// What the resident's side of a chat knows, and what it can say to the server. The stream tells the whole of it every time.
import { signal } from "@preact/signals";
import { Refused } from "../api/http";

export interface ChatMessage {
  id: string;
  mine: boolean;
  who: string;
  text: string;
  at: string;
}

export interface ChatView {
  state: "waiting" | "talking" | "ended";
  says: string;
  agent: string | null;
  agent_typing_until: string | null;
  /** Until when words still reach a chat that we have ended. */
  late_until: string | null;
  reference: string | null;
  messages: ChatMessage[];
}

export const view = signal<ChatView | null>(null);
/** The line to the server is down; what is shown may be out of date. */
export const lost = signal(false);
export const now = signal(Date.now());

const SILENCE_MS = 15_000;
const TYPING_EVERY_MS = 3000;
let heardAt = Date.now();
/** When the stream was opened last: that says nothing of whether anything was heard. */
let openedAt = 0;
let source: EventSource | null = null;

/** A browser opens the stream again by itself; one that is silent for long is opened anew. */
export function follow(): void {
  const open = (): void => {
    source?.close();
    openedAt = Date.now();
    source = new EventSource("/chat/stream");
    source.addEventListener("view", ({ data }: MessageEvent<string>) => {
      view.value = JSON.parse(data) as ChatView;
      heard();
    });
    source.addEventListener("beat", heard);
    // What has ended can be read for a while; after that the server has no stream of it, and the screen no words.
    source.addEventListener("error", () => view.value?.state === "ended" && source?.readyState === EventSource.CLOSED && void putAway());
  };
  open();
  setInterval(() => {
    now.value = Date.now();
    lost.value = now.value - heardAt > SILENCE_MS;
    if (lost.value && now.value - Math.max(heardAt, openedAt) > 2 * SILENCE_MS) open();
  }, 1000);
  addEventListener("pageshow", (event) => event.persisted && open());
}

async function putAway(): Promise<void> {
  const answer = await fetch("/chat/stream", { credentials: "same-origin", signal: AbortSignal.timeout(5000) }).catch(() => null);
  void answer?.body?.cancel();
  if (answer?.status === 404) location.reload();
}

function heard(): void {
  heardAt = Date.now();
  lost.value = false;
}

async function post(path: string, said: Record<string, string> = {}): Promise<void> {
  let answer: Response;
  try {
    answer = await fetch(path, { method: "POST", headers: { accept: "application/json" }, body: new URLSearchParams(said), credentials: "same-origin", signal: AbortSignal.timeout(15_000) });
  } catch {
    throw new Error("Your message did not reach us. Check your connection, then press Send again.");
  }
  if (answer.ok) return;
  const words = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-test=sorry]")?.textContent;
  const code = answer.status === 409 ? "already_sent" : String(answer.status);
  throw new Refused(words ?? "That did not work. Please try again.", answer.status, code, null, null);
}

/** What was typed has been said: the next letter is news again. */
export async function say(words: string, key: string): Promise<void> {
  await post("/chat/say", { words, key });
  typedAt = 0;
}
export const end = (): Promise<void> => post("/chat/end");

let typedAt = 0;
/** Said now and then while somebody types; losing one is no loss. */
export function typing(): void {
  if (Date.now() - typedAt < TYPING_EVERY_MS) return;
  typedAt = Date.now();
  void post("/chat/typing").catch(() => {});
}
