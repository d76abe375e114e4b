// The two purposes for which somebody else is chosen: to pass the contact on, and to ask about it first.
import type { PassOnChoices } from "../api/types";
import type { IconName } from "../kit/icon";
import type { KeyId } from "./keys";
import { whatAsking, whatHappens, type Kind } from "./pass-on-words";
import { consult, passOn } from "./verbs";

export type { Kind };

export interface Purpose {
  test: string;
  key: KeyId;
  icon: IconName;
  opens: string;
  title: string;
  first: Kind;
  /** Whether the service that it is with may be chosen as well. */
  same: boolean;
  reason: string;
  hint: string;
  wordless: string;
  keep: string;
  does: string;
  doing: string;
  done: string;
  says: (choices: PassOnChoices, kind: Kind, to: string, call: boolean) => string;
  send: (contact: string, to: { service: string } | { colleague: string }, reason: string) => Promise<unknown>;
}

export const PASSING: Purpose = {
  test: "pass-on",
  key: "pass-on",
  icon: "arrow",
  opens: "Pass on…",
  title: "Pass it on",
  first: "service",
  same: false,
  reason: "Why?",
  hint: "A few words for whoever takes it. They are kept as a note on the case.",
  wordless: "Say in a few words why you pass it on.",
  keep: "Keep it",
  does: "Pass on",
  doing: "Passing on…",
  done: "Passed on.",
  says: whatHappens,
  send: passOn,
};

export const ASKING: Purpose = {
  test: "consult",
  key: "consult",
  icon: "people",
  opens: "Consult…",
  title: "Ask a colleague",
  first: "colleague",
  same: true,
  reason: "What about?",
  hint: "A few words, shown where it rings.",
  wordless: "Say in a few words what you ask about.",
  keep: "Not now",
  does: "Ask",
  doing: "Asking…",
  done: "The caller is on hold, and your colleague is rung.",
  says: whatAsking,
  send: consult,
};
