// The supervisors' board: who waits, what agents do, how today goes, and why a contact is where it is.

import type { Aside, QueueLine } from "./desk-types";

export interface BoardLine extends QueueLine {
  /** When the first of them is due, or was: by the contact's own target, in working hours where that has them. */
  due_at: string;
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
  /** A scanned file is kept as it came, and can be saved. */
  file?: boolean;
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
