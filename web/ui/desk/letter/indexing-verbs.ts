// What is asked of the server about a letter that is to be indexed.
import { ask, get, post } from "../../api/http";
import type { Box, Turn } from "./leaf";

/** The service of what waits to be indexed. */
export const TO_BE_INDEXED = "post/to-be-indexed";

export interface Leaf {
  id: string;
  number: number;
  /** The page as it came, for those who may see what was blacked out. */
  original: string | null;
  /** By how much somebody turned it, from how it was scanned. */
  turned: Turn;
  /** Whether another letter may begin with it. */
  divides: boolean;
  /** What was read on it; absent while an older server answers, null where its file says nothing of single pages. */
  text?: string | null;
}

export interface Writer {
  id: string;
  name: string | null;
  reached: string[];
}

export interface IndexingView {
  pages: Leaf[];
  text: string;
  received: string;
  dated: string | null;
  reference: string;
  name: string;
  /** Absent while an older server answers. */
  postcode?: string;
  phone?: string;
  email?: string;
  /** Which of them were hard to read. */
  unsure?: string[];
  person: string | null;
  people: Writer[];
  duplicate: boolean;
  /** What lies behind it was divided off by hand, and can be added again once it was read. Absent while an older server answers. */
  divided?: "being_read" | "ready" | null;
}

export interface Indexed {
  service: string;
  person: string | null;
  name: string;
  dated: string | null;
  reference: string;
  phone: string;
  email: string;
  /** Left out for an older server, which knows no such field. */
  postcode?: string;
}

const of = (contact: string, verb = ""): string => `/desk/api/contacts/${encodeURIComponent(contact)}/indexing${verb}`;

export const indexing = (contact: string) => get<IndexingView>(of(contact));
export const split = (contact: string, page: string) => post<IndexingView>(of(contact, "/split"), { page });
export const joinNext = (contact: string) => post<IndexingView>(of(contact, "/join-next"));
export const blackOut = (contact: string, page: string, boxes: Box[]) => post<IndexingView>(of(contact, "/redact"), { page, boxes });
/** A page is read again, which takes a busy server its time. */
const READING_MS = 90_000;
export const turnPage = (contact: string, page: string, degrees: Turn) => ask<IndexingView>("POST", of(contact, "/turn"), { page, degrees }, READING_MS);
export const index = (contact: string, said: Indexed) => post(of(contact, "/index"), said);
export const pictureOf = (contact: string, document: string): string => `/desk/api/contacts/${contact}/documents/${document}`;
