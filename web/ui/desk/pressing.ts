// What a key does. Keys act only outside text fields and dialogs, never with Ctrl, Alt or Meta, and can be switched off.
import { KEYS } from "./keys";
import { keyFor } from "./own-keys";
import { inHand, keysOn, keysSheet, look } from "./state";

function find(names: string): HTMLElement | null {
  for (const name of names.split(",")) {
    const found = document.querySelector<HTMLElement>(name === "answer" ? "[data-answer]" : `[data-test="${name}"]`);
    if (found) return found;
  }
  return null;
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

function acceptsEnter(target: EventTarget | null): boolean {
  return target === document.body || target === document.documentElement;
}

function pressed(event: KeyboardEvent): boolean {
  const letter = event.key.toLowerCase();
  if (letter === "?") return (keysSheet.value = true);
  if (event.key === "Enter" && acceptsEnter(event.target)) return clicked(find("offer-accept"));
  if (/^[1-9]$/.test(letter)) {
    const held = inHand.value[Number(letter) - 1];
    if (held) look(held.contact);
    return Boolean(held);
  }
  const found = KEYS.find(({ id }) => keyFor(id) === letter);
  if (found?.press && clicked(find(found.press))) return true;
  return found?.focus ? focused(find(found.focus)) || shownFirst(found.focus, found.opens) : false;
}

/** Notes and answers share one place; the one that is not shown is behind its tab. */
function shownFirst(name: string, opens: string | undefined): boolean {
  if (!opens || !clicked(find(opens))) return false;
  requestAnimationFrame(() => focused(find(name)));
  return true;
}

function clicked(element: HTMLElement | null): boolean {
  element?.click();
  return element !== null;
}

function focused(element: HTMLElement | null): boolean {
  element?.focus();
  return element !== null;
}

export function listenForKeys(): () => void {
  const down = (event: KeyboardEvent) => {
    if (!keysOn.value || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (typing(event.target) || document.querySelector("dialog[open], .sheet")) return;
    if (pressed(event)) event.preventDefault();
  };
  addEventListener("keydown", down);
  return () => removeEventListener("keydown", down);
}
