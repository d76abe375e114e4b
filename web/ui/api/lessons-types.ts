// What the guess was taught, what agents put right, and how learning stands.

export interface TaughtExample {
  id: string;
  text: string;
  /** A service's id, or "unsure". */
  about: string;
  label: string;
  by: string;
  at: string;
  contact: string | null;
}

export interface Suggestion {
  contact: string;
  channel: string;
  text: string;
  guessed: string;
  chosen: string;
  label: string;
  by: string;
  at: string;
}

/** Shares of the fixed check: answered rightly, safeguarding found, harmless messages taken for safeguarding. */
export interface Marks {
  right: number;
  found: number;
  alarms: number;
}

export interface LastLesson {
  n: number;
  state: "live" | "refused" | "failed" | "shipped";
  at: string | null;
  by: string;
  problem: string | null;
  before: Marks | null;
  after: Marks | null;
  worse: string[];
  blamed: { example: string; messages: number }[];
  unheard: { example: string; sure_sign: boolean }[];
}

export interface LearningView {
  at: string;
  holds: { n: number | null; examples: number; at: string | null; by: string | null };
  paused: boolean;
  under_way: { n: number; state: "waiting" | "learning"; share: number } | null;
  last: LastLesson | null;
  no_model: string | null;
}

export interface LessonsView {
  examples: TaughtExample[];
  withdrawn: TaughtExample[];
  suggestions: Suggestion[];
  limits: { examples: number; characters: number };
  learning: LearningView;
}

export interface GuessView {
  about: string;
  label: string;
  confidence: number;
  safeguarding: boolean;
  because: string[];
}

export interface Tried {
  now: GuessView;
  shipped: GuessView;
  shares: { about: string; label: string; share: number }[];
  examples: { example: string; near: number }[];
  sure_sign: boolean;
}
