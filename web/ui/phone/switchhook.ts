// The telephone of this browser: which tab has it, what the agent accepted, and the state that every tab shows.
//
// 1. One tab holds the lock `switchboard-phone` and with it the device; the others ask it by a broadcast channel.
// 2. A leg is answered without a further touch only when its contact and epoch were accepted: at once when in this tab
//    or another of this browser, after a moment when only the server's view has it in this agent's hands.
// 3. A leg that nobody knows yet waits a moment for the view to arrive, and any for the one before it to end; then it
//    is refused.

import { effect, signal } from "@preact/signals";
import { tellPhone } from "../live/live";
import { tryMicrophone } from "./microphone";
import type { CallFigures, Leg, Phone, PhoneState } from "./phone";
import { VoicePhone } from "./voice-phone";
import { isExpected, keyOf as key } from "./whose-leg";

const PROBE_MS = 5000;
const KNOWN_WITHIN_MS = 4000;

interface Line {
  state: PhoneState;
  why: string | null;
  live: Leg | null;
  /** The leg that rang here last and was answered elsewhere, or not at all. */
  elsewhere: Pick<Leg, "contact" | "epoch"> | null;
  /** The leg that was up here last, and is over. */
  gone: Leg | null;
  muted: boolean;
  microphone: boolean | null;
  microphoneWhy: string | null;
}

type Word =
  | { kind: "line"; line: Line }
  | { kind: "ask" }
  | { kind: "expect"; contact: string; epoch: number }
  | { kind: "mute"; on: boolean }
  | { kind: "digits"; keys: string }
  | { kind: "probe" };

const OFF: Line = { state: "off", why: null, live: null, elsewhere: null, gone: null, muted: false, microphone: null, microphoneWhy: null };

export const line = signal<Line>(OFF);
/** True in the one tab that has the telephone: it also rings. */
export const holdsPhone = signal(false);

const accepted = new Set<string>();
let phone: Phone | null = null;
let channel: BroadcastChannel | null = null;
let inHand: () => { contact: string; epoch: number }[] = () => [];

function change(part: Partial<Line>): void {
  line.value = { ...line.value, ...part };
}

async function incoming(leg: Leg): Promise<void> {
  const began = Date.now();
  const mayAnswer = () => isExpected(leg, accepted, inHand(), Date.now() - began) && !line.value.live;
  while (!mayAnswer() && Date.now() - began < KNOWN_WITHIN_MS) await new Promise((later) => setTimeout(later, 100));
  if (mayAnswer()) phone?.accept(leg);
  else phone?.refuse(leg);
}

function makePhone(): Phone {
  return new VoicePhone({
    state: (state, why) => change({ state, why }),
    incoming: (leg) => void incoming(leg),
    cancelled: (leg) => change({ elsewhere: leg }),
    live: (leg) => change({ live: leg, elsewhere: null, gone: null }),
    ended: (leg) => change({ live: null, gone: leg, muted: false }),
    muted: (muted) => change({ muted }),
    microphone: (microphone, microphoneWhy) => change({ microphone, microphoneWhy }),
  });
}

function heard({ data }: MessageEvent<Word>): void {
  if (data.kind === "expect") accepted.add(key(data));
  else if (data.kind === "line" && !holdsPhone.value) line.value = data.line;
  else if (!holdsPhone.value) return;
  else if (data.kind === "ask") say({ kind: "line", line: line.value });
  else if (data.kind === "mute") phone?.mute(data.on);
  else if (data.kind === "digits") phone?.digits(data.keys);
  else if (data.kind === "probe") void phone?.probe();
}

function say(word: Word): void {
  channel?.postMessage(word);
}

async function hold(): Promise<void> {
  holdsPhone.value = true;
  line.value = OFF;
  phone = makePhone();
  void tryMicrophone().then(({ microphone, why }) => change({ microphone, microphoneWhy: why }));
  await phone.register();
}

/** Lifts the telephone for as long as somebody is logged in here; gives back what puts it down. */
export function liftPhone(held: typeof inHand): () => void {
  inHand = held;
  channel = new BroadcastChannel("switchboard-phone");
  channel.onmessage = heard;
  const letGo = new AbortController();
  let release = () => {};
  const work = () => new Promise<void>((done) => ((release = done), void hold()));
  if (navigator.locks) void navigator.locks.request("switchboard-phone", { signal: letGo.signal }, work).catch(() => null);
  else void hold();
  say({ kind: "ask" });

  const stopTelling = effect(() => {
    const { state, microphone } = line.value;
    if (holdsPhone.value) say({ kind: "line", line: line.value });
    const word = !holdsPhone.value || state === "off" ? "none" : state === "registered" ? "registered" : "unregistered";
    tellPhone(word, holdsPhone.value && microphone === true);
  });
  const probe = setInterval(() => void phone?.probe(), PROBE_MS);
  const look = () => document.visibilityState === "visible" && void phone?.probe();
  const moments: [EventTarget, string][] = [[document, "visibilitychange"], [window, "online"]];
  moments.forEach(([target, name]) => target.addEventListener(name, look));
  const plugged = () => void tryMicrophone().then(({ microphone, why }) => holdsPhone.value && change({ microphone, microphoneWhy: why }));
  navigator.mediaDevices?.addEventListener("devicechange", plugged);

  return () => {
    stopTelling();
    clearInterval(probe);
    moments.forEach(([target, name]) => target.removeEventListener(name, look));
    navigator.mediaDevices?.removeEventListener("devicechange", plugged);
    letGo.abort();
    phone?.close();
    phone = null;
    release();
    channel?.close();
    channel = null;
    holdsPhone.value = false;
    line.value = OFF;
    accepted.clear();
  };
}

/** Says that this contact's leg is to be answered at once; called before the server is asked, for the leg may be quicker. */
export function expectLeg(contact: string, epoch: number): void {
  accepted.add(key({ contact, epoch }));
  say({ kind: "expect", contact, epoch });
}

export function forgetLeg(contact: string, epoch: number): void {
  accepted.delete(key({ contact, epoch }));
}

/** The carrier says that this call's sound is up, and it is not here. */
export function heardElsewhere({ contact, epoch }: Pick<Leg, "contact" | "epoch">): void {
  change({ elsewhere: { contact, epoch } });
}

export function mutePhone(on: boolean): void {
  if (holdsPhone.value) phone?.mute(on);
  else say({ kind: "mute", on });
}

export function pressDigits(keys: string): void {
  if (holdsPhone.value) phone?.digits(keys);
  else say({ kind: "digits", keys });
}

export function probePhone(): void {
  if (holdsPhone.value) void phone?.probe();
  else say({ kind: "probe" });
}

export async function phoneFigures(): Promise<CallFigures | null> {
  return (await phone?.stats()) ?? null;
}
