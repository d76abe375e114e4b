// What the desk shows now: the server's whole view, the contact that is open, and its details.
import { computed, effect, signal } from "@preact/signals";
import { get, me, Refused, sentenceOf } from "../api/http";
import type { ContactView, DeskView, InHand, Offer } from "../api/types";
import { keep, kept } from "../kit/keep";

const MOST_DISMISSED = 50;

export const view = signal<DeskView | null>(null);
/** The contact that the agent looks at; it may be over already while its reply is finished. */
export const open = signal<string | null>(null);
export const details = signal<ContactView | null>(null);
export const detailsProblem = signal<string | null>(null);
/** On a narrow screen, which of the three columns is shown. */
export const shown = signal<"queue" | "contact" | "person">("queue");
/** The right column shows the referral form instead of the person: for the contact's own service (""), or another's. */
export const referring = signal<string | null>(null);
export const keysOn = signal(kept("keys", "on") === "on");
export const ringOn = signal(kept("ring", "on") === "on");
export const keysSheet = signal(false);
/** Notices that were put away, also for a reload and a second tab; the oldest are forgotten. */
export const dismissed = signal<ReadonlySet<string>>(new Set(kept("dismissed", "").split(" ")));

effect(() => keep("keys", keysOn.value ? "on" : "off"));
effect(() => keep("dismissed", [...dismissed.value].slice(-MOST_DISMISSED).join(" ")));
effect(() => keep("ring", ringOn.value ? "on" : "off"));

export const offers = computed<Offer[]>(() => view.value?.offers ?? []);
/** Those of one case stand together, where the first of them stands. */
export const inHand = computed<InHand[]>(() => together(view.value?.in_hand ?? []));
export const openInHand = computed<InHand | null>(() => inHand.value.find((held) => held.contact === open.value) ?? null);
export const notices = computed(() => (view.value?.notices ?? []).filter((notice) => !dismissed.value.has(notice.id)));

export function together(held: InHand[]): InHand[] {
  const first = (one: InHand) => (one.case ? held.findIndex((other) => other.case === one.case) : held.indexOf(one));
  return [...held].sort((a, b) => first(a) - first(b) || held.indexOf(a) - held.indexOf(b));
}

/** How many of its case are in hand, when this is the first of several; 0 otherwise. */
export function leads(held: InHand, all: InHand[]): number {
  const same = held.case ? all.filter((other) => other.case === held.case) : [];
  return same.length > 1 && same[0] === held ? same.length : 0;
}

export function serviceOf(id: string | null | undefined) {
  return me.value?.services.find((service) => service.id === id) ?? null;
}

export function look(contact: string): void {
  open.value = contact;
  shown.value = "contact";
}

/** Opens the form for what the contact is about; on a narrow screen it is in a column that may not be in sight. */
export function startReferring(): void {
  referring.value = "";
  shown.value = "person";
}

const AGAIN_MS = 1500;
let asked = 0;

/** A server that is down or away; one that refuses would refuse again. */
const unreached = (error: unknown): boolean => error instanceof Refused && (error.status === 0 || error.status >= 500);

/** Fetches the open contact again, until it has it; an answer that was overtaken is dropped. */
export async function refetch(): Promise<void> {
  const contact = open.peek();
  const mine = ++asked;
  if (!contact) return;
  try {
    const found = await get<ContactView>(`/desk/api/contacts/${encodeURIComponent(contact)}`);
    if (mine === asked) [details.value, detailsProblem.value] = [found, null];
  } catch (error) {
    if (mine !== asked) return;
    detailsProblem.value = sentenceOf(error);
    if (unreached(error)) setTimeout(() => mine === asked && void refetch(), AGAIN_MS);
  }
}

let accepting: string | null = null;

/** What was accepted on this page is looked at as soon as it is in hand, whatever was looked at before. */
export function opensOnceInHand(contact: string | null): void {
  accepting = contact;
}

/** Keeps an eye on what is in hand: opens what was just accepted, leaves what is over, fetches what changed. */
export function followContacts(): () => void {
  let before = new Set<string>();
  let rev: string | null = null;
  const stopChoosing = effect(() => {
    const now = new Set(inHand.value.map((held) => held.contact));
    const fresh = inHand.value.filter((held) => !before.has(held.contact));
    const current = open.peek();
    const wanted = fresh.find((held) => held.contact === accepting || held.channel === "phone");
    const first = wanted ?? (!current || !before.has(current) ? fresh[0] : undefined);
    if (first) look(first.contact);
    else if (current && !now.has(current)) open.value = inHand.value[0]?.contact ?? null;
    before = now;
  });
  const stopFetching = effect(() => {
    const contact = open.value;
    const seen = contact && `${contact} ${openInHand.value?.rev} ${openInHand.value?.state}`;
    if (seen === rev) return;
    if (details.peek()?.id !== contact) {
      details.value = null;
      referring.value = null;
    }
    rev = seen;
    if (contact) void refetch();
    else shown.value = "queue";
  });
  return () => (stopChoosing(), stopFetching());
}
