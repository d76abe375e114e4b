// The JSON that the server speaks, as it speaks it. Times are ISO strings; durations are seconds.

export interface Labelled {
  id: string;
  label: string;
}

export interface ServiceField {
  name: string;
  label: string;
  kind: string;
  required: boolean;
  choices: string[];
  hint: string | null;
  /** A date that cannot be later than today. */
  past?: boolean;
}

export interface Service {
  id: string;
  label: string;
  parent_label: string;
  fields: ServiceField[];
  destination: { kind: string; name: string } | null;
}

export interface Me {
  map_tiles_url?: string | null;
  account: { id: string; username: string; name: string; role: string };
  csrf: string;
  council: { name: string; middle: { lat: number; lng: number } };
  /** The county's time zone, as in "Europe/London". */
  zone: string;
  break_reasons: Labelled[];
  decline_reasons?: Labelled[];
  outcomes: Labelled[];
  services: Service[];
}

export interface Who {
  name: string | null;
  address: string | null;
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

export interface Person {
  id: string | null;
  name: string | null;
  addresses: (string | { kind?: string; value: string })[];
  language: string | null;
  access_needs: string | null;
  maybe: { id: string; name: string | null }[];
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
  /** The channel of the contact that it came with, when that was joined to this one. */
  joined?: string | null;
  /** Of an email: who wrote to whom. */
  mail?: Envelope | null;
}

export interface Correspondent {
  name: string;
  address: string;
}

export interface Envelope {
  subject: string;
  from: Correspondent;
  to: Correspondent[];
  cc: Correspondent[];
  /** A programme wrote it, ours or theirs. */
  automatic: boolean;
  /** The document that holds it as it came; null for one of ours. */
  original: string | null;
}

/** To whom an answer by email would go: some may be left out, and nobody is added. */
export interface Mailing {
  refused: string | null;
  warnings: string[];
  /** The message that it answers. */
  answers: string | null;
  from: string | null;
  to: Correspondent[];
  cc: Correspondent[];
  subject: string;
  files: { id: string; name: string; size: number }[];
  /** A case that the email may belong to, and why it was not joined to it. */
  suggested: { reference: string | null; why: string } | null;
}

/** An email as it came, its quoted part included. */
export interface OriginalMail {
  from: Correspondent;
  to: Correspondent[];
  cc: Correspondent[];
  subject: string;
  date: string | null;
  text: string;
  quoted: string;
  signature: string;
  warnings: string[];
  document: string;
}

/** What agents say often, filled in; without `text`, `lacks` says what is missing. */
export interface ReadyReply extends Labelled {
  text: string | null;
  lacks: string | null;
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
}

/** What the resident's own words seem to be about; `confidence` is between 0 and 1. */
export interface Guess {
  service: string;
  label: string;
  confidence: number;
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
  /** Why they cannot be texted, or what to know before it; a sentence each. */
  replies: ReadyReply[];
  texting: { refused: string | null; warning: string | null };
  /** Null for what is no email. */
  mailing?: Mailing | null;
  messages: Message[];
  /** By which number they can be rung, or why not; and what came of the last time, when nobody spoke. */
  ring_them: { number: string | null; why_not: string | null; last: string | null };
  place: Place | null;
  guess: Guess | null;
  referrals: Referral[];
  documents?: Document[];
  /** Why pictures that the resident sent are not here, a sentence each. */
  not_kept?: string[];
  facts: Record<string, unknown>;
  joined?: JoinedLine[];
  others?: OtherContact[];
  outcomes: Labelled[];
  rev: number | string;
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

export interface BoardLine extends QueueLine {
  target_s: number | null;
  late: number;
  /** True while nobody at work may take what waits. */
  unreached: boolean;
}

export interface BoardAgent {
  id: string;
  name: string;
  state: string;
  reason: string | null;
  since: string | null;
  in_hand: { contact: string; channel: string; service_label: string | null; state: string; since: string }[];
}

export interface BoardProblem {
  id: string;
  kind: string;
  text: string;
  /** Null where nobody knows. */
  since: string | null;
  action: string | null;
}

export interface WaitingContact {
  contact: string;
  channel: string;
  due: string;
  arrived: string;
  /** A call whose caller left the line, and kept their place. */
  ring_back?: boolean;
}

export interface WhyAgent {
  id: string;
  name: string;
  word: string;
  says: string;
  since: string | null;
  until: string | null;
}

export interface WhyOffer {
  epoch: number;
  name: string;
  at: string;
  state: string;
  says: string;
  why: string | null;
}

export interface WhyCandidate {
  id: string;
  name: string;
  skills: number;
  in_hand: number;
  idle_since: string;
  chosen: boolean;
}

/** Of a contact or of an offer: `sentences` are shown as they are. */
export interface Why {
  kind: "contact" | "offer";
  contact: string;
  state?: string;
  sentences: string[];
  rule: string;
  rules_version: number | null;
  agents?: WhyAgent[];
  agents_more?: number;
  offers?: WhyOffer[];
  candidates?: WhyCandidate[];
}

export interface Today {
  arrived: number;
  answered: number;
  abandoned: number;
  settled: number;
  referred: number;
  served: number;
  answered_in_target: number;
  answered_total: number;
}

export interface DayLine {
  service: string;
  label: string;
  arrived: number;
  answered: number;
  answered_in_target: number;
  abandoned: number;
  /** How soon a call is meant to be answered. */
  target_s: number | null;
}

export interface SupervisorAct {
  id: string;
  at: string;
  by: string | null;
  did: string;
  agent: string | null;
  contact: string | null;
  why: string;
}

export interface BoardView {
  at: string;
  services: BoardLine[];
  agents: BoardAgent[];
  today: Today;
  today_by_service: DayLine[];
  hours: { hour: number; arrived: number; answered: number; abandoned: number }[];
  problems: BoardProblem[];
  aside?: Aside[];
  acts?: SupervisorAct[];
  rules: { version: number; at: string | null; by: string | null } | null;
}

export interface RulesText {
  version: number;
  text: string;
  by: string;
  at: string;
  why: string;
}

export interface RulesError {
  line: number;
  column: number | null;
  message: string;
}

export interface RulesVersion {
  version: number;
  by: string;
  at: string;
  why: string;
  current: boolean;
}

/** A figure, and between which two values it lies, four times of five or better; null where nothing can be said. */
export type Figures = Record<string, number | [number | null, number | null] | null>;

export interface WhatIfRow {
  label: string;
  channel: string | null;
  contacts: number;
  recorded: Figures;
  again: Figures;
  draft: Figures;
  difference: Figures;
}

export interface WhatIf {
  id: string;
  by: string;
  first: string;
  last: string;
  state: "waiting" | "running" | "done" | "failed" | "cancelled";
  share: number;
  at: string;
  problem: string | null;
  answer: {
    contacts: number;
    replications: number;
    generations: number;
    rows: WhatIfRow[];
    unservable: { label: string; channel: string; contacts: number }[];
  } | null;
}

export interface PhoneToken {
  identity: string;
  token: string;
  ttl_s: number;
  edge: string | null;
  sandbox: { signal: string } | null;
}
