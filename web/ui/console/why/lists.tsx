// What can be asked about: the first who wait for a service, or what one agent has in hand.
import type { WaitingContact } from "../../api/types";
import { channelOf, Icon } from "../../kit/icon";
import { Problem } from "../../kit/problem";
import { clockwise, now, seconds, timeOf } from "../../kit/time";
import { view } from "../state";
import { ask } from "./state";
import { useAnswer } from "./answer";

function Choice({ contact, channel, says, title }: { contact: string; channel: string; says: string; title: string }) {
  return (
    <li>
      <button type="button" class="why-choice" data-test="why-contact" data-contact={contact} onClick={() => ask({ title, id: contact })}>
        <Icon name={channelOf(channel).icon} />
        <span class="grow">
          {channelOf(channel).label} <span class="quiet num">{says}</span>
        </span>
        <Icon name="right" />
      </button>
    </li>
  );
}

function dueIn(due: string): string {
  return Date.parse(due) < now.value ? `late by ${clockwise(seconds(due))}` : `due at ${timeOf(due)}`;
}

export function Waiting({ service }: { service: string }) {
  const { answer, problem } = useAnswer<WaitingContact[]>(`/console/api/waiting?service=${encodeURIComponent(service)}`);
  if (!answer) return problem ? <Problem text={problem} boxed /> : <p role="status">Looking who waits…</p>;
  if (answer.length === 0) return <p>Nobody waits for this any more.</p>;
  return (
    <ul class="why-choices" aria-label="Those who wait, soonest due first">
      {answer.map(({ contact, channel, arrived, due, ring_back }) => (
        <Choice key={contact} contact={contact} channel={channel} title="Why does it wait?" says={`waits ${clockwise(seconds(arrived))}, ${dueIn(due)}${ring_back ? ", to be rung back" : ""}`} />
      ))}
    </ul>
  );
}

export function InHand({ agent }: { agent: string }) {
  const held = view.value?.agents.find(({ id }) => id === agent)?.in_hand ?? [];
  if (held.length === 0) return <p>They have nothing in hand any more.</p>;
  return (
    <ul class="why-choices" aria-label="What they have in hand">
      {held.map(({ contact, channel, service_label, since }) => (
        <Choice key={contact} contact={contact} channel={channel} title="Why do they have it?" says={`${service_label ?? "service not known yet"}, since ${timeOf(since)}`} />
      ))}
    </ul>
  );
}
