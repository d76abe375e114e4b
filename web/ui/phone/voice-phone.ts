// The telephone on Twilio's Voice SDK: the same code against the carrier and against the sandbox.
//
// Private parts of the SDK are used in two places only, both in `options`: `chunderw` (the sandbox's address) and
// `RTCPeerConnection`/`getUserMedia` (so that figures can be read, and a missing microphone does not end the call).
// The SDK's version is pinned for that reason.

import type { Call, Device } from "@twilio/voice-sdk";
import { get } from "../api/http";
import type { PhoneToken } from "../api/types";
import { figuresOf, WatchedConnection } from "./figures";
import { openVoice, standInForMediaDevices } from "./microphone";
import type { CallFigures, Leg, Phone, PhoneEvents } from "./phone";
import { signalSilence, watchSignalling } from "./signal-socket";
import silence from "./silence.wav";

/** The carrier says something at least every 15 s; twice that without a word is a line that only looks alive. */
const DEAD_AFTER_MS = 30_000;
const REGISTER_WITHIN_MS = 15_000;
const SOUNDS = ["disconnect", "dtmf0", "dtmf1", "dtmf2", "dtmf3", "dtmf4", "dtmf5", "dtmf6", "dtmf7", "dtmf8", "dtmf9", "dtmfh", "dtmfs", "incoming", "outgoing"];
const UNREACHABLE = "The telephone line to this browser is down. Trying again.";

export class VoicePhone implements Phone {
  private device: Device | null = null;
  private ringing = new Map<string, Call>();
  private call: Call | null = null;
  private leg: Leg | null = null;
  private closed = false;
  private busyRegistering = false;

  constructor(private readonly tell: PhoneEvents) {}

  async register(): Promise<void> {
    if (this.busyRegistering || this.closed) return;
    this.busyRegistering = true;
    this.tell.state("registering", null);
    try {
      await withTimeout(this.start(), REGISTER_WITHIN_MS);
    } catch {
      this.tell.state("unregistered", UNREACHABLE);
    } finally {
      this.busyRegistering = false;
    }
  }

  private async start(): Promise<void> {
    const token = await get<PhoneToken>("/desk/api/phone-token");
    watchSignalling(token.sandbox?.signal ?? null);
    standInForMediaDevices();
    const sdk = await import("@twilio/voice-sdk");
    if (!this.call) this.discard();
    this.device ??= this.listen(new sdk.Device(token.token, this.options(token)));
    this.device.updateToken(token.token);
    if (this.device.state === "unregistered") await this.device.register();
  }

  private options(token: PhoneToken): Device.Options {
    const getUserMedia = async (constraints: MediaStreamConstraints) => {
      const voice = await openVoice(constraints);
      this.tell.microphone(voice.microphone, voice.why);
      return voice.stream;
    };
    const hidden = { RTCPeerConnection: WatchedConnection, getUserMedia, ...(token.sandbox && { chunderw: token.sandbox.signal, publishEvents: false }) };
    const open: Device.Options = {
      // A call that follows at once upon another reaches us too; `switchhook` answers it once the first has ended.
      allowIncomingWhileBusy: true,
      closeProtection: "You are on a call. Leaving this page ends it for you.",
      tokenRefreshMs: 30_000,
      sounds: Object.fromEntries(SOUNDS.map((name) => [name, silence])),
      logLevel: "silent",
      ...(token.edge && !token.sandbox && { edge: token.edge }),
    };
    return { ...open, ...hidden } as Device.Options;
  }

  private listen(device: Device): Device {
    device.on("registered", () => this.tell.state("registered", null));
    device.on("unregistered", () => !this.closed && this.tell.state("unregistered", UNREACHABLE));
    device.on("error", () => device.state !== "registered" && this.tell.state("unregistered", UNREACHABLE));
    device.on("tokenWillExpire", () => void this.renew());
    device.on("incoming", (call: Call) => this.ring(call));
    device.audio?.incoming(false);
    device.audio?.outgoing(false);
    device.audio?.disconnect(false);
    return device;
  }

  private async renew(): Promise<void> {
    const token = await get<PhoneToken>("/desk/api/phone-token").catch(() => null);
    if (token) this.device?.updateToken(token.token);
  }

  async probe(): Promise<void> {
    if (this.closed || this.busyRegistering) return;
    const alive = this.device?.state === "registered" && signalSilence() < DEAD_AFTER_MS;
    if (alive) return this.tell.state("registered", null);
    if (this.call) return this.tell.state("unregistered", UNREACHABLE);
    await this.register();
  }

  private ring(call: Call): void {
    const asked = call.customParameters;
    const leg = { contact: asked.get("contact") ?? "", epoch: Number(asked.get("epoch")), id: call.parameters["CallSid"] ?? "" };
    this.ringing.set(leg.id, call);
    const gone = () => this.ringing.delete(leg.id);
    call.on("cancel", () => (gone(), this.tell.cancelled(leg)));
    call.on("reject", gone);
    call.on("accept", () => this.up(call, leg));
    call.on("disconnect", () => this.over(call, leg, null));
    call.on("error", (error: { message?: string }) => this.over(call, leg, error.message ?? null));
    call.on("mute", (on: boolean) => this.tell.muted(on));
    this.tell.incoming(leg);
  }

  private up(call: Call, leg: Leg): void {
    this.ringing.delete(leg.id);
    this.call = call;
    this.leg = leg;
    this.tell.muted(false);
    this.tell.live(leg);
  }

  private over(call: Call, leg: Leg, why: string | null): void {
    this.ringing.delete(leg.id);
    if (this.call !== call || (why && call.status() !== "closed")) return;
    this.call = null;
    this.leg = null;
    this.tell.ended(leg, why);
  }

  accept(leg: Leg): void {
    this.ringing.get(leg.id)?.accept();
  }

  refuse(leg: Leg): void {
    this.ringing.get(leg.id)?.reject();
    this.ringing.delete(leg.id);
  }

  hangUp(): void {
    this.call?.disconnect();
  }

  mute(on: boolean): void {
    this.call?.mute(on);
  }

  digits(keys: string): void {
    this.call?.sendDigits(keys);
  }

  async stats(): Promise<CallFigures | null> {
    return this.call && this.leg ? figuresOf(this.leg.contact, this.call.status()) : null;
  }

  private discard(): void {
    this.device?.removeAllListeners();
    this.device?.destroy();
    this.device = null;
  }

  close(): void {
    this.closed = true;
    this.discard();
    this.tell.state("off", null);
  }
}

async function withTimeout<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, fail) => (timer = setTimeout(() => fail(new Error("late")), ms)));
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
