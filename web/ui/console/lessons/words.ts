// What is said of learning, in sentences: for the page, and for whoever hears it read out.
import type { LearningView, Marks } from "../../api/types";

/** Whether something has begun, ended or come into force since. */
export function isNews(before: LearningView, now: LearningView): boolean {
  return before.holds.n !== now.holds.n || before.last?.n !== now.last?.n || Boolean(before.under_way) !== Boolean(now.under_way);
}

export const examples = (count: number): string => (count === 1 ? "1 example" : `${count} examples`);

export function saysOf({ under_way, paused, last, holds }: LearningView): string {
  if (under_way) return "Learning now.";
  if (paused) return "The guess is as shipped. The examples are kept and not used.";
  if (last?.state === "refused") return "What was learned last is not in force: it would have made the guess worse.";
  if (last?.state === "failed") return last.problem ?? "Learning did not finish. Please learn again.";
  return holds.examples ? `Learned from ${examples(holds.examples)}, and in force.` : "The guess is as shipped: nothing taught is in force.";
}

const SPANS: [size: number, name: string][] = [[86_400, "day"], [3600, "hour"], [60, "minute"]];

/** 180 → "3 minutes ago". */
export function ago(seconds: number): string {
  const span = SPANS.find(([size]) => seconds >= size);
  if (!span) return "just now";
  const count = Math.floor(seconds / span[0]);
  return `${count} ${span[1]}${count === 1 ? "" : "s"} ago`;
}

export const MARKS: { name: keyof Marks; says: string }[] = [
  { name: "right", says: "Messages answered rightly" },
  { name: "found", says: "Safeguarding found" },
  { name: "alarms", says: "Harmless, taken for safeguarding" },
];

/** 0.8731 → "87.3 %". */
export const perCent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** 0.8731 → "87 %": of one message more would say too much. */
export const wholePerCent = (share: number): string => `${Math.round(100 * share)} %`;

/** How sure, in a word: people misread per cent as how often it is right. */
export function sureness(confidence: number): string {
  if (confidence >= 0.9) return "very sure";
  if (confidence >= 0.7) return "fairly sure";
  return "not very sure";
}

/** Whether an example's words or service hold all that is looked for. */
export function matches(looked: string, ...said: string[]): boolean {
  const words = said.join(" ").toLowerCase();
  return looked.toLowerCase().split(/\s+/).every((word) => words.includes(word));
}
