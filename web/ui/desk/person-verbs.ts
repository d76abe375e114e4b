// What is asked of the server about who somebody is: one person with another, confirmed, or to be worried for.
import { get, post } from "../api/http";
import type { FoundPerson, SamePersonPreview } from "../api/types";
import { changing, of } from "./verbs";

/** Without words: whoever shares the number or the name. */
export async function searchPeople(contact: string, words: string): Promise<FoundPerson[]> {
  return (await post<{ people: FoundPerson[] }>(of(contact, "same-person/search"), { words })).people;
}

export const previewOf = (contact: string, other: string) => get<SamePersonPreview>(of(contact, `same-person/${encodeURIComponent(other)}`));

export interface Merging {
  /** Whom the contact was from as the preview showed it. */
  person: string | null;
  other: string;
  reason: string;
  key: string;
}

export const mergePeople = (contact: string, merging: Merging) => changing<{ merge: string; says: string }>(contact, "same-person", merging);
export const separate = (contact: string, merge: string, reason: string) => changing<{ says: string }>(contact, "separate", { merge, reason });
/** How the agent knows who they are; what is empty is taken back. */
export const verify = (contact: string, how: string) => changing(contact, "verify", { how });
export const mark = (contact: string, text: string) => changing(contact, "markers", { text });
export const lift = (contact: string, marker: string) => changing(contact, `markers/${encodeURIComponent(marker)}/lift`, {});
