// A page's side of the stream: the newest whole state, how fresh it is, and when it last asked for more.
import { computed, signal, type Signal } from "@preact/signals";
import { me, reached, type Door } from "../api/http";
import { learnTime } from "../kit/time";
import type { FromPage, PhoneWord, StreamState, ToPage } from "./messages";

/** Without a word from the server for this long, a page no longer vouches for itself. */
const STALE_AFTER_MS = 12_000;

export const streamState = signal<StreamState>("connecting");
export const heardAt = signal(0);
const lookedAt = signal(Date.now());

/** The server itself could not look lately, and said so with its beat. */
const unsure = signal(false);

export const stale = computed(() => {
  if (unsure.value) return true;
  if (!heardAt.value) return streamState.value === "reconnecting";
  return lookedAt.value - heardAt.value > STALE_AFTER_MS;
});

let send: (message: FromPage) => void = () => {};

/** Starts the stream for a door and puts each whole state into `view`. Called once a login. */
export function goLive<View extends { at: string }>(door: Door, view: Signal<View | null>): () => void {
  const tab = crypto.randomUUID?.() ?? `${Math.random()}-${performance.now()}`;
  const { port, end } = connect(door);
  send = (message) => port.postMessage(message);
  port.onmessage = ({ data }: MessageEvent<ToPage>) => take(data, view);
  const { csrf } = me.peek()!;
  const release = holdLock(`switchboard-tab-${tab}`, () => port.postMessage({ kind: "hello", door, tab, csrf } satisfies FromPage));

  const look = setInterval(() => (lookedAt.value = Date.now()), 1000);
  const fresh = () => {
    lookedAt.value = Date.now();
    if (document.visibilityState === "visible") send({ kind: "fresh" });
  };
  const moments: [EventTarget, string][] = [[document, "visibilitychange"], [window, "online"], [window, "pageshow"], [document, "resume"]];
  moments.forEach(([target, name]) => target.addEventListener(name, fresh));
  return () => {
    clearInterval(look);
    moments.forEach(([target, name]) => target.removeEventListener(name, fresh));
    send({ kind: "bye" });
    send = () => {};
    release();
    end();
    heardAt.value = 0;
    streamState.value = "connecting";
  };
}

function take<View extends { at: string }>(message: ToPage, view: Signal<View | null>): void {
  if (message.kind === "state") {
    streamState.value = message.state;
    if (message.state === "logged-out") me.value = null;
    return;
  }
  const told = JSON.parse(message.json) as View & { stale?: boolean };
  lookedAt.value = Date.now();
  heardAt.value = message.heardAt;
  reached.value = true;
  learnTime(told.at, message.heardAt);
  unsure.value = message.kind === "beat" && told.stale === true;
  if (message.kind === "view") view.value = told;
}

export function askAfresh(): void {
  send({ kind: "fresh" });
}

export function tellPhone(phone: PhoneWord, microphone: boolean): void {
  send({ kind: "phone", phone, microphone });
}

interface Line {
  port: Pick<MessagePort, "postMessage" | "onmessage">;
  end: () => void;
}

function connect(door: Door): Line {
  if (typeof SharedWorker !== "undefined") {
    const { port } = new SharedWorker(__WORKER_LIVE__, { name: `switchboard-${door}` });
    return { port, end: () => port.close() };
  }
  const worker = new Worker(__WORKER_LIVE__);
  return { port: worker as unknown as MessagePort, end: () => worker.terminate() };
}

/** Held for as long as the tab lives, so that the worker can tell when it is gone; the worker hears of the tab once it holds. */
function holdLock(name: string, held: () => void): () => void {
  let release = () => {};
  if (!navigator.locks) held();
  else
    void navigator.locks.request(name, () => {
      held();
      return new Promise<void>((done) => (release = done));
    });
  return () => release();
}
