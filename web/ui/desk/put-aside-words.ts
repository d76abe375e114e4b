// Until when something is put aside: the usual choices, and the moment that each of them is.
import { countyDay } from "../kit/time";

export type Choice = "hour" | "tomorrow" | "other";
export const CHOICES: { id: Choice; says: string }[] = [
  { id: "hour", says: "In an hour" },
  { id: "tomorrow", says: "Tomorrow, 9:00" },
  { id: "other", says: "At a date and time" },
];

/** A moment as the server reads it: without a zone it is the county's own time. */
export function momentOf(choice: Choice, date: string, time: string, now: number): string | null {
  if (choice === "hour") return new Date(now + 3_600_000).toISOString();
  if (choice === "tomorrow") return `${countyDay(now, 1)}T09:00`;
  return date && time ? `${date}T${time}` : null;
}
