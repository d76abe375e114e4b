// The routing rules, and what a draft of them would have changed.

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
