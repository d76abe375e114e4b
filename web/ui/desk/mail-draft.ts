// What an email that is being written answers: the same message to its end, whatever comes meanwhile.
import type { Mailing } from "../api/types";
import { draft, keepDraft } from "../kit/keep";

/** Recipients that one email may have in "To", and as many in copy; the server takes no more. */
export const AT_MOST = 100;

/** What an answer to one message has of it. */
export type Pin = Pick<Mailing, "answers" | "to" | "cc" | "subject" | "warnings">;

/** An answer to a form has no message to hold on to. */
export function pinOf({ answers, to, cc, subject, warnings }: Mailing): Pin | null {
  return answers === null ? null : { answers, to, cc, subject, warnings };
}

export const isNewer = (pin: Pin | null, mailing: Mailing): boolean => pin !== null && pin.answers !== mailing.answers;

/** What is answered: the pinned message as long as another is the newest, else that one as it is known now. */
export const answering = (pin: Pin | null, mailing: Mailing): Mailing => (isNewer(pin, mailing) ? { ...mailing, ...pin } : mailing);

/** Who is chosen before anybody has chosen: all of them, as many as may be; by a way out that takes one, the first. */
export function chosenAtFirst({ to, cc, alone }: Pick<Mailing, "to" | "cc" | "alone">): ReadonlySet<string> {
  const some = alone ? [...to, ...cc].slice(0, 1) : [...to.slice(0, AT_MOST), ...cc.slice(0, AT_MOST)];
  return new Set(some.map(({ address }) => address));
}

/** Why these files cannot go along with one email, as the server will say. */
export function tooMuch(sizes: readonly number[], most_mb: number | null | undefined): string | null {
  const all = sizes.reduce((sum, size) => sum + size, 0);
  return most_mb && all > most_mb * 1_000_000 ? `The files together are larger than ${most_mb} MB, the most that goes along with one email. Leave some out.` : null;
}

const key = (contact: string): string => `mail.${contact}.pin`;

/** Kept with the draft: a page that is loaded again answers the same message. */
export const pinBefore = (contact: string): Pin | null => JSON.parse(draft(key(contact)) || "null") as Pin | null;

export const keepPin = (contact: string, pin: Pin | null): void => keepDraft(key(contact), pin ? JSON.stringify(pin) : "");
