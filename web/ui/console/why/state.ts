// What the supervisor asks "Why?" about: those who wait for a service, what an agent has in hand, a contact, an offer.
import { signal } from "@preact/signals";

export interface Asked {
  title: string;
  /** Those who wait for this service are listed. */
  service?: string;
  /** What this agent has in hand is listed. */
  agent?: string;
  /** A contact's id, or contact@epoch. */
  id?: string;
}

/** The trail of questions; the last one is shown, and "back" takes it away. */
export const trail = signal<Asked[]>([]);

export const ask = (asked: Asked): void => void (trail.value = [...trail.value, asked]);
export const back = (): void => void (trail.value = trail.value.slice(0, -1));
export const done = (): void => void (trail.value = []);
