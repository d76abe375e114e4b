// The keys of what lies over the desk, the indexer's screen and the dialogs: they act wherever the focus is, but for where something is written.
import { useEffect, useRef } from "preact/hooks";
import { keyFor } from "../own-keys";
import { keysOn } from "../state";

export type Keys = Record<string, () => unknown>;
const WRITTEN_IN = "input:not([type=radio]), select, textarea";

const pressed = (name: string): void => document.querySelector<HTMLElement>(`dialog[open] [data-test="${name}"]`)?.click();

/** What each key does, by its name in small letters, as long as whoever asks is on the screen. `always`: in fields, too. */
export function useKeys(keys: Keys, always: Keys = {}): void {
  const now = useRef({ keys, always });
  now.current = { keys, always };
  useEffect(() => {
    const down = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const key = event.key.toLowerCase();
      const writes = event.target instanceof Element && event.target.matches(WRITTEN_IN);
      const found = now.current.always[key] ?? (writes ? undefined : now.current.keys[key]);
      if (!found) return;
      event.preventDefault();
      found();
    };
    addEventListener("keydown", down);
    return () => removeEventListener("keydown", down);
  }, []);
}

/** What rings meanwhile is answered with the desk's own keys; those can be switched off, and then these are. */
export const ringing = (): Keys =>
  keysOn.value ? { [keyFor("accept")]: () => pressed("offer-accept"), [keyFor("decline")]: () => pressed("offer-decline") } : {};
