// An explanation: the sentences first, then what they stand on.
import type { Why, WhyAgent, WhyCandidate, WhyOffer } from "../../api/types";
import { Icon, type IconName } from "../../kit/icon";
import { Problem } from "../../kit/problem";
import { timeOf } from "../../kit/time";
import { GiveForm } from "../acts/give-form";
import { JoinForm } from "../acts/join-form";
import { ask } from "./state";
import { useAnswer } from "./answer";

const SIGNS: Record<string, IconName> = {
  free: "check",
  lacks_skill: "cross",
  not_this_channel: "cross",
  not_at_desk: "out",
  not_ready: "clock",
  on_break: "cup",
  at_capacity: "person",
  not_beside: "person",
  ringing: "bell",
  phone_not_ready: "hang-up",
  cooling_down: "history",
  kept_for_another: "target",
  held_for_live: "hold",
};

function Agent({ agent }: { agent: WhyAgent }) {
  return (
    <li class="row why-line" data-test="why-agent" data-word={agent.word}>
      <Icon name={SIGNS[agent.word] ?? "info"} />
      <span>{agent.says}</span>
    </li>
  );
}

function Offer({ offer, contact }: { offer: WhyOffer; contact: string }) {
  return (
    <li class="why-offer" data-test="why-offer">
      <p>{offer.says}</p>
      {offer.why && <p class="small quiet">{offer.why}</p>}
      <button type="button" class="button ghost tight" data-test="why-this-agent" onClick={() => ask({ title: `Why ${offer.name}?`, id: `${contact}@${offer.epoch}` })}>
        Why {offer.name}?
      </button>
    </li>
  );
}

function Candidate({ candidate, place }: { candidate: WhyCandidate; place: number }) {
  return (
    <tr data-test="why-candidate" class={candidate.chosen ? "chosen" : ""}>
      <td class="num">{place}</td>
      <th scope="row">
        {candidate.name}
        {candidate.chosen && <span class="badge good">asked</span>}
      </th>
      <td class="num">{candidate.skills}</td>
      <td class="num">{candidate.in_hand}</td>
      <td class="num">{timeOf(candidate.idle_since)}</td>
    </tr>
  );
}

function Candidates({ why }: { why: Why }) {
  const all = why.candidates ?? [];
  if (all.length === 0) return null;
  return (
    <section class="stack" aria-label="Who could have taken it">
      <h3>Who could have taken it, first to be asked first</h3>
      <div class="scroll" tabIndex={0} role="group" aria-label="Table of who could have taken it">
        <table>
          <thead>
            <tr>
              <th scope="col"><span class="sr-only">Place</span></th>
              <th scope="col">Who</th>
              <th scope="col">Skills</th>
              <th scope="col">In hand</th>
              <th scope="col">Idle since</th>
            </tr>
          </thead>
          <tbody>
            {all.map((candidate, at) => (
              <Candidate key={candidate.id} candidate={candidate} place={at + 1} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

export function Explained({ id }: { id: string }) {
  const { answer, problem } = useAnswer<Why>(`/console/api/why/${encodeURIComponent(id).replace("%40", "@")}`);
  if (!answer) return problem ? <Problem text={problem} boxed /> : <p role="status">Looking into it…</p>;
  const { sentences, agents = [], offers = [], agents_more = 0 } = answer;
  return (
    <div class="stack why-answer">
      <Problem text={problem} />
      <div class="stack why-sentences" data-test="why-sentences">
        {sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      {answer.rule && answer.kind === "contact" && <p class="small quiet">Planned by “{answer.rule}”, version {answer.rules_version} of the rules.</p>}
      {answer.kind === "contact" && answer.state === "waiting" && <GiveForm contact={answer.contact} />}
      {answer.kind === "contact" && answer.state !== "closed" && <JoinForm contact={answer.contact} />}
      {agents.length > 0 && (
        <section class="stack" aria-label="Agents">
          <h3>Each agent</h3>
          <ul class="why-list">
            {agents.map((agent) => (
              <Agent key={agent.id} agent={agent} />
            ))}
          </ul>
          {agents_more > 0 && <p class="small quiet">{agents_more} more were not looked at.</p>}
        </section>
      )}
      {offers.length > 0 && (
        <section class="stack" aria-label="Its offers">
          <h3>Offered so far</h3>
          <ol class="why-list">
            {offers.map((offer) => (
              <Offer key={`${offer.epoch}`} offer={offer} contact={answer.contact} />
            ))}
          </ol>
        </section>
      )}
      <Candidates why={answer} />
    </div>
  );
}
