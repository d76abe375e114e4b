// What was being written is there again until it is published or undone, whichever version is in force by then.
import type { RulesText } from "../../api/types";

export interface Kept {
  based_on: number;
  text: string;
}

/** The text to go on with, and the version it was begun from where that is no longer in force. */
export function takenUp(kept: string, current: RulesText): { text: string; begunFrom: number | null } {
  const mine = kept ? (JSON.parse(kept) as Kept) : null;
  if (!mine || mine.text === current.text) return { text: current.text, begunFrom: null };
  return { text: mine.text, begunFrom: mine.based_on === current.version ? null : mine.based_on };
}
