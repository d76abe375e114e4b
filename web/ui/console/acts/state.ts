// What the supervisor is about to do, and the requests that do it. Every act says why.
import { signal } from "@preact/signals";
import { post } from "../../api/http";
import type { BoardAgent } from "../../api/types";

/** The agent whom the open dialog is about, by id. */
export const about = signal<string | null>(null);
/** The list of what is put aside is open. */
export const asidesOpen = signal(false);
/** The list of what was done today is open. */
export const actsOpen = signal(false);

const contact = (id: string, verb: string) => `/console/api/contacts/${encodeURIComponent(id)}/${verb}`;
const agent = (id: string, verb: string) => `/console/api/agents/${encodeURIComponent(id)}/${verb}`;

export const release = (id: string, why: string) => post(contact(id, "release"), { why });
export const give = (id: string, to: string, why: string) => post(contact(id, "give"), { agent: to, why });
export const takeUp = (id: string, why: string) => post(contact(id, "take-up"), { why });
export const othersOf = (id: string) => contact(id, "others");
export const joinTo = (id: string, other: string, why: string) => post(contact(id, "join"), { other, why });
export const sendOnBreak = (id: string, reason: string, why: string) => post(agent(id, "break"), { reason, why });
export const takeOff = (id: string, why: string) => post(agent(id, "leave"), { why });

/** What can be done about an agent now: `release:ID` for each wrap-up, `break`, `leave`. */
export function choicesFor(found: BoardAgent): { id: string; says: string }[] {
  const wrapping = found.in_hand.filter(({ state }) => state === "wrapping");
  const here = found.state !== "absent";
  return [
    ...wrapping.map((held) => ({ id: `release:${held.contact}`, says: `End the wrap-up of ${held.service_label ?? "a contact"}` })),
    ...(here && found.state !== "break" ? [{ id: "break", says: "Put on a break" }] : []),
    ...(here ? [{ id: "leave", says: "Take off: not at work any more" }] : []),
  ];
}
