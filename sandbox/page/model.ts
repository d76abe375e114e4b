// What the telephone knows, as signals. Nothing here talks to anything; carrier.ts and sound.ts write it, the screens read it.
import { computed, signal } from "@preact/signals";
import { RESIDENTS, written, type Resident } from "./residents";

export type Heard = { key: number; at: string; kind: string; text: string };

export interface Call {
  sid: string;
  from: string;
  to: string;
  direction: string;
  status: string;
  doing: string;
  queue: string | null;
  conference: string | null;
  started: string;
  answered: string | null;
  ended: string | null;
  heard?: { at: string; kind: string; text: string }[];
}

export interface Text {
  sid: string;
  from: string;
  to: string;
  body: string;
  date_created: string;
  status: string;
  /** The addresses of what came with it. */
  media: string[];
  /** A place on the map that was sent; empty for any other. */
  place?: { label?: string };
}

export interface Place {
  latitude: number;
  longitude: number;
  label: string;
}

export interface CarrierNote {
  at: string;
  bad: boolean;
  title: string;
  detail: string;
}

export type Tab = "phone" | "messages" | "heard" | "more";
export type Link = "connecting" | "online" | "offline";

function kept(name: string, otherwise: string): string {
  try {
    return localStorage.getItem(`phone.${name}`) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`phone.${name}`, value);
  } catch {
    // A browser that keeps nothing still makes calls.
  }
}

const asked = new URLSearchParams(location.search).get("number");
const first = RESIDENTS.find(({ number }) => number === (asked ?? kept("number", ""))) ?? RESIDENTS[0]!;

export const resident = signal<Resident>(first);
export const council = signal({ number: "+441632960100", name: "Westmere County Council" });
/** Whether the council can be written to on WhatsApp, and which of the two threads is open. */
export const onWhatsApp = signal(false);
export type Way = "text" | "whatsapp";
export const way = signal<Way>("text");
export const link = signal<Link>("connecting");
export const tab = signal<Tab>("phone");
export const typed = signal("01632960100");
export const call = signal<Call | null>(null);
export const heard = signal<Heard[]>([]);
export const texts = signal<Text[]>([]);
export const readUpTo = signal(kept(`read.${first.number}`, ""));
export const notes = signal<CarrierNote[]>([]);
export const spokenAloud = signal(kept("aloud", "yes") === "yes");
export const muted = signal(false);
export const microphone = signal<{ state: "unknown" | "live" | "none"; why: string }>({ state: "unknown", why: "" });
export const loudness = signal(0);
export const trouble = signal("");
export const said = signal("");

const OVER = new Set(["completed", "busy", "failed", "no-answer", "canceled"]);
export const isOver = (one: Call): boolean => OVER.has(one.status);

export const inCall = computed(() => call.value !== null && !isOver(call.value));

/** What the call is at, in one word that the screens share. */
export type Phase = "idle" | "calling" | "incoming" | "held" | "listening" | "waiting" | "talking" | "recording" | "voicemail" | "ended";

export const phase = computed<Phase>(() => {
  const now = call.value;
  if (!now) return "idle";
  if (isOver(now)) return "ended";
  if (now.status !== "in-progress") return now.direction === "inbound" ? "calling" : "incoming";
  if (now.doing === "voicemail") return "voicemail";
  if (now.doing === "record") return "recording";
  if (now.doing === "hold") return "held";
  if (now.conference || now.doing === "talking") return "talking";
  if (now.queue || now.doing === "queue") return "waiting";
  return "listening";
});

const WORDS: Record<Phase, string> = {
  idle: "",
  calling: "Ringing…",
  incoming: "is calling you",
  held: "On hold",
  listening: "Connected",
  waiting: "Waiting in the queue",
  talking: "Talking",
  recording: "Recording your message",
  voicemail: "Your voicemail has answered",
  ended: "Call ended",
};
export const phaseWords = computed(() => WORDS[phase.value]);

/** Whoever is at the other end, by name where it is known. */
export const other = computed(() => {
  if (!call.value) return "";
  const number = call.value.from === resident.value.number ? call.value.to : call.value.from;
  return number === council.value.number ? council.value.name : written(number);
});

/** What the line has said without a break: a menu is many short sentences, and all its choices must stay readable. */
export const captions = computed<Heard[]>(() => {
  const last = heard.value.findLastIndex(({ kind }) => kind === "say");
  const before = heard.value.slice(0, last + 1).findLastIndex(({ kind }) => kind !== "say");
  return heard.value.slice(before + 1, last + 1);
});

const SCHEME = "whatsapp:";
const bare = (address: string): string => (address.startsWith(SCHEME) ? address.slice(SCHEME.length) : address);
export const wayOf = (text: Text): Way => (text.to.startsWith(SCHEME) ? "whatsapp" : "text");
export const isMine = (text: Text): boolean => bare(text.from) === resident.value.number;
/** The thread that is open. */
export const thread = computed(() => texts.value.filter((text) => wayOf(text) === way.value));
export const unread = computed(() => {
  const read = texts.value.findIndex(({ sid }) => sid === readUpTo.value);
  return texts.value.slice(read + 1).filter((text) => !isMine(text)).length;
});

export function readAll(): void {
  const last = texts.value.at(-1)?.sid ?? "";
  if (!last || last === readUpTo.value) return;
  readUpTo.value = last;
  keep(`read.${resident.value.number}`, last);
}

let keys = 0;
export function addHeard(kind: string, text: string, at = new Date().toISOString()): void {
  keys += 1;
  heard.value = [...heard.value.slice(-199), { key: keys, at, kind, text }];
}

/** Somebody else's phone: everything of the last one is put away. */
export function become(next: Resident): void {
  resident.value = next;
  keep("number", next.number);
  readUpTo.value = kept(`read.${next.number}`, "");
  [call.value, heard.value, texts.value] = [null, [], []];
}
