// The rules page: what is in force, what is being written, what is wrong with it, and every version before.
import { computed, effect, signal } from "@preact/signals";
import { get, post, Refused, sentenceOf } from "../../api/http";
import type { RulesError, RulesText, RulesVersion } from "../../api/types";
import { draft, keepDraft } from "../../kit/keep";
import { announce } from "../../kit/say";
import { streamState } from "../../live/live";
import { view } from "../state";
import { takenUp, type Kept } from "./kept";

/** The version that the text being written started from, and is compared with. */
export const base = signal<RulesText | null>(null);
export const text = signal("");
export const errors = signal<RulesError[]>([]);
/** What is worth a second look before it is published. */
export const warnings = signal<string[]>([]);
/** Why the newest text could not be checked. */
export const checkProblem = signal<string | null>(null);
/** True once the newest text has been checked. */
export const checked = signal(false);
export const versions = signal<RulesVersion[]>([]);
export const loadProblem = signal<string | null>(null);

/** The version that the text was begun from, where another has come into force since. */
export const begunFrom = signal<number | null>(null);

export const changed = computed(() => base.value !== null && text.value !== base.value.text);

/** Puts another text into the editor, which owns the text otherwise, and takes this away. */
export const replaceEditor = signal<{ text: string } | null>(null);

export function write(next: string): void {
  if (next === text.peek()) return;
  text.value = next;
  checked.value = false;
  const from = base.peek();
  const mine: Kept | null = from && next !== from.text ? { based_on: begunFrom.peek() ?? from.version, text: next } : null;
  keepDraft("rules", mine ? JSON.stringify(mine) : "");
}

/** What `undoAll` took out of the editor. */
export const undone = signal<string | null>(null);

export function undoAll(): void {
  undone.value = text.peek();
  replaceEditor.value = { text: base.peek()!.text };
}

export function bringBack(): void {
  replaceEditor.value = { text: undone.peek()! };
  undone.value = null;
}

/** Reads what is in force. What was being written is taken up again, and compared with it. */
export async function load(): Promise<void> {
  const [current, all] = await Promise.all([get<RulesText>("/console/api/rules"), get<RulesVersion[]>("/console/api/rules/versions")]);
  versions.value = all;
  const mine = takenUp(draft("rules"), current);
  if (mine.text === current.text) keepDraft("rules", "");
  base.value = current;
  checked.value = false;
  begunFrom.value = mine.begunFrom;
  text.value = mine.text;
  replaceEditor.value = { text: text.value };
  void check(text.value);
}

/** After somebody else published: what was written stays, and is compared with the new version from now on. */
export async function rebase(): Promise<void> {
  const mine = text.peek();
  const had = changed.peek();
  await load();
  if (had) {
    replaceEditor.value = { text: mine };
    write(mine);
  }
}

const live = computed(() => view.value?.rules?.version ?? 0);

/** Reads again whenever a newer version is in force, whoever published it. What is being written is left alone. */
export function followVersions(): () => void {
  return effect(() => {
    if (streamState.value !== "live" || !base.value || live.value <= base.value.version) return;
    void (changed.peek() ? readVersions() : load()).catch((error: unknown) => (loadProblem.value = sentenceOf(error)));
  });
}

async function readVersions(): Promise<void> {
  versions.value = await get<RulesVersion[]>("/console/api/rules/versions");
}

const CHECK_AGAIN_AFTER_MS = 3000;

/** Has the text checked; what cannot be reached is asked again for as long as the text is the newest. */
export async function check(words: string): Promise<RulesError[]> {
  try {
    const found = await post<{ errors: RulesError[]; warnings: string[] }>("/console/api/rules/check", { text: words });
    if (words !== text.peek()) return [];
    ({ errors: errors.value, warnings: warnings.value } = found);
    checkProblem.value = null;
    checked.value = true;
    return found.errors;
  } catch (error) {
    if (words !== text.peek()) return [];
    [errors.value, warnings.value] = [[], []];
    checkProblem.value = sentenceOf(error);
    setTimeout(() => words === text.peek() && void check(words), CHECK_AGAIN_AFTER_MS);
    return [];
  }
}

/** Publishes; when it is refused for errors in the text, they are shown at their lines. */
export async function publish(why: string): Promise<{ version: number; moved: number }> {
  try {
    const done = await post<{ version: number; moved: number }>("/console/api/rules/publish", { text: text.peek(), why, based_on: base.peek()!.version });
    keepDraft("rules", "");
    await load();
    return done;
  } catch (error) {
    const listed = error instanceof Refused ? (error.body as { errors?: RulesError[] } | null)?.errors : undefined;
    if (listed?.length) errors.value = listed;
    throw error;
  }
}

/** What came into force last, by this page; `before` is what it took the place of, where that can be brought back. */
export interface Done {
  version: number;
  before: number | null;
  says: string;
}

export const done = signal<Done | null>(null);

/** Until somebody has published anything else. */
export const undoable = computed(() => done.value !== null && done.value.before !== null && base.value?.version === done.value.version);

export function tell(version: number, moved: number, before: number | null, again = ""): void {
  const who = moved === 0 ? "No waiting contact had to move." : moved === 1 ? "One waiting contact moved." : `${moved} waiting contacts moved.`;
  done.value = { version, before, says: `Version ${version} is in force${again}. ${who}` };
  announce(done.value.says);
}

/** Publishes an earlier version again, at once. What is being written is kept, and compared with it from now on. */
export async function goBackTo(old: number, why = "Rolled back"): Promise<void> {
  const before = versions.peek().find(({ current }) => current)?.version ?? null;
  const { version, moved } = await post<{ version: number; moved: number }>("/console/api/rules/roll-back", { version: old, why });
  await rebase();
  tell(version, moved, before, `, the same as version ${old}`);
}

export async function undo(): Promise<void> {
  const before = done.peek()?.before;
  if (before) await goBackTo(before, "Undone");
}
