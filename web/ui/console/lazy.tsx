// A component that is fetched when it is first shown.
import type { ComponentType } from "preact";
import { signal } from "@preact/signals";

export function lazy(fetch: () => Promise<ComponentType>): ComponentType {
  const found = signal<ComponentType | null>(null);
  let asked = false;
  return function Lazy() {
    if (!asked) {
      asked = true;
      void fetch().then((component) => (found.value = component), () => (asked = false));
    }
    const Component = found.value;
    return Component ? <Component /> : <p class="starting" role="status">Fetching…</p>;
  };
}
