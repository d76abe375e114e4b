// Of several computers on which one agent is logged in, which answers a leg; and where a call's sound is.
import type { Leg } from "./phone";

/** What somebody else accepted is left to the computer that did; this one answers when that one does not, as after a reload. */
export const OTHERS_FIRST_MS = 2000;

interface Held {
  contact: string;
  epoch: number;
  line?: string | null;
}

export const keyOf = (leg: { contact: string; epoch: number }): string => `${leg.contact} ${leg.epoch}`;

/** `accepted` are the keys of what was accepted in this browser; `held` is what the server says is in this agent's hands. */
export function isExpected(leg: Leg, accepted: ReadonlySet<string>, held: Held[], rang_ms: number): boolean {
  return accepted.has(keyOf(leg)) || (rang_ms >= OTHERS_FIRST_MS && held.some((each) => keyOf(each) === keyOf(leg)));
}

export function isOf(held: Held, leg: Pick<Leg, "contact" | "epoch"> | null): boolean {
  return leg !== null && (leg.contact === held.line || keyOf(leg) === keyOf(held));
}
