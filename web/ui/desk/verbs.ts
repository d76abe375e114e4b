// What an agent can do, each one question to the server. Nothing on the page changes until the server's view says so.
import { ask, get, post } from "../api/http";
import type { AddedFile, InHand, Offer, OriginalMail, PassOnChoices, Proof, Referral } from "../api/types";
import { expectLeg, forgetLeg } from "../phone/switchhook";
import { opensOnceInHand, refetch } from "./state";

export const of = (contact: string, verb: string): string => `/desk/api/contacts/${encodeURIComponent(contact)}/${verb}`;

/** Says no in the server's words when somebody else was first or the offer has gone. */
export async function accept(offer: Offer): Promise<void> {
  expectLeg(offer.contact, offer.epoch);
  opensOnceInHand(offer.contact);
  try {
    const { result, message } = await post<{ result: string; message: string | null }>(of(offer.contact, "accept"), { epoch: offer.epoch });
    if (result !== "accepted") throw new Error(message ?? "This contact is no longer offered to you.");
  } catch (error) {
    forgetLeg(offer.contact, offer.epoch);
    opensOnceInHand(null);
    throw error;
  }
}

/** The leg is that of the offer by which the contact came, so the telephone knows it; said all the same, for it is quick. */
export function ringThem(held: InHand): Promise<unknown> {
  expectLeg(held.contact, held.epoch);
  return changing(held.contact, "ring", {});
}

export const decline = (offer: Offer, reason: string) => post(of(offer.contact, "decline"), { epoch: offer.epoch, reason });
export const ready = () => post("/desk/api/ready");
export const takeBreak = (reason: string) => post("/desk/api/break", { reason });
export const hold = (contact: InHand) => post(of(contact.contact, "hold"), { on: !contact.held });
export const hangUp = (contact: string) => post(of(contact, "hang-up"));
export const extend = (contact: string) => post(of(contact, "extend"));
/** Of a contact whose wrap-up was over before. */
export const setOutcome = (contact: string, outcome: string) => post(of(contact, "outcome"), { outcome });
export const park = (contact: string, until: string, reason: string) => post(of(contact, "park"), { until, reason });
export const takeUp = (contact: string) => post(of(contact, "take-up"));
/** `rev` is that of what is shown. When more has come since, the server says so, and it is fetched to be read. */
export async function close(contact: string, outcome: string, note: string, rev: string): Promise<void> {
  try {
    await post(of(contact, "close"), { outcome, note, rev });
  } catch (error) {
    void refetch();
    throw error;
  }
}

export const passOnChoices = (contact: string) => get<PassOnChoices>(of(contact, "pass-on"));
export const passOn = (contact: string, to: { service: string } | { colleague: string }, reason: string) => post(of(contact, "pass-on"), { ...to, reason });

export const consult = (contact: string, to: { service: string } | { colleague: string }, reason: string) => post(of(contact, "consult"), { ...to, reason });
export const speakTogether = (contact: string) => post(of(contact, "consult/together"));
export const handOver = (contact: string) => post(of(contact, "consult/hand-over"));
export const backToCaller = (contact: string) => post(of(contact, "consult/back"));

/** For what changes the contact's details: asks, then fetches them again. */
export async function changing<T>(contact: string, verb: string, body: unknown): Promise<T> {
  const answer = await post<T>(of(contact, verb), body);
  void refetch();
  return answer;
}

export const note = (contact: string, text: string, key: string) => changing(contact, "notes", { text, key });
/** As long as a text waits to be taken back. */
const UNDO_S = 10;
export const reply = (contact: string, text: string, key: string) => changing(contact, "reply", { text, key, undo_s: UNDO_S });
export interface MailDraft {
  text: string;
  subject: string;
  answers: string | null;
  to: string[];
  cc: string[];
  files: string[];
  uploads: string[];
}

export const mail = (contact: string, draft: MailDraft, key: string) => changing(contact, "mail", { ...draft, key, undo_s: UNDO_S });
/** A file for an email that is being written. Lines may be slow. */
export const addFile = (contact: string, file: File) => ask<AddedFile>("POST", of(contact, "files"), file, 180_000);
/** A file for whoever is written to by text: a link to it, for the words. */
export const linkFile = (contact: string, file: File) => ask<{ link: string }>("POST", of(contact, "files/link"), file, 180_000);
export const originalMail = (contact: string, message: string) => get<OriginalMail>(of(contact, `messages/${encodeURIComponent(message)}/original`));
/** Whether an email belongs to the case that is suggested. */
export const linkCase = (contact: string, accept: boolean) => changing(contact, "link", { accept });
const TYPING_EVERY_MS = 3000;
let typedAt = 0;
/** Said now and then while the agent types in a chat; losing one is no loss. */
export function chatTyping(contact: string): void {
  if (Date.now() - typedAt < TYPING_EVERY_MS) return;
  typedAt = Date.now();
  void post(of(contact, "typing")).catch(() => {});
}
/** What was typed has been said: the next letter is news again. */
export async function sayInChat(contact: string, text: string, key: string): Promise<void> {
  await reply(contact, text, key);
  typedAt = 0;
}
export const callTicket = (contact: string, desk: string) => changing(contact, "call", { desk });
export const didNotCome = (contact: string) => post(of(contact, "no-show"));
export const takeBack = (contact: string, message: string) => changing(contact, `messages/${encodeURIComponent(message)}/take-back`, {});
export const setService = (contact: string, service: string) => changing(contact, "service", { service });
/** Who is calling. `somebodyElse`: not the person whom the number is known for, who then keeps their name. */
export const setPerson = (contact: string, name: string, somebodyElse = false) => changing(contact, "person", { name, somebody_else: somebodyElse });
/** The agent has made sure of who it is. */
export const confirm = (contact: string, how: Proof) => changing(contact, "confirm", { how });
/** `language` is a tag of BCP 47; what is empty is taken back. */
export const setNeeds = (contact: string, language: string, access_needs: string) => changing(contact, "needs", { language, access_needs });
export const setConcerns = (contact: string, about: { name: string; relation: string; authority: string }) => changing(contact, "concerns", about);
export const promise = (contact: string, next_action: string, by: string | null) => changing(contact, "promise", { next_action, by });
export const setPlace = (contact: string, place: Record<string, unknown>) => changing(contact, "place", place);
export const join = (contact: string, other: string, reason: string) => changing(contact, "join", { other, reason });
export const sendPlaceLink = (contact: string, key: string) => changing(contact, "place-link", { key });
export const refer = (contact: string, service: string, fields: Record<string, unknown>) => changing<Referral>(contact, "refer", { service, fields });
