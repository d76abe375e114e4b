// The desk's keys: what each does, and the key that it has unless the agent gave it another.

export type KeyId =
  | "accept" | "decline" | "mute" | "hold" | "keypad" | "note" | "answer" | "place" | "refer" | "pass-on" | "consult" | "back" | "aside" | "call" | "close" | "extend" | "break";

export interface Key {
  id: KeyId;
  key: string;
  says: string;
  /** The control that the key presses. A key does what its button does, and nothing while the button is off. */
  press?: string;
  /** The control that the key puts the cursor in. */
  focus?: string;
  /** What shows that control, when it is not on the screen: the first of these that is. */
  opens?: string;
}

export const KEYS: Key[] = [
  { id: "accept", key: "a", says: "Accept the offer (Enter does too)", press: "offer-accept" },
  { id: "decline", key: "d", says: "Decline the offer, with a reason", press: "offer-decline" },
  { id: "mute", key: "m", says: "Mute or unmute your microphone", press: "call-mute" },
  { id: "hold", key: "h", says: "Hold the call, or take it off hold", press: "call-hold" },
  { id: "keypad", key: "k", says: "Open the keypad", press: "call-keypad" },
  { id: "note", key: "n", says: "Write a note", focus: "note-text", opens: "write-note" },
  { id: "answer", key: "t", says: "Write the answer", focus: "reply-text,mail-text,letter-text", opens: "answer,letter-open" },
  { id: "place", key: "p", says: "Say where it is", focus: "place-road", opens: "place-edit" },
  { id: "refer", key: "r", says: "Refer it", press: "refer-open" },
  { id: "pass-on", key: "o", says: "Pass it on, to a service or a colleague", press: "pass-on-open" },
  { id: "consult", key: "s", says: "Consult: ask a colleague while the caller waits", press: "consult-open" },
  { id: "back", key: "g", says: "Go back to the caller after a consultation", press: "consult-back" },
  { id: "aside", key: "l", says: "Put it aside for later", press: "aside-open" },
  { id: "call", key: "v", says: "Call the visitor’s ticket", press: "visit-call" },
  { id: "close", key: "c", says: "Close the contact", press: "close-open", focus: "close-outcome" },
  { id: "extend", key: "e", says: "Extend wrap-up", press: "extend" },
  { id: "break", key: "b", says: "Ready, or take a break", press: "ready,break" },
];
