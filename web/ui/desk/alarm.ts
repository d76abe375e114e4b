// Makes an offer impossible to miss: the ring, the title, a notification when the page is hidden, and a spoken sentence.
import { effect } from "@preact/signals";
import type { Offer } from "../api/types";
import { channelOf } from "../kit/icon";
import { announce, announceNow } from "../kit/say";
import { holdsPhone } from "../phone/switchhook";
import { stateWords } from "./me-card";
import { capFor } from "./own-keys";
import { keysOn, offers, ringOn, view } from "./state";
import { startRinging, stopRinging } from "./ring";

const TITLE = "Desk – Switchboard";

function sentence(offer: Offer): string {
  const who = offer.who.name ? `, from ${offer.who.name}` : "";
  const what = offer.service_label ? ` about ${offer.service_label}` : "";
  const key = keysOn.peek() && capFor("accept");
  return `${channelOf(offer.channel).label}${what}${who}.${key ? ` Press ${key} to accept.` : ""}`;
}

/** The resident's name stays off notifications: they show on locked screens. */
function notify(offer: Offer): Notification | null {
  if (document.visibilityState === "visible" || !("Notification" in window) || Notification.permission !== "granted") return null;
  const shown = new Notification(`${channelOf(offer.channel).label} for you`, { body: offer.service_label ?? "", tag: offer.contact, requireInteraction: true });
  shown.onclick = () => (window.focus(), shown.close());
  return shown;
}

export function raiseAlarms(): () => void {
  const shown = new Map<string, Notification | null>();
  const stopOffers = effect(() => {
    const now = new Set(offers.value.map((offer) => offer.contact));
    for (const offer of offers.value) {
      if (shown.has(offer.contact)) continue;
      announceNow(sentence(offer));
      shown.set(offer.contact, notify(offer));
    }
    for (const [contact, note] of shown) {
      if (now.has(contact)) continue;
      note?.close();
      shown.delete(contact);
    }
    if (now.size === 0) announceNow("");
  });
  const stopTitle = effect(() => {
    const count = offers.value.length;
    const unread = (view.value?.in_hand ?? []).reduce((sum, held) => sum + held.unread, 0);
    document.title = count ? `(${count}) Ringing – ${TITLE}` : unread ? `(${unread}) New text – ${TITLE}` : TITLE;
  });
  // One tab of the browser rings: the one with the telephone.
  const stopRing = effect(() => {
    if (offers.value.length && ringOn.value && holdsPhone.value) startRinging();
    else stopRinging();
  });
  let state = "";
  const stopState = effect(() => {
    const mine = view.value?.me;
    const next = mine?.state ?? "";
    if (mine && state && state !== next) announce(`Your state: ${stateWords(mine.state, mine.reason)}.`);
    state = next;
  });
  return () => {
    [stopOffers, stopTitle, stopRing, stopState].forEach((stop) => stop());
    stopRinging();
    shown.forEach((note) => note?.close());
    document.title = TITLE;
  };
}
