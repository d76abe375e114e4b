// The desk's keys. They act only outside text fields and dialogs, never with Ctrl, Alt or Meta, and can be switched off.
import { keysOn, keysSheet, inHand, look } from "./state";

export interface Key {
  key: string;
  says: string;
  /** The control that the key presses. A key does what its button does, and nothing while the button is off. */
  press?: string;
  /** The control that the key puts the cursor in. */
  focus?: string;
}

export const KEYS: Key[] = [
  { key: "a", says: "Accept the offer (Enter does too)", press: "offer-accept" },
  { key: "d", says: "Decline the offer, with a reason", press: "offer-decline" },
  { key: "m", says: "Mute or unmute your microphone", press: "call-mute" },
  { key: "h", says: "Hold the call, or take it off hold", press: "call-hold" },
  { key: "k", says: "Open the keypad", press: "call-keypad" },
  { key: "n", says: "Write a note", focus: "note-text" },
  { key: "t", says: "Write a text", focus: "reply-text" },
  { key: "p", says: "Say where it is", focus: "place-road" },
  { key: "r", says: "Refer it", press: "refer-open" },
  { key: "o", says: "Pass it on, to a service or a colleague", press: "pass-on-open" },
  { key: "s", says: "Consult: ask a colleague while the caller waits", press: "consult-open" },
  { key: "g", says: "Go back to the caller after a consultation", press: "consult-back" },
  { key: "c", says: "Close the contact", press: "close-open", focus: "close-outcome" },
  { key: "e", says: "Extend wrap-up", press: "extend" },
  { key: "b", says: "Ready, or take a break", press: "ready,break" },
];

function find(names: string): HTMLElement | null {
  for (const name of names.split(",")) {
    const found = document.querySelector<HTMLElement>(`[data-test="${name}"]`);
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
  const found = KEYS.find(({ key }) => key === letter);
  if (found?.press && clicked(find(found.press))) return true;
  if (found?.focus) return focused(find(found.focus) ?? openTab(found.focus));
  return false;
}

/** The note and the text share one place; the one that is not shown is behind its tab. */
function openTab(name: string): HTMLElement | null {
  find(`${name.split("-")[0]}-tab`)?.click();
  requestAnimationFrame(() => find(name)?.focus());
  return null;
}

function clicked(element: HTMLElement | null): boolean {
  element?.click();
  return element !== null;
}

function focused(element: HTMLElement | null): boolean {
  element?.focus();
  return true;
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
