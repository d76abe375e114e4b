// The ticket that was just given, as large as reception says it; and everybody who came today.
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { ActButton, ActProblem, useAct, type Act } from "../kit/act";
import { Icon } from "../kit/icon";
import { clockwise, seconds } from "../kit/time";
import { given, leave, view, type Ticket, type Visit } from "./state";

/** Whatever was in sight before, the number is when it is given: it is told to whoever stands there. */
export function GivenTicket() {
  const box = useRef<HTMLElement>(null);
  const ticket = given.value;
  useLayoutEffect(() => box.current?.scrollIntoView({ block: "nearest" }), [ticket]);
  if (!ticket) return null;
  return (
    <section class="card given" ref={box} data-test="ticket-given" aria-label="The ticket just given">
      <p class="label">Ticket</p>
      <p class="given-number num">{ticket.ticket}</p>
      <p>{ticket.service_label ?? "Somebody will find out what it is about"}</p>
      <p class="quiet" data-test="ticket-state">{standing(ticket)}</p>
      {ticket.tells && <p data-test="ticket-tells">{ticket.tells}</p>}
    </section>
  );
}

const STATES: Record<Visit["state"], { says: (visit: Visit) => string; look: string }> = {
  waiting: { says: ({ since }) => `Waiting ${clockwise(seconds(since))}`, look: "" },
  called: { says: ({ desk, with: who }) => `Called to desk ${desk}${who ? ` by ${who}` : ""}`, look: "accent" },
  with: { says: ({ with: who }) => `${who ?? "Somebody"} will call them`, look: "accent" },
  served: { says: () => "Done", look: "good" },
  left: { says: () => "Left", look: "" },
};

/** How it is with the ticket now; while reception has not been told of it yet, as it was when it was given. */
function standing(ticket: Ticket): string {
  const visit = view.value?.visits.find(({ contact }) => contact === ticket.contact);
  if (!visit || visit.state === "waiting") return (visit ?? ticket).wait ?? "Somebody is about to call them.";
  return `${STATES[visit.state].says(visit)}.`;
}

/** Asked once more: nothing gives them their place back. */
function HasLeft({ act, visit }: { act: Act; visit: Visit }) {
  const asking = useSignal(false);
  if (!asking.value)
    return <button type="button" class="button ghost tight" data-test="visit-leave" aria-label={`Ticket ${visit.ticket} has left`} onClick={() => (asking.value = true)}>Has left</button>;
  return (
    <span class="row" role="group" aria-label={`Has ticket ${visit.ticket} left?`}>
      <ActButton act={act} work={() => leave(visit.contact)} look="bad tight" test="visit-left">Yes, they left</ActButton>
      <button type="button" class="button ghost tight" data-test="visit-stays" onClick={() => (asking.value = false)}>No, they are here</button>
    </span>
  );
}

function Line({ visit }: { visit: Visit }) {
  const act = useAct();
  const { says, look } = STATES[visit.state];
  return (
    <li class={`visit ${visit.state}`} data-test="visit" data-ticket={visit.ticket} data-state={visit.state}>
      <span class="visit-number num">{visit.ticket}</span>
      <div class="grow stack">
        <p><strong>{visit.service_label ?? "Not known yet"}</strong></p>
        {visit.needs.length > 0 && <p class="small row"><Icon name="person" />{visit.needs.join(", ")}</p>}
        {visit.wait && <p class="small quiet">{visit.wait}</p>}
        <ActProblem act={act} />
      </div>
      <span class={`badge ${look}`}>{says(visit)}</span>
      {visit.state === "waiting" && (
        <HasLeft act={act} visit={visit} />
      )}
    </li>
  );
}

export function Visits() {
  const visits = view.value?.visits ?? [];
  const open = visits.filter(({ state }) => state !== "served" && state !== "left");
  const over = visits.length - open.length;
  return (
    <section class="card visits" aria-labelledby="visits-title">
      <h2 id="visits-title">Here now</h2>
      {open.length === 0 && <p class="quiet">Nobody is waiting.</p>}
      <ul class="stack">{open.map((visit) => <Line key={visit.contact} visit={visit} />)}</ul>
      {over > 0 && (
        <details>
          <summary>{over} {over === 1 ? "visitor has" : "visitors have"} been today</summary>
          <ul class="stack">{visits.filter((visit) => !open.includes(visit)).map((visit) => <Line key={visit.contact} visit={visit} />)}</ul>
        </details>
      )}
    </section>
  );
}
