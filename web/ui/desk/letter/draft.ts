// A letter while it is written: kept in this tab, filled in as far as is known, and told apart from what was looked at.
import type { ContactView, Message } from "../../api/types";
import { draft, keepDraft } from "../../kit/keep";

export interface LetterDraft {
  name: string;
  address: string;
  abroad: boolean;
  subject: string;
  text: string;
}

const NOTHING: LetterDraft = { name: "", address: "", abroad: false, subject: "", text: "" };

/** What was written before, else what need not be typed: whom it goes to, and how a letter begins and ends. */
export function begun(contact: ContactView, agent: string, council: string): LetterDraft {
  const before = draft(`letter.${contact.id}`);
  if (before) return { ...NOTHING, ...(JSON.parse(before) as Partial<LetterDraft>) };
  const { name, address } = contact.posting;
  const text = `Dear ${name || "Sir or Madam"},\n\n\n\nYours ${name ? "sincerely" : "faithfully"},\n\n${agent}\n${council}`;
  return { ...NOTHING, name, address, subject: contact.service_label ?? "", text };
}

export function keepLetter(contact: string, letter: LetterDraft | null): void {
  keepDraft(`letter.${contact}`, letter ? JSON.stringify(letter) : "");
}

/** A letter that was taken back, to be written on. */
export function again(message: Message): LetterDraft {
  const [name = "", ...lines] = message.letter?.to ?? [];
  const last = lines.at(-1) ?? "";
  return { name, address: lines.join("\n"), abroad: !/\d/.test(last), subject: message.letter?.subject ?? "", text: message.text };
}

export const sameLetter = (a: LetterDraft | null, b: LetterDraft): boolean => a !== null && JSON.stringify(a) === JSON.stringify(b);

const ENDING = /\n\s*\n(?=Yours (?:sincerely|faithfully),)/;

/** A ready reply stands before the letter's ending, in a paragraph of its own. */
export function withWords(text: string, words: string): string {
  const [said = "", ending] = text.split(ENDING, 2);
  return [said.trimEnd(), words, ending].filter(Boolean).join("\n\n");
}
