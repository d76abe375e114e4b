// What the console shows now: the server's whole board, and which of its pages is open.
import { computed, effect, signal } from "@preact/signals";
import type { BoardView } from "../api/types";

export type Page = "board" | "rules" | "lessons";

const TITLES: Record<Page, string> = { board: "Board", rules: "Rules", lessons: "What the guess learns" };

export const view = signal<BoardView | null>(null);
export const page = signal<Page>(pageHere());

function pageHere(): Page {
  const last = location.pathname.split("/").pop();
  return last === "rules" || last === "lessons" ? last : "board";
}

/** The address says which page is open, so that a reload and "back" keep it. */
export function followAddress(): () => void {
  const back = () => (page.value = pageHere());
  addEventListener("popstate", back);
  const stop = effect(() => {
    if (page.value !== pageHere()) history.pushState(null, "", page.value === "board" ? "/console" : `/console/${page.value}`);
    document.title = `${TITLES[page.value]} – Console – Switchboard`;
  });
  return () => {
    removeEventListener("popstate", back);
    stop();
  };
}

export const waiting = computed(() => view.value?.services.reduce((sum, line) => sum + line.waiting, 0) ?? 0);
export const oldest = computed(() => {
  const all = view.value?.services.map((line) => line.oldest_at).filter((at): at is string => Boolean(at)) ?? [];
  return all.sort()[0] ?? null;
});

/** A share in whole per cent, or null where there is nothing to share. */
export function percent(part: number, whole: number): number | null {
  return whole > 0 ? Math.round((100 * part) / whole) : null;
}
