// A key for one act, so that what is tried again after a lost answer is still done once. Old browsers, and pages without
// https, have no randomUUID.
import { Refused } from "../api/http";

export const onceKey = (): string => crypto.randomUUID?.() ?? String(Math.random());

export interface OnceKey {
  now: string;
}

/**
 * Sends under a key that what comes next does not have. Where something else was taken under it before (an answer was
 * lost, the words were changed), nobody sends both by mistake: the server says so, and the next try has a key of its own.
 */
export async function underKey(key: OnceKey, send: (key: string) => Promise<unknown>): Promise<void> {
  try {
    await send(key.now);
  } catch (error) {
    if (error instanceof Refused && error.code === "already_sent") key.now = onceKey();
    throw error;
  }
  key.now = onceKey();
}
