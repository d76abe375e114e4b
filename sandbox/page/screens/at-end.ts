// Keeps a list at its newest line, when a line comes and when the list's size changes.
import { useEffect, useRef } from "preact/hooks";

export function useAtEnd<T extends HTMLElement>(length: number) {
  const list = useRef<T>(null);
  useEffect(() => {
    const { current } = list;
    if (!current) return;
    const toEnd = () => current.scrollTo({ top: current.scrollHeight });
    const size = new ResizeObserver(toEnd);
    size.observe(current);
    toEnd();
    return () => size.disconnect();
  }, [length]);
  return list;
}
