// What reception sees of the day, and the few things it can do.
import { signal } from "@preact/signals";
import { ask, post } from "../api/http";

export interface Visit {
  contact: string;
  ticket: number;
  service_label: string | null;
  needs: string[];
  state: "waiting" | "called" | "with" | "served" | "left";
  with: string | null;
  desk: string | null;
  since: string;
  wait: string | null;
}

export interface ReceptionView {
  at: string;
  visits: Visit[];
}

export interface Ticket {
  contact: string;
  ticket: number;
  service_label: string | null;
  wait: string | null;
  /** What may be said of a request that they name. */
  tells?: string | null;
}

export const view = signal<ReceptionView | null>(null);
/** The ticket that was just given, until the next visitor. */
export const given = signal<Ticket | null>(null);

export async function addVisit(visit: { name: string; words: string; service: string; needs: string[]; key: string }): Promise<void> {
  given.value = await post<Ticket>("/reception/api/visits", visit);
}

/** A letter as its scanner made it. Lines may be slow. */
export const handIn = (file: File, service: string, key: string) =>
  ask<{ again: boolean }>("POST", `/reception/api/post?${new URLSearchParams({ key, service })}`, file, 180_000);

export const leave = (contact: string): Promise<unknown> => post(`/reception/api/visits/${encodeURIComponent(contact)}/leave`);
