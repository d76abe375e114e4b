// The middle of the desk: the contact at hand, from its caller's name to its close.
import { Icon } from "../kit/icon";
import { isNarrow } from "../kit/narrow";
import { Problem } from "../kit/problem";
import { AssuranceBar } from "./assurance-bar";
import { CallBar } from "./call-bar";
import { ChatComposer, isHere } from "./chat-composer";
import { CloseForm } from "./close-form";
import { Composer } from "./composer";
import { ConsultBar } from "./consult-bar";
import { ContactHead } from "./contact-head";
import { Conversation } from "./conversation";
import { PAUSED } from "./in-hand";
import { readyWords } from "./me-card";
import { Offers } from "./offers";
import { RingThem } from "./ring-them";
import { details, detailsProblem, offers, open, openInHand, refetch, view } from "./state";
import { VisitBar } from "./visit-bar";
import { IndexBar } from "./letter/index-bar";
import { TO_BE_INDEXED } from "./letter/indexing-verbs";
import { WrapUp } from "./wrap-up";

/** Why something waits and does not ring here: the desk does not know of each, but what the reasons can be. */
function NotForYou() {
  if (!view.value?.queue.total) return null;
  return <p class="quiet" data-test="not-for-you">What waits now is for colleagues who know its service, or it rings you again a minute after you missed or declined it.</p>;
}

function Nothing() {
  const mine = view.value?.me.state;
  const ready = mine === "ready";
  return (
    <div class="nothing" data-test="nothing">
      <span class="nothing-mark" aria-hidden="true">
        <Icon name={ready ? "phone" : "cup"} />
      </span>
      <h2>{ready ? "Ready. The next contact will ring here." : "You are not taking contacts."}</h2>
      <p class="quiet">
        {ready ? "You will hear it, and the page’s title will say so, even when you are in another window." : `Choose “${readyWords(mine)}” when you are. Contacts wait in their places until then.`}
      </p>
      {ready && <NotForYou />}
    </div>
  );
}

export function ContactPane() {
  const held = openInHand.value;
  if (!open.value || !held) {
    return (
      <div class="contact-empty">
        {offers.value.length && !isNarrow.value ? <Offers place="middle" /> : <Nothing />}
      </div>
    );
  }
  return (
    <div class={`contact ${held.paused ? "paused" : ""}`} data-test="contact" data-contact={held.contact} data-state={held.state}>
      {/* All that is opened here is for this contact, and goes with it: what is pressed never reaches the next. */}
      <ContactHead key={`head ${held.contact}`} held={held} />
      {(held.ring || (held.channel === "phone" && !held.ring_back)) && held.state !== "wrapping" && <CallBar key={`call ${held.contact}`} held={held} />}
      {!held.ring && (held.channel !== "phone" || held.ring_back) && !isHere(held) && held.state === "active" && <RingThem key={`ring ${held.contact}`} held={held} contact={details.value} />}
      {held.channel === "walk_in" && held.state === "active" && <VisitBar key={`visit ${held.contact}`} held={held} contact={details.value} />}
      {held.channel === "letter" && held.service === TO_BE_INDEXED && held.state === "active" && <IndexBar key={`index ${held.contact}`} held={held} />}
      {held.consult && held.state === "active" && <ConsultBar key={held.contact} held={held} consult={held.consult} />}
      {held.state === "wrapping" && <WrapUp key={`wrap-up ${held.contact}`} held={held} />}
      {held.paused && (
        <p class="banner paused-banner" role="status" data-test="paused">
          <Icon name="hold" />
          <span>{PAUSED}. It goes on afterwards, with what you have written.</span>
        </p>
      )}
      {detailsProblem.value && (
        <div class="contact-problem">
          <Problem text={detailsProblem.value} boxed />
          <button type="button" class="button tight" onClick={() => void refetch()}>Try again</button>
        </div>
      )}
      <AssuranceBar key={`assurance ${held.contact}`} held={held} contact={details.value} />
      <Conversation contact={details.value} />
      {held.state === "wrapping" && <CloseForm key={held.contact} held={held} />}
      {held.channel === "chat" ? <ChatComposer key={held.contact} held={held} /> : <Composer key={held.contact} held={held} />}
    </div>
  );
}
