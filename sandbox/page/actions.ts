// What the person with the phone does, and what the carrier tells in return. The one place where model, carrier and sound meet.
import { batch } from "@preact/signals";
import { carrier, PhoneLine, Refused, type Sent, type Told } from "./carrier";
import * as keytones from "./keytones";
import * as model from "./model";
import * as ringer from "./ringer";
import { dialable, written, type Resident } from "./residents";
import { silent, Sound, type Stats } from "./sound";
import { hush, speak } from "./voice";

const ENDED_SHOWN_MS = 3000;

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

/** The line is up, perhaps again: the call that is under way and every text, as they are now. */
function greeted({ council, whatsapp, calls, texts }: Extract<Told, { type: "hello" }>): void {
  model.link.value = "online";
  model.council.value = { ...model.council.value, number: council };
  model.onWhatsApp.value = whatsapp;
  if (!whatsapp) model.way.value = "text";
  model.texts.value = texts;
  const now = model.call.value;
  const known = calls.find(({ sid }) => sid === now?.sid);
  const up = known ?? calls.find((call) => !model.isOver(call));
  if (known) catchUp(known);
  else if (up) resume(up);
  else if (now?.sid && model.inCall.value) finish({ ...now, status: "completed" });
}

/** What was heard while the page was cut off, in its place among what was done here. */
function catchUp(call: model.Call): void {
  const own = model.heard.value.filter(({ kind }) => kind === "self" || kind === "call");
  const all = [...own, ...(call.heard ?? [])].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  model.heard.value = [];
  for (const { kind, text, at } of all) model.addHeard(kind, text, at);
  changed(call);
}

/** A call that this page did not start, or lost sight of. */
function resume(call: model.Call): void {
  clearTimeout(clearing);
  model.call.value = call;
  model.tab.value = "phone";
  model.heard.value = [];
  for (const { kind, text, at } of call.heard ?? []) model.addHeard(kind, text, at);
  if (model.phase.value === "incoming") ringer.start();
  else openSound();
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
    model.call.value = { sid: "", from, to: number, direction: "inbound", status: "queued", doing: "", queue: null, conference: null, started, answered: null, ended: null };
  });
  model.addHeard("call", `You ring ${written(number)}.`);
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

/** Takes a call that rings here, or declines it. */
export function answer(yes: boolean): void {
  const sid = model.call.value?.sid;
  ringer.stop();
  if (!sid) return;
  void attempt(async () => {
    await (yes ? carrier.answer(sid) : carrier.reject(sid));
    if (yes) openSound();
  });
}

export async function send(body: string): Promise<boolean> {
  if (!body.trim()) return false;
  return attempt(() => write(body));
}

/** Where a resident of the made-up county might stand. */
const FORD = { latitude: 52.0512, longitude: -2.3124, label: "The ford, Mill Lane" };

/** A place on the map, which WhatsApp alone can carry. */
export async function sendPlace(): Promise<boolean> {
  const { number, name } = model.resident.value;
  return attempt(async () => keepText(await carrier.sendPlace(number, name, FORD)));
}

/** In the thread that is open. */
async function write(body: string, files: Sent[] = []): Promise<void> {
  const { number, name } = model.resident.value;
  const byWhatsApp = model.way.value === "whatsapp";
  const words = body.trim();
  keepText(await (byWhatsApp ? carrier.sendByWhatsApp(number, name, words, files) : carrier.send(number, model.council.value.number, words, files)));
}

/** What is open is read; by WhatsApp the council is told so. A message that is still on its way is read when it arrives. */
export function readThread(): void {
  model.readAll();
  for (const text of model.thread.value) {
    if (model.wayOf(text) !== "whatsapp" || model.isMine(text) || text.status !== "delivered") continue;
    void carrier.read(text.sid).then(keepText, () => undefined);
  }
}

const LARGEST = 5 * 1024 * 1024;

/** A picture from this machine, with words or without. */
export async function sendPicture(picture: File, body: string): Promise<boolean> {
  return attempt(async () => {
    if (!picture.type.startsWith("image/")) throw new Refused("That is not a picture.");
    if (picture.size > LARGEST) throw new Refused("That picture is too large: 5 MB is the most that a text can carry.");
    const files = [{ content_type: picture.type, data: await base64(picture) }];
    await write(body, files);
  });
}

function base64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",", 2)[1] ?? "");
    reader.onerror = () => reject(new Refused("That picture cannot be read."));
    reader.readAsDataURL(file);
  });
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
  if (event.type === "hello") greeted(event);
  else if (event.type === "call") changed(event.call);
  else if (event.type === "heard") hear(event);
  else if (event.type === "text") keepText(event.text);
  else if (event.type === "error") model.trouble.value = event.message;
}

function changed(call: model.Call): void {
  const now = model.call.value;
  if (now?.sid === call.sid || (now && !now.sid)) {
    const before = model.phase.value;
    if (model.isOver(call)) finish(call);
    else model.call.value = call;
    if (model.phase.value === "talking" && before !== "talking") hush();
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
  const place = model.texts.value.findIndex(({ sid }) => sid === text.sid);
  model.texts.value = place < 0 ? [...model.texts.value, text] : model.texts.value.with(place, text);
}

function finish(call: model.Call): void {
  if (model.phase.value === "ended") return;
  ringer.stop();
  const shown = { ...call, ended: call.ended ?? new Date().toISOString() };
  model.call.value = shown;
  model.addHeard("call", ending(call.status));
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
