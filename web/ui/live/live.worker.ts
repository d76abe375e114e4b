// Holds a door's one stream for all its tabs, and keeps the agent present by beating even when every tab is hidden.
//
// 1. A tab says hello with its door, a name of its own and its CSRF token; the first one opens the stream.
// 2. Each tab holds a lock of its own name; when the worker gets that lock, the tab is gone.
// 3. The tab with the telephone tells its state; a beat carries it every 5 s. No tab with a telephone: "none".
// Where SharedWorker is missing this file runs as a plain Worker, once a tab.

import type { FromPage, PhoneWord, StreamState, ToPage } from "./messages";
import { oneAtATime } from "./one-at-a-time";
import { Stream } from "./stream";

interface Tab {
  port: Port;
  name: string;
  phone: PhoneWord;
  microphone: boolean;
}

interface Port {
  postMessage(message: ToPage): void;
}

const BEAT_MS = 5000;
const FRESH_AGAIN_MS = 800;

const tabs = new Set<Tab>();
let door = "";
let csrf = "";
let state: StreamState = "connecting";
let last: ToPage | null = null;
let opened = 0;
let stream: Stream | null = null;

function tell(message: ToPage): void {
  for (const tab of tabs) tab.port.postMessage(message);
}

function setState(next: StreamState): void {
  if (state === next) return;
  state = next;
  tell({ kind: "state", state });
}

function open(): void {
  stream ??= new Stream(door, {
    view: (json) => tell((last = { kind: "view", json, heardAt: Date.now() })),
    beat: (json) => tell({ kind: "beat", json, heardAt: Date.now() }),
    state: setState,
  });
  opened = Date.now();
  stream.open();
}

/** The telephone of the browser, from whichever tab has it. */
function phoneNow(): Pick<Tab, "phone" | "microphone"> {
  const all = [...tabs];
  return all.find((tab) => tab.phone === "registered") ?? all.find((tab) => tab.phone === "unregistered") ?? { phone: "none", microphone: false };
}

/** Of two that are under way the older could arrive last, and the server would believe it. */
const beat = oneAtATime(async () => {
  if (door !== "desk" || tabs.size === 0 || state === "logged-out") return;
  const { phone, microphone } = phoneNow();
  const headers = { "Content-Type": "application/json", "X-CSRF-Token": csrf };
  const body = JSON.stringify({ phone, microphone });
  try {
    const response = await fetch("/desk/api/beat", { method: "POST", headers, body, signal: AbortSignal.timeout(4000) });
    if (response.status === 401) setState("logged-out");
  } catch {
    // The stream notices a lost server by itself and says so.
  }
});

function hello(tab: Tab, message: Extract<FromPage, { kind: "hello" }>): void {
  const changed = csrf !== message.csrf;
  tab.name = message.tab;
  door = message.door;
  csrf = message.csrf;
  tabs.add(tab);
  if (changed) last = null;
  if (last) tab.port.postMessage(last);
  if (changed || state !== "live") {
    state = "connecting";
    open();
  }
  tab.port.postMessage({ kind: "state", state });
  void navigator.locks?.request(`switchboard-tab-${tab.name}`, { mode: "shared" }, () => gone(tab));
  void beat();
}

function gone(tab: Tab): void {
  tabs.delete(tab);
  if (tabs.size === 0) {
    stream?.close();
    state = "connecting";
    csrf = "";
    last = null;
  } else void beat();
}

function phoneChanged(tab: Tab, message: Extract<FromPage, { kind: "phone" }>): void {
  const changed = tab.phone !== message.phone || tab.microphone !== message.microphone;
  tab.phone = message.phone;
  tab.microphone = message.microphone;
  if (changed) void beat();
}

function listenTo(port: MessagePort | DedicatedWorkerGlobalScope): void {
  const tab: Tab = { port: port as Port, name: "", phone: "none", microphone: false };
  port.onmessage = ({ data }: MessageEvent<FromPage>) => {
    if (data.kind === "hello") hello(tab, data);
    else if (data.kind === "phone") phoneChanged(tab, data);
    else if (data.kind === "bye") gone(tab);
    else if (Date.now() - opened > FRESH_AGAIN_MS && state !== "logged-out") open();
  };
}

setInterval(() => void beat(), BEAT_MS);
if ("SharedWorkerGlobalScope" in self) {
  (self as unknown as SharedWorkerGlobalScope).onconnect = (event) => listenTo(event.ports[0]!);
} else {
  listenTo(self as unknown as DedicatedWorkerGlobalScope);
}
