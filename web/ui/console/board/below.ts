// How many rows of a table are below the edge of the box that it scrolls in.
import { useSignal, type ReadonlySignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** A row counts as soon as this much of it is cut off. */
const CUT_PX = 8;

function rowsBelow(box: HTMLElement): number {
  const edge = box.getBoundingClientRect().bottom + CUT_PX;
  return [...box.querySelectorAll("tbody tr")].filter((row) => row.getBoundingClientRect().bottom > edge).length;
}

/** To be put on the box; 0 while there is none. */
export function useRowsBelow(): [RefObject<HTMLDivElement | null>, ReadonlySignal<number>] {
  const ref = useRef<HTMLDivElement>(null);
  const count = useSignal(0);
  useEffect(() => {
    const box = ref.current;
    const look = () => (count.value = box ? rowsBelow(box) : 0);
    look();
    const sizes = new ResizeObserver(look);
    if (box) sizes.observe(box);
    box?.addEventListener("scroll", look, { passive: true });
    return () => (sizes.disconnect(), box?.removeEventListener("scroll", look));
  });
  return [ref, count];
}
