// One contact as the desk shows it.

import type { Labelled } from "./common-types";
import type { Envelope, Mailing } from "./mail-types";
import type { Marker, Verified } from "./person-types";

export interface Person {
  id: string | null;
  name: string | null;
  addresses: (string | { kind?: string; value: string })[];
  language: string | null;
  access_needs: string | null;
  maybe: { id: string; name: string | null }[];
  verified: Verified | null;
  /** Null for whoever may not know whether there are any. */
  safeguarding: Marker[] | null;
}

export interface Concerns {
  name: string | null;
  relation: string | null;
  authority: string | null;
}

export interface Case {
  id: string;
  reference: string;
  owner: string | null;
  next_action: string | null;
  promised_at: string | null;
  state: string;
}

export interface TimelineItem {
  at: string;
  kind: string;
  channel: string | null;
  contact: string | null;
  text: string | null;
  direction: string | null;
  author: string | null;
  status: string | null;
  /** What came with an earlier contact: originals, pictures, spoken messages. */
  documents?: Pick<Document, "id" | "name" | "content_type" | "dangers">[];
  /** Of a merge or a separation: the name of the other one, or an address. */
  about?: string | null;
  /** Of a merge that can be undone from here: its id. */
  merge?: string | null;
}

export interface Message {
  id: string;
  direction: "in" | "out" | "note" | string;
  text: string;
  author: string | null;
  at: string;
  status: string | null;
  problem?: string | null;
  /** Until when it can be taken back; null when it has left, or never will. */
  undo_until?: string | null;
  /** The document with what the carrier sent, as it came; of a text alone. */
  request?: string | null;
  /** Of one of ours: each word of the carrier's on how it fared, and the document with what it sent, oldest first. */
  fared?: { id: string; word: string; at: string }[];
  /** The channel of the contact that it came with, when that was joined to this one. */
  joined?: string | null;
  /** Of a letter of ours: whom it goes to; `document` is its paper once it has gone. */
  letter?: { to: string[]; subject: string; pages: number; document: string | null } | null;
  /** Nobody wrote it: they withdrew their request online. */
  withdrawal?: boolean;
  /** Of an email: who wrote to whom. */
  mail?: Envelope | null;
  /** Documents that came with it, without an email's original. Absent while an older server answers. */
  came?: string[];
  /** Why files that came with it are not here, a sentence each. Absent while an older server answers. */
  not_kept?: string[];
}

/** What agents say often, filled in; without `text`, `lacks` says what is missing. */
export interface ReadyReply extends Labelled {
  text: string | null;
  lacks: string | null;
  /** The channels on which it is offered. */
  by: string[];
}

/** A contact of the same person that was, or may be, joined to another. */
export interface JoinedLine {
  contact: string;
  channel: string;
  service_label: string | null;
  arrived_at: string;
}

export interface OtherContact extends JoinedLine {
  state: string;
  words: string;
  /** At whose desk it rings. */
  with: string | null;
}

export interface Place {
  kind: string;
  text: string | null;
  lat: number | null;
  lng: number | null;
}

export interface Referral {
  id: string;
  /** Made in the contact that is looked at, not in an earlier one of its case. */
  here: boolean;
  place: string | null;
  service: string;
  service_label?: string;
  state: string;
  state_label: string;
  destination: string | null;
  partner_reference: string | null;
  problem: string | null;
  at: string;
}

export interface Document {
  id: string;
  name: string;
  content_type: string;
  size: number;
  /** What it might do to whoever opens it, each to be read after "it". Absent while an older server answers. */
  dangers?: string[];
}

/** What the resident's own words seem to be about, if anything; `confidence` is between 0 and 1. `alarm` is the service that is
 *  asked first because somebody may be at risk, whatever else it is about. */
export interface Guess {
  service: string | null;
  label: string | null;
  confidence: number;
  alarm: string | null;
}

/** How an agent makes sure of who it is. */
export type Proof = "contact" | "questions" | "papers";

/** `lines` say what to ask before what; `how` is what would settle it here. */
export interface Assurance {
  /** The reference that they only name. */
  named: string | null;
  lines: string[];
  how: Proof | null;
  confirmed: { how: Proof; by: string | null; at: string } | null;
}

/** Why they cannot be written to, or what to know before it; a sentence each. */
export interface Texting {
  refused: string | null;
  warning: string | null;
  /** Characters of one message at most. Absent while an older server answers. */
  longest?: number;
  /** Where it leaves otherwise than as a text; the rest is of WhatsApp. */
  by?: string;
  /** When free words go no more; null when they do not go now. */
  until?: string | null;
  /** Approved words, which go even then. */
  offers?: string[];
  /** What they call themselves. */
  name?: string | null;
}

export interface ContactView {
  id: string;
  channel: string;
  state: string;
  service: string | null;
  service_label: string | null;
  person: Person | null;
  concerns: Concerns | null;
  case: Case | null;
  timeline: TimelineItem[];
  /** More happened before the first item. Absent while an older server answers. */
  timeline_is_cut?: boolean;
  replies: ReadyReply[];
  texting: Texting;
  /** Whom a letter would go to, as far as is known; `found` says where the address is from. */
  posting: { name: string; address: string; found: "known" | "letter" | null };
  /** Null for what is no email, and has no address that an answer could go to. */
  mailing?: Mailing | null;
  messages: Message[];
  /** By which number they can be rung, or why not; and what came of the last time, when nobody spoke. */
  ring_them: { number: string | null; why_not: string | null; last: string | null };
  /** Absent while an older server answers. */
  assurance?: Assurance;
  place: Place | null;
  guess: Guess | null;
  /** Why what they said, as a spoken message, cannot be played. */
  not_heard?: string | null;
  referrals: Referral[];
  documents?: Document[];
  /** What to know of the emails that came here, a sentence each. Absent while an older server answers. */
  warnings?: string[];
  /** Why files that the resident sent, nobody knows with which message, are not here, a sentence each. */
  not_kept?: string[];
  facts: Record<string, unknown>;
  joined?: JoinedLine[];
  others?: OtherContact[];
  outcomes: Labelled[];
  rev: number | string;
}
