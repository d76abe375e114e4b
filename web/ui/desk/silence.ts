// A call that is in hand and not heard here: the server is asked to look, for the word of its end may never have come.
import { post } from "../api/http";
import type { InHand } from "../api/types";
import { heardElsewhere, holdsPhone, line } from "../phone/switchhook";
import { isOf, keyOf } from "../phone/whose-leg";
import { inHand } from "./state";

const LOOK_EVERY_MS = 5000;

const isHeardHere = (held: InHand): boolean => [held.contact, held.line].includes(line.peek().live?.contact);

function isSilent(held: InHand): boolean {
  const speaking = held.ring ? held.ring.stage === "talking" : held.channel === "phone" && !held.ring_back && held.state === "active";
  return speaking && !isHeardHere(held);
}

/** Asked from the second look on, and again for as long as it is silent: the carrier may be away as well. */
export function watchForSilence(): () => void {
  let before = "";
  const timer = setInterval(() => {
    const silent = holdsPhone.peek() ? inHand.peek().find(isSilent) : undefined;
    const now = silent ? keyOf(silent) : "";
    if (silent && now === before) void look(silent).catch(() => null);
    before = now;
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}

async function look(held: InHand): Promise<void> {
  const { up } = await post<{ up: boolean }>("/desk/api/phone-silent");
  if (up && !isOf(held, line.peek().gone)) heardElsewhere(held);
}
