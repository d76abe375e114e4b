// What becomes of a contact that is passed on or asked about, in one sentence, told before it is sent.
import type { PassOnChoices } from "../api/types";

export type Kind = "service" | "colleague";

function forHowLong(seconds: number): string {
  const [count, unit] = seconds < 3600 ? [Math.round(seconds / 60), "minute"] : [Math.round(seconds / 3600), "hour"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

function toService(label: string, ready: number, free: number, call: boolean): string {
  const waits = call ? "The caller hears music and keeps their place" : "It keeps its place";
  if (free > 0) return `${waits}; ${free === 1 ? "one person is" : `${free} people are`} free for ${label} now.`;
  if (ready > 0) return `${waits}, but nobody is free for ${label} now: ${ready === 1 ? "the one person" : `all ${ready}`} at work on it ${ready === 1 ? "is" : "are"} busy.`;
  return `${waits}, but nobody who knows ${label} is ready: it may be a long wait.`;
}

/** `to` is the id of what is chosen; nothing is said until something is. */
export function whatHappens(choices: PassOnChoices, kind: Kind, to: string, call: boolean): string {
  if (kind === "service") {
    const service = choices.services.find(({ id }) => id === to);
    return service ? toService(service.label, service.ready, service.free, call) : "";
  }
  const colleague = choices.colleagues.find(({ id }) => id === to);
  if (!colleague) return "";
  if (!colleague.can) return `${colleague.name} cannot take it now.`;
  const music = call ? "The caller hears music and keeps their place. " : "";
  return `${music}It is for ${colleague.name} alone for ${forHowLong(choices.own_s)}, then for anybody who can help.`;
}

/** The same for a question: the caller waits for the answer, so only somebody who is free is asked. */
export function whatAsking(choices: PassOnChoices, kind: Kind, to: string): string {
  const found = (kind === "service" ? choices.services : choices.colleagues).find(({ id }) => id === to);
  if (!found) return "";
  const name = "label" in found ? found.label : found.name;
  if (!found.free) return `Nobody is free to be asked now: ${name}.`;
  return `The caller hears music. ${"label" in found ? `Whoever is free for ${name}` : name} is rung, and you speak first.`;
}
