// The carrier: its control API over HTTP, and the websocket on which it tells this number what happens. Reconnects by itself.
import type { Call, Text } from "./model";

export type Told =
  | { type: "call"; call: Call }
  | { type: "heard"; sid: string; at: string; kind: string; text: string }
  | { type: "text"; text: Text }
  | { type: "answer"; sdp: string }
  | { type: "error"; message: string };

export interface Listener {
  told: (event: Told) => void;
  /** The line is up again: whatever happened meanwhile must be fetched. */
  online: () => void;
  offline: () => void;
}

export class Refused extends Error {}

const OFFLINE = "The sandbox carrier does not answer. Is it still running?";
const SLOWEST_MS = 8000;

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
    const found = JSON.parse(text) as { message?: string; detail?: unknown; error?: { message?: string } };
    return found.message ?? found.error?.message ?? (typeof found.detail === "string" ? found.detail : "");
  } catch {
    return "";
  }
}

const at = (sid: string, act: string) => `/sandbox/calls/${encodeURIComponent(sid)}/${act}`;

export const carrier = {
  dial: (from: string, to: string) => ask<{ sid: string }>("POST", "/sandbox/calls", { from, to }),
  calls: () => ask<Call[] | { calls: Call[] }>("GET", "/sandbox/calls"),
  press: (sid: string, digits: string) => ask<unknown>("POST", at(sid, "press"), { digits }),
  say: (sid: string, text: string) => ask<unknown>("POST", at(sid, "say"), { text }),
  hangUp: (sid: string) => ask<unknown>("POST", at(sid, "hang-up"), {}),
  send: (from: string, to: string, body: string) => ask<unknown>("POST", "/sandbox/texts", { from, to, body, media: [] }),
  texts: (number: string) => ask<Text[] | { texts: Text[] }>("GET", `/sandbox/texts?number=${encodeURIComponent(number)}`),
  webhooks: () => ask<unknown>("GET", "/sandbox/webhooks"),
  problems: () => ask<unknown>("GET", "/sandbox/problems"),
  busy: () => ask<BusyDay>("GET", "/sandbox/busy"),
  playBusyDay: (wish: { speed: number; minutes: number; seed: number }) => ask<BusyDay>("POST", "/sandbox/busy", wish),
  stopBusyDay: () => ask<BusyDay>("DELETE", "/sandbox/busy"),
};

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
  council?: { number: string };
}

/** One number's line to the carrier. */
export class PhoneLine {
  private socket: WebSocket | null = null;
  private wait = 500;
  private timer = 0;
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
      this.listener.online();
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
