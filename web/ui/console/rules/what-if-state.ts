// The question that is being worked out, or was last; asked for again while it is open.
import { signal } from "@preact/signals";
import { get, post } from "../../api/http";
import type { WhatIf } from "../../api/types";
import { text } from "./state";

export const asking = signal(false);
export const asked = signal<WhatIf | null>(null);
const LOOK_EVERY_MS = 1000;

export const isOpen = (question: WhatIf | null): boolean => question?.state === "waiting" || question?.state === "running";

const read = async (): Promise<void> => {
  asked.value = (await get<{ asked: WhatIf | null }>("/console/api/what-if")).asked;
};

export async function ask(first: string, last: string): Promise<void> {
  asked.value = (await post<{ asked: WhatIf }>("/console/api/what-if", { text: text.peek(), first, last })).asked;
}

export async function cancel(): Promise<void> {
  await post("/console/api/what-if/cancel");
  await read();
}

export const again = (): void => void (asked.value = null);

/** Follows it while the dialog is open; what cannot be reached is asked again. */
export function follow(): () => void {
  let stopped = false;
  const look = async (): Promise<void> => {
    if (stopped) return;
    if (asked.peek() === null || isOpen(asked.peek())) await read().catch(() => null);
    if (!stopped) timer = setTimeout(() => void look(), isOpen(asked.peek()) ? LOOK_EVERY_MS : LOOK_EVERY_MS * 4);
  };
  let timer = setTimeout(() => void look(), 0);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
