// What is typed into a small form, kept as the composer's words are: it is there again when its contact is looked at again.
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { draft, keepDraft } from "./keep";

export interface Drafted<T> {
  now: T;
  set: (changed: Partial<T>) => void;
}

/** `key` is `kind.contact`, or that and more, so that it goes with its contact; `first` stands where nothing was typed. */
export function useDrafted<T extends Record<keyof T, string>>(key: string, first: T): Drafted<T> {
  const typed = useSignal<Partial<T>>(useMemo(() => JSON.parse(draft(key) || "{}") as Partial<T>, []));
  const set = (changed: Partial<T>): void => {
    typed.value = { ...typed.value, ...changed };
    keepDraft(key, JSON.stringify(typed.value));
  };
  return { now: { ...first, ...typed.value }, set };
}

export interface Opened {
  on: boolean;
  /** Leaving a form drops what is in it. */
  toggle: () => void;
  shut: () => void;
}

/** Whether a form is open: from the start where something was left in it, under the same `key`. */
export function useOpened(key: string): Opened {
  const on = useSignal(useMemo(() => draft(key) !== "", []));
  const shut = (): void => {
    on.value = false;
    keepDraft(key, "");
  };
  return { on: on.value, toggle: () => (on.value ? shut() : void (on.value = true)), shut };
}
