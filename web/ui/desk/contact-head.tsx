// Who this is, about what, how they came, how long they waited; the service can be put right here.
import { useSignal } from "@preact/signals";
import { me } from "../api/http";
import type { InHand } from "../api/types";
import { ActProblem, useAct } from "../kit/act";
import { Dialog } from "../kit/dialog";
import { channelOf, Icon } from "../kit/icon";
import { isNarrow } from "../kit/narrow";
import { isHere } from "./chat-composer";
import { CloseForm } from "./close-form";
import { nameOf } from "./offer";
import { Consult, PassOn } from "./pass-on";
import { PutAside } from "./put-aside";
import { ServiceOptions } from "../kit/service-options";
import { startReferring } from "./state";
import { setService } from "./verbs";

export function ContactHead({ held }: { held: InHand }) {
  const act = useAct();
  const closing = useSignal(false);
  const aside = useSignal(false);
  const channel = channelOf(held.channel);
  const claims = held.who.name ? null : held.who.claims;
  const aCall = held.channel === "phone";
  /** Nobody is on the line: it may be put aside, and closed, at any time. */
  const written = !aCall || held.ring_back;
  const change = (event: Event) => {
    const wanted = (event.currentTarget as HTMLSelectElement).value;
    void act.run(() => setService(held.contact, wanted));
  };
  return (
    <header class="contact-head">
      <span class="contact-channel" title={channel.label}>
        <Icon name={channel.icon} label={channel.label} />
      </span>
      <div class="grow contact-name">
        <h2 class="contact-who" title={nameOf(held.who)}>
          <span class="clip" data-test="contact-who">{claims ?? nameOf(held.who)}</span>
          {claims && <span class="badge" data-test="claimed">name not checked</span>}
        </h2>
        <p class="small quiet clip">
          {channel.label}
          {held.who.address && (held.who.name || claims) && held.channel !== "chat" ? ` · ${held.who.address}` : ""}
          {held.held ? " · on hold" : ""}
        </p>
      </div>
      <label class="service-choice">
        <span class="sr-only">Service</span>
        <select class="input" value={held.service ?? ""} title={held.service_label ?? "Service not known yet"} onChange={change} aria-busy={act.pending.value ? "true" : undefined} data-test="service">
          {!held.service && <option value="">Service not known yet</option>}
          <ServiceOptions services={me.value?.services ?? []} />
        </select>
      </label>
      <div class="contact-verbs">
        {held.state === "active" && aCall && !held.ring_back && !held.consult && <Consult key={`ask ${held.contact}`} held={held} />}
        {held.state === "active" && !held.consult && <PassOn key={held.contact} held={held} />}
        {!isHere(held) && (written ? held.state !== "wrapping" : held.state === "wrapping") && (
          <button type="button" class="button" onClick={() => (aside.value = true)} data-test="aside-open">
            <Icon name="clock" />
            {aCall ? "Ring back at…" : "Put aside…"}
          </button>
        )}
        {held.state !== "wrapping" && written && (
          <button type="button" class="button" onClick={() => (closing.value = true)} data-test="close-open">
            <Icon name="check" />
            Close…
          </button>
        )}
        {isNarrow.value && (
          <button type="button" class="button" onClick={startReferring} data-test="refer-here">
            <Icon name="refer" />
            Refer…
          </button>
        )}
      </div>
      <ActProblem act={act} />
      <Dialog title={aCall ? "Ring back" : "Put aside"} open={aside.value} close={() => (aside.value = false)}>
        <PutAside held={held} done={() => (aside.value = false)} />
      </Dialog>
      <Dialog title="Close this contact" open={closing.value} close={() => (closing.value = false)}>
        <CloseForm held={held} />
      </Dialog>
    </header>
  );
}
