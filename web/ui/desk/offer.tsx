// The ringing offer: who, what, why this agent, how long is left, and the two answers.
import { useMemo } from "preact/hooks";
import { me } from "../api/http";
import type { Offer } from "../api/types";
import { ActButton, ActProblem, makeAct } from "../kit/act";
import { channelOf, Icon } from "../kit/icon";
import { Menu } from "../kit/menu";
import { clockwise, seconds } from "../kit/time";
import { Countdown } from "./countdown";
import { keysOn } from "./state";
import { accept, decline } from "./verbs";

/** Where the council has none of its own. */
const REASONS = [
  { id: "finishing", label: "Still finishing something" },
  { id: "not-mine", label: "I cannot help with this" },
  { id: "conflict", label: "I know this person" },
  { id: "technical", label: "Something is not working" },
];

/** Whoever is not known is called as they call themselves, never without their address. */
export function nameOf(who: Offer["who"]): string {
  const address = who.address ?? "Number withheld";
  return who.name ?? (who.claims ? `${who.claims} (${address})` : address);
}

function history(who: Offer["who"]): string {
  if (!who.known) return "Not known to us yet";
  if (!who.contacts_before) return "Known, first contact";
  return `${who.contacts_before} ${who.contacts_before === 1 ? "contact" : "contacts"} before`;
}

function kindOf(offer: Offer): string {
  if (offer.cut_off) return "You were cut off: take it back";
  return offer.ring_back ? "Ring them back" : `${channelOf(offer.channel).label} for you`;
}

/** `slim` leaves out why it rings here, and is short with the rest: a contact in hand needs the room. */
export function OfferCard({ offer, hero, slim, byKey }: { offer: Offer; hero: boolean; slim: boolean; byKey: boolean }) {
  const act = useMemo(makeAct, [offer.contact, offer.epoch]);
  const channel = channelOf(offer.channel);
  const keyed = byKey && keysOn.value;
  const waited = seconds(offer.waiting_since ?? offer.arrived_at);
  return (
    <section class={`offer ${hero ? "hero" : ""} ${slim ? "slim" : ""}`} data-test="offer" data-contact={offer.contact} aria-label={`${channel.label} ringing`}>
      <div class="offer-top">
        <span class="offer-bell" aria-hidden="true">
          <Icon name={channel.icon} />
        </span>
        <div class="grow">
          <p class="offer-kind">{kindOf(offer)}</p>
          <p class="small num">Waiting {clockwise(waited)}</p>
        </div>
        <Countdown from={offer.made_at} until={offer.expires_at} says="left to accept" size={slim ? 44 : 56} />
      </div>
      <div class="stack">
        <h2 class="offer-who" data-test="offer-who">{nameOf(offer.who)}</h2>
        <p class="row wrap">
          <span class="badge accent" data-test="offer-service">{offer.service_label ?? "Service not known yet"}</span>
          {offer.channel === "walk_in" && offer.who.name && <span class="badge accent" data-test="offer-ticket">{offer.who.address}</span>}
          {!slim && <span class="badge">{history(offer.who)}</span>}
          {offer.who.claims && <span class="badge" data-test="claimed">name not checked</span>}
        </p>
        {offer.who.needs && (
          <p class="row small" data-test="offer-needs">
            <Icon name="person" />
            <span>{offer.who.needs}</span>
          </p>
        )}
        {offer.what && offer.what !== offer.service_label && <p class="offer-what" title={offer.what} data-test="offer-what">“{offer.what}”</p>}
        {offer.rings_at_once && <p class="row" data-test="rings-at-once"><Icon name="phone" />When you accept, their number is rung at once.</p>}
        {!slim && offer.why && (
          <p class="small quiet row">
            <Icon name="target" />
            <span>{offer.why}</span>
          </p>
        )}
      </div>
      <ActProblem act={act} boxed />
      <div class="offer-answers">
        <ActButton act={act} work={() => accept(offer)} icon={offer.channel === "phone" ? "phone" : "check"} look="call big grow" test="offer-accept" {...(keyed && { keys: "A" })}>
          {act.pending.value ? "Connecting…" : "Accept"}
          {keyed && <kbd aria-hidden="true">A</kbd>}
          {keyed && <span class="sr-only">, key A</span>}
        </ActButton>
        <Menu label="Why not?" choices={(me.value?.decline_reasons ?? REASONS).map((reason) => ({ ...reason, test: `decline-${reason.id}` }))} choose={(reason) => void act.run(() => decline(offer, reason))} look="big" side="end up" test="offer-decline">
          Decline
          {keyed && <kbd aria-hidden="true">D</kbd>}
        </Menu>
      </div>
    </section>
  );
}
