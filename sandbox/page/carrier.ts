// The carrier: its control API over HTTP, and the websocket on which it tells this number what happens. Reconnects by itself.
import type { Call, Place, Text } from "./model";

export interface Delivery {
  at: string;
  method: string;
  url: string;
  attempt: number;
  status: number | null;
  code: number | null;
  ms: number;
}

export interface Problem {
  at: string;
  code: number;
  text: string;
  url: string;
}

export type Told =
  /** First on every connection: whatever happened meanwhile is in it. */
  | { type: "hello"; council: string; whatsapp: boolean; calls: Call[]; texts: Text[] }
  | { type: "call"; call: Call }
  | { type: "heard"; sid: string; at: string; kind: string; text: string }
  | { type: "text"; text: Text }
  | { type: "answer"; sdp: string }
  | { type: "error"; message: string };

export interface Listener {
  told: (event: Told) => void;
  offline: () => void;
}

export class Refused extends Error {}

const OFFLINE = "The sandbox carrier does not answer. Is it still running?";
const SLOWEST_MS = 4000;
const PROBE_MS = 4000;
const ANSWERS_WITHIN_MS = 4000;

async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  let response: Response;
  try {
    const headers = body === undefined ? undefined : { "Content-Type": "application/json" };
    response = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch {
    throw new Refused(OFFLINE);
  }
  const text = await response.text();
  if (!response.ok) throw new Refused(sentence(text) || `The carrier answered ${response.status}.`);
  return (text ? JSON.parse(text) : null) as T;
}

function sentence(text: string): string {
  try {
    return (JSON.parse(text) as { error?: { message?: string } }).error?.message ?? "";
  } catch {
    return "";
  }
}

const at = (sid: string, act: string) => `/sandbox/calls/${encodeURIComponent(sid)}/${act}`;

export const carrier = {
  dial: (from: string, to: string) => ask<{ sid: string }>("POST", "/sandbox/calls", { from, to }),
  press: (sid: string, digits: string) => ask<unknown>("POST", at(sid, "press"), { digits }),
  say: (sid: string, text: string) => ask<unknown>("POST", at(sid, "say"), { text }),
  hangUp: (sid: string) => ask<unknown>("POST", at(sid, "hang-up"), {}),
  answer: (sid: string) => ask<unknown>("POST", at(sid, "answer"), {}),
  reject: (sid: string) => ask<unknown>("POST", at(sid, "reject"), {}),
  send: (from: string, to: string, body: string, files: Sent[] = []) => ask<Text>("POST", "/sandbox/texts", { from, to, body, files }),
  sendByWhatsApp: (from: string, profile: string, body: string, files: Sent[] = []) => ask<Text>("POST", "/sandbox/texts", { from, profile, body, files, whatsapp: true }),
  sendPlace: (from: string, profile: string, place: Place) => ask<Text>("POST", "/sandbox/texts", { from, profile, body: "", place, whatsapp: true }),
  /** Tells the council that a message by WhatsApp has been read. */
  read: (sid: string) => ask<Text>("POST", `/sandbox/texts/${encodeURIComponent(sid)}/read`, {}),
  webhooks: () => ask<Delivery[]>("GET", "/sandbox/webhooks"),
  problems: () => ask<Problem[]>("GET", "/sandbox/problems"),
  busy: () => ask<BusyDay>("GET", "/sandbox/busy"),
  playBusyDay: (wish: { speed: number; minutes: number; seed: number }) => ask<BusyDay>("POST", "/sandbox/busy", wish),
  stopBusyDay: () => ask<BusyDay>("DELETE", "/sandbox/busy"),
};

/** `data` is base64. */
export interface Sent {
  content_type: string;
  data: string;
}

export interface BusyDay {
  running: boolean;
  progress: number;
  seconds_left: number;
  planned: number;
  started: number;
  calls: number;
  calls_up: number;
  texts: number;
  hung_up_early: number;
}

/** One number's line to the carrier. */
export class PhoneLine {
  private socket: WebSocket | null = null;
  private wait = 500;
  private timer = 0;
  private readonly prober = window.setInterval(() => void this.probe(), PROBE_MS);
  private closed = false;
  private waiting: { resolve: (sdp: string) => void; reject: (error: Error) => void } | null = null;

  constructor(
    private readonly number: string,
    private readonly listener: Listener,
  ) {
    this.open();
    addEventListener("online", this.hurry);
    document.addEventListener("visibilitychange", this.hurry);
  }

  /** Offers sound; the carrier's answer, or Refused. */
  negotiate(sdp: string): Promise<string> {
    this.waiting?.reject(new Refused("A newer connection took its place."));
    return new Promise((resolve, reject) => {
      if (this.socket?.readyState !== WebSocket.OPEN) return reject(new Refused(OFFLINE));
      this.waiting = { resolve, reject };
      this.socket.send(JSON.stringify({ type: "offer", sdp }));
      setTimeout(() => reject(new Refused("The carrier did not answer with sound.")), 10000);
    });
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    clearInterval(this.prober);
    removeEventListener("online", this.hurry);
    document.removeEventListener("visibilitychange", this.hurry);
    this.socket?.close();
  }

  private readonly hurry = (): void => {
    if (this.closed || document.hidden || this.socket) return;
    clearTimeout(this.timer);
    this.open();
  };

  private open(): void {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/sandbox/phone?number=${encodeURIComponent(this.number)}`);
    this.socket = socket;
    socket.onopen = () => {
      this.wait = 500;
    };
    socket.onmessage = ({ data }) => this.take(JSON.parse(String(data)) as Told);
    socket.onclose = () => this.lost();
  }

  private take(event: Told): void {
    if (event.type === "answer") this.waiting?.resolve(event.sdp);
    else if (event.type === "error" && this.waiting) this.waiting.reject(new Refused(event.message));
    else return this.listener.told(event);
    this.waiting = null;
  }

  /** A network that is gone breaks no connection, it only falls silent: so the carrier is asked for a word. */
  private async probe(): Promise<void> {
    const socket = this.socket;
    if (!socket) return;
    const answered = await fetch("/health", { cache: "no-store", signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) }).then(
      () => true,
      () => false,
    );
    if (answered || socket !== this.socket) return;
    socket.onclose = null;
    socket.close();
    this.lost();
  }

  private lost(): void {
    this.socket = null;
    this.waiting?.reject(new Refused(OFFLINE));
    this.waiting = null;
    if (this.closed) return;
    this.listener.offline();
    this.timer = window.setTimeout(() => this.open(), this.wait * (0.8 + 0.4 * Math.random()));
    this.wait = Math.min(this.wait * 2, SLOWEST_MS);
  }
}
