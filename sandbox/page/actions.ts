// What the person with the phone does, and what the carrier tells in return. The one place where model, carrier and sound meet.
import { batch } from "@preact/signals";
import { carrier, PhoneLine, Refused, type Told } from "./carrier";
import * as keytones from "./keytones";
import * as model from "./model";
import { dialable, written, type Resident } from "./residents";
import { silent, Sound, type Stats } from "./sound";
import { hush, speak } from "./voice";

const ENDED_SHOWN_MS = 4000;

let line: PhoneLine | null = null;
let sound: Sound | null = null;
let meter = 0;
let clearing = 0;

export const stats = (): Promise<Stats> => sound?.stats() ?? Promise.resolve(silent);

/** Puts the phone on the network as this resident's. */
export function switchOn(): void {
  line?.close();
  model.link.value = "connecting";
  line = new PhoneLine(model.resident.value.number, {
    told,
    online: () => {
      model.link.value = "online";
      void catchUp();
    },
    offline: () => {
      model.link.value = "offline";
    },
  });
}

export function become(next: Resident): void {
  if (model.inCall.value || next === model.resident.value) return;
  model.become(next);
  switchOn();
}

/** What happened while nobody listened: the call that is up, and every text. */
async function catchUp(): Promise<void> {
  await attempt(async () => {
    const number = model.resident.value.number;
    const [calls, texts] = [await carrier.calls(), await carrier.texts(number)];
    model.texts.value = Array.isArray(texts) ? texts : texts.texts;
    const all = Array.isArray(calls) ? calls : calls.calls;
    const mine = all.find((call) => (call.from === number || call.to === number) && !model.isOver(call));
    if (mine) resume(mine);
    else if (model.inCall.value) finish({ ...model.call.value!, status: "completed", ended: new Date().toISOString() });
  });
}

/** A call that this page did not start, or lost sight of. */
function resume(call: model.Call & { heard?: { at: string; kind: string; text: string }[] }): void {
  const fresh = model.call.value?.sid !== call.sid;
  model.call.value = call;
  if (!fresh) return;
  model.heard.value = [];
  for (const { kind, text, at } of call.heard ?? []) model.addHeard(kind, text, at);
  openSound();
}

export async function dial(): Promise<void> {
  const number = dialable(model.typed.value);
  if (!number || model.inCall.value) return;
  clearTimeout(clearing);
  batch(() => {
    model.heard.value = [];
    model.trouble.value = "";
    model.tab.value = "phone";
    const [from, started] = [model.resident.value.number, new Date().toISOString()];
    model.call.value = { sid: "", from, to: number, status: "queued", doing: "", queue: null, conference: null, started, answered: null, ended: null };
  });
  model.addHeard("self", `You ring ${written(number)}.`);
  const done = await attempt(async () => {
    const { sid } = await carrier.dial(model.resident.value.number, number);
    if (model.call.value && !model.call.value.sid) model.call.value = { ...model.call.value, sid };
    openSound();
  });
  if (!done) model.call.value = null;
}

export function press(key: string): void {
  keytones.sound(key);
  const now = model.call.value;
  if (!model.inCall.value) {
    model.typed.value = (model.typed.value + key).slice(0, 20);
    return;
  }
  if (!now?.sid || now.status !== "in-progress") return;
  hush();
  model.addHeard("self", `You press ${key === "*" ? "star" : key === "#" ? "hash" : key}.`);
  void attempt(() => carrier.press(now.sid, key));
}

export function rubOut(): void {
  model.typed.value = model.typed.value.slice(0, -1);
}

export function say(words: string): void {
  const now = model.call.value;
  if (!words.trim() || !now?.sid) return;
  hush();
  model.addHeard("self", `You say: “${words.trim()}”`);
  void attempt(() => carrier.say(now.sid, words.trim()));
}

export function hangUp(): void {
  const now = model.call.value;
  hush();
  if (now?.sid) void attempt(() => carrier.hangUp(now.sid));
  else model.call.value = null;
}

export async function send(body: string): Promise<boolean> {
  if (!body.trim()) return false;
  return attempt(() => carrier.send(model.resident.value.number, model.council.value.number, body.trim()));
}

export function mute(on: boolean): void {
  model.muted.value = on;
  sound?.mute(on);
}

export function speakAloud(on: boolean): void {
  model.spokenAloud.value = on;
  model.keep("aloud", on ? "yes" : "no");
  if (!on) hush();
}

/** Does it, and shows what went wrong as a sentence; whether it was done. */
export async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    model.trouble.value = "";
    return true;
  } catch (error) {
    model.trouble.value = error instanceof Refused ? error.message : "Something went wrong on this page. Reload it to go on.";
    if (!(error instanceof Refused)) console.error(error);
    return false;
  }
}

function told(event: Told): void {
  if (event.type === "call") changed(event.call);
  else if (event.type === "heard") hear(event);
  else if (event.type === "text") keepText(event.text);
}

function changed(call: model.Call): void {
  const now = model.call.value;
  if (now?.sid === call.sid || (now && !now.sid)) {
    if (model.isOver(call)) finish(call);
    else model.call.value = { ...call };
  } else if (!model.isOver(call) && !model.inCall.value) {
    resume(call);
  }
}

function hear({ sid, kind, text, at }: { sid: string; kind: string; text: string; at: string }): void {
  if (model.call.value && model.call.value.sid && model.call.value.sid !== sid) return;
  model.addHeard(kind, text, at);
  if (kind === "say" && model.spokenAloud.value) speak(text);
}

function keepText(text: model.Text): void {
  const others = model.texts.value.filter(({ sid }) => sid !== text.sid);
  model.texts.value = [...others, text].sort((one, other) => one.at.localeCompare(other.at));
}

function finish(call: model.Call): void {
  const shown = { ...call, ended: call.ended ?? new Date().toISOString() };
  model.call.value = shown;
  model.addHeard("self", ending(call.status));
  closeSound();
  hush();
  clearing = window.setTimeout(() => {
    if (model.call.value?.sid === shown.sid) model.call.value = null;
  }, ENDED_SHOWN_MS);
}

const ENDINGS: Record<string, string> = {
  busy: "The line is engaged.",
  "no-answer": "Nobody answered.",
  failed: "The call could not be connected.",
  canceled: "The call was cancelled.",
};
const ending = (status: string): string => ENDINGS[status] ?? "The call has ended.";

function openSound(): void {
  closeSound();
  const opened = (sound = new Sound());
  model.muted.value = false;
  void attempt(async () => {
    const source = await opened.open((sdp) => line?.negotiate(sdp) ?? Promise.reject(new Refused("The phone is off.")));
    model.microphone.value = { state: source.microphone ? "live" : "none", why: source.why };
    if (model.muted.value) opened.mute(true);
  });
  meter = window.setInterval(() => {
    if (!document.hidden) model.loudness.value = opened.level();
  }, 80);
}

function closeSound(): void {
  clearInterval(meter);
  sound?.close();
  sound = null;
  model.loudness.value = 0;
}
