// What the guess learns: the examples, what agents put right, how learning stands, and the last act with its undo.
import { computed, signal } from "@preact/signals";
import { get, post, sentenceOf } from "../../api/http";
import type { LearningView, LessonsView } from "../../api/types";
import { announce } from "../../kit/say";
import { isNews, saysOf } from "./words";

const PATH = "/console/api/lessons";
const BUSY_MS = 700;
const CALM_MS = 4000;
/** Every so many calm looks all is read again: what agents put right, and what colleagues do here, comes along. */
const ALL_AGAIN = 4;

export const lessons = signal<LessonsView | null>(null);
export const learning = computed<LearningView | null>(() => lessons.value?.learning ?? null);
export const loadProblem = signal<string | null>(null);

/** What was done last here, and how it is taken back. */
export const done = signal<{ says: string; undo: () => Promise<void> } | null>(null);

export async function load(): Promise<void> {
  take(await get<LessonsView>(PATH));
}

function take(next: LessonsView): void {
  tellNews(learning.peek(), next.learning);
  lessons.value = next;
  loadProblem.value = null;
}

function tellNews(before: LearningView | null, now: LearningView): void {
  if (before && isNews(before, now)) announce(saysOf(now));
}

/** Looks how learning stands while the page is open, often while it goes on; reads all again when it has ended. */
export function follow(): () => void {
  let stopped = false;
  let looks = 0;
  let timer = setTimeout(() => void look(), 0);
  const look = async (): Promise<void> => {
    try {
      await (lessons.peek() && looks++ % ALL_AGAIN ? lookAtLearning() : load());
    } catch (error) {
      loadProblem.value = sentenceOf(error);
    }
    if (!stopped) timer = setTimeout(() => void look(), learning.peek()?.under_way ? BUSY_MS : CALM_MS);
  };
  return () => {
    stopped = true;
    clearTimeout(timer);
    done.value = null;
  };
}

async function lookAtLearning(): Promise<void> {
  const now = await get<LearningView>(`${PATH}/learning`);
  const before = learning.peek();
  if (before && isNews(before, now)) return load();
  if (lessons.peek()) lessons.value = { ...lessons.peek()!, learning: now };
  loadProblem.value = null;
}

async function act(path: string, body: unknown = {}): Promise<void> {
  await post(`${PATH}/${path}`, body);
  await load();
}

function tell(says: string, undo: () => Promise<void>): void {
  done.value = {
    says,
    undo: async () => {
      await undo();
      done.value = null;
      announce("Undone.");
    },
  };
  announce(says);
}

export async function teach(text: string, about: string, contact: string | null = null): Promise<void> {
  const { id } = await post<{ id: string }>(`${PATH}/examples`, { text, about, contact });
  await load();
  tell("The example is added.", async () => {
    await post(`${PATH}/examples/${id}/withdraw`);
    if (contact) await post(`${PATH}/suggestions/${contact}/put-back`);
    await load();
  });
}

export async function withdraw(id: string): Promise<void> {
  await act(`examples/${id}/withdraw`);
  tell("The example is withdrawn.", () => bringBack(id));
}

export const bringBack = (id: string): Promise<void> => act(`examples/${id}/bring-back`);

export async function remove(id: string): Promise<void> {
  await act(`examples/${id}/remove`);
  done.value = null;
  announce("The words are removed for good.");
}

export async function putAway(contact: string): Promise<void> {
  await act(`suggestions/${contact}/put-away`);
  tell("The suggestion is put away.", () => act(`suggestions/${contact}/put-back`));
}

export async function learn(): Promise<void> {
  await act("learn");
  done.value = null;
}

export async function goBack(): Promise<void> {
  await act("go-back");
  tell("The guess is as shipped again. The examples are kept.", learn);
}
