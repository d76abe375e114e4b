// What an agent does about letters, each one question to the server.
import { post } from "../../api/http";
import { refetch } from "../state";
import type { LetterDraft } from "./draft";

const of = (contact: string, verb: string): string => `/desk/api/contacts/${encodeURIComponent(contact)}/${verb}`;
/** As long as a letter waits to be taken back. */
const UNDO_S = 10;

export const previewLetter = (contact: string, letter: LetterDraft) => post<{ pages: string[] }>(of(contact, "letter/preview"), letter);

export async function postLetter(contact: string, letter: LetterDraft, key: string): Promise<void> {
  await post(of(contact, "letter"), { ...letter, key, undo_s: UNDO_S });
  void refetch();
}
