// Which key does what: the desk's own keys, and those that an agent gave instead, kept in this browser for each of them.
import { computed, effect, signal } from "@preact/signals";
import { me } from "../api/http";
import { keep, kept } from "../kit/keep";
import { KEYS, type KeyId } from "./keys";

export type OwnKeys = Partial<Record<KeyId, string>>;

/** These always do the same. */
const TAKEN: Record<string, string> = { "?": "shows this sheet" };
const IS_DIGIT = /^[0-9]$/;
const IS_ONE = /^[^\s\p{C}]$/u;

export const ownKeys = signal<OwnKeys>({});
const agent = computed(() => me.value?.account.id ?? null);
const place = (id: string): string => `own-keys.${id}`;

effect(() => {
  ownKeys.value = agent.value ? read(kept(place(agent.value), "{}")) : {};
});

/** What is kept, without what is no key of the desk any more. */
export function read(text: string): OwnKeys {
  try {
    const all = JSON.parse(text) as Record<string, unknown>;
    return Object.fromEntries(KEYS.filter(({ id }) => typeof all[id] === "string").map(({ id }) => [id, all[id]])) as OwnKeys;
  } catch {
    return {};
  }
}

/** Empty when it was taken away: then nothing does this but its button. */
export const keyFor = (id: KeyId, own: OwnKeys = ownKeys.value): string => own[id] ?? KEYS.find((each) => each.id === id)!.key;

/** As `aria-keyshortcuts` and a cap on the screen have it. */
export const capFor = (id: KeyId): string | undefined => keyFor(id).toUpperCase() || undefined;

/** Why this key cannot be given to `id`: each does one thing. */
export function clash(id: KeyId, key: string, own: OwnKeys): string | null {
  if (IS_DIGIT.test(key)) return "The digits go to the contacts in hand.";
  if (TAKEN[key]) return `${key} ${TAKEN[key]}.`;
  if (key && !IS_ONE.test(key)) return "Choose a key that writes one letter or sign.";
  const other = key && KEYS.find((each) => each.id !== id && keyFor(each.id, own) === key);
  return other ? `${key.toUpperCase()} is “${other.says}” already. Give that another key first.` : null;
}

/** Says why not; null when it was given. The desk's own key needs no keeping. */
export function giveKey(id: KeyId, pressed: string): string | null {
  const key = pressed.toLowerCase();
  const why = clash(id, key, ownKeys.value);
  if (why) return why;
  const { [id]: _, ...others } = ownKeys.value;
  keepAll(KEYS.find((each) => each.id === id)!.key === key ? others : { ...others, [id]: key });
  return null;
}

export const resetKeys = (): void => keepAll({});

function keepAll(now: OwnKeys): void {
  ownKeys.value = now;
  if (agent.value) keep(place(agent.value), JSON.stringify(now));
}
