// An agent's desk: what rings, what is in hand, what is put aside, and to whom it may be passed on.

import type { Labelled } from "./common-types";

export interface Who {
  name: string | null;
  address: string | null;
  /** What somebody whose name is not known calls themselves: it proves nothing. */
  claims?: string | null;
  /** Access needs. */
  needs?: string | null;
  known: boolean;
  contacts_before: number;
}

export interface Offer {
  contact: string;
  epoch: number;
  channel: string;
  service: string | null;
  service_label: string | null;
  who: Who;
  what: string | null;
  why: string | null;
  arrived_at: string;
  /** Since it arrived, or since it fell back to the queue. */
  waiting_since?: string;
  /** A call whose caller has no line now, and whether accepting dials their number. */
  ring_back?: boolean;
  rings_at_once?: boolean;
  /** This agent spoke with them when their own line broke. */
  cut_off?: boolean;
  made_at: string;
  expires_at: string;
}

export interface InHand {
  contact: string;
  epoch: number;
  state: "connecting" | "active" | "wrapping" | string;
  channel: string;
  service: string | null;
  service_label: string | null;
  who: Who;
  since: string;
  case?: string | null;
  held: boolean;
  /** A call whose caller has no line now: they are to be rung. */
  ring_back: boolean;
  /** A call to the resident that is under way. */
  ring: { stage: "fetching" | "dialling" | "talking"; since: string } | null;
  /** Of a call that was handed over here: the consultation for which this softphone was rung. */
  line?: string | null;
  consult?: Consult | null;
  /** The resident's end of a chat. */
  chat?: { here: boolean; typing_until: string | null } | null;
  /** A live contact has broken it off; it goes on afterwards. */
  paused?: boolean;
  wrap_up_ends_at: string | null;
  unread: number;
  rev: number | string;
}

/** What is asked of a colleague during a call; `why` it is over: declined, no_answer, left, lost. */
export interface Consult {
  side: "asking" | "asked";
  name: string;
  state: "ringing" | "talking" | "together" | "over";
  why: string | null;
  words: string;
}

export interface Notice {
  id: string;
  level: "info" | "warn" | "bad" | string;
  text: string;
  contact: string | null;
  at: string;
}

export interface QueueLine {
  service: string;
  label: string;
  waiting: number;
  oldest_at: string | null;
  channels: Record<string, number>;
}

export interface Aside {
  contact: string;
  state: string;
  channel: string;
  service_label: string | null;
  name: string | null;
  address: string | null;
  until: string | null;
  why: string | null;
  by: string | null;
}

/** What closed in the agent's hands before they had said how it ended. */
export interface WithoutOutcome {
  contact: string;
  channel: string;
  service_label: string | null;
  name: string | null;
  address: string | null;
  at: string | null;
}

export interface DeskView {
  at: string;
  me: { id: string; name: string; state: string; reason: string | null; since: string | null; phone_ready: boolean };
  offers: Offer[];
  in_hand: InHand[];
  aside?: Aside[];
  without_outcome?: WithoutOutcome[];
  queue: { total: number; services: QueueLine[] };
  notices: Notice[];
}

export interface PassOnService extends Labelled {
  parent_label: string;
  /** Others at work who can help with it, and those of them who are free now. */
  ready: number;
  free: number;
}

export interface Colleague {
  id: string;
  name: string;
  can: boolean;
  free: boolean;
  says: string;
}

export interface PassOnChoices {
  /** For how long a colleague would have it to themselves. */
  own_s: number;
  services: PassOnService[];
  colleagues: Colleague[];
}
