// What the desk asks of a telephone. The Voice SDK is one; another would be written to the same few words.

export type PhoneState =
  /** Not started, or given up for good. */
  | "off"
  /** Asking the carrier to send calls here. */
  | "registering"
  /** The carrier has been heard from lately and will ring here. */
  | "registered"
  /** Calls cannot reach this browser; it keeps trying. */
  | "unregistered";

/** The part of a call between the carrier and this browser. */
export interface Leg {
  contact: string;
  epoch: number;
  id: string;
}

export interface AudioFigures {
  packets: number;
  bytes: number;
  lost: number;
  jitter_s: number;
  level: number;
  energy: number;
  seconds: number;
}

export interface CallFigures {
  contact: string;
  state: string;
  inbound: AudioFigures;
  outbound: AudioFigures;
}

export interface PhoneEvents {
  /** The state changed; `why` is a sentence for the agent when calls cannot reach them. */
  state: (state: PhoneState, why: string | null) => void;
  /** A leg is ringing: answer with `accept`, or leave it to the carrier. */
  incoming: (leg: Leg) => void;
  /** It rings no longer, and was not answered here. */
  cancelled: (leg: Leg) => void;
  /** The leg is up, or over. */
  live: (leg: Leg) => void;
  ended: (leg: Leg, why: string | null) => void;
  muted: (on: boolean) => void;
  /** The microphone is heard, or its place is taken by a tone. */
  microphone: (heard: boolean, why: string | null) => void;
}

export interface Phone {
  register(): Promise<void>;
  /** Checks that the carrier really still knows this browser, and registers again when it does not. */
  probe(): Promise<void>;
  accept(leg: Leg): void;
  refuse(leg: Leg): void;
  hangUp(): void;
  mute(on: boolean): void;
  digits(keys: string): void;
  stats(): Promise<CallFigures | null>;
  close(): void;
}
