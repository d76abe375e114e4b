// The contacts that the agent has in hand: a list on the left, numbered as their keys are.
import { channelOf, Icon } from "../kit/icon";
import { clockwise, seconds, secondsLeft } from "../kit/time";
import type { InHand } from "../api/types";
import { nameOf } from "./offer";
import { inHand, keysOn, leads, look, open } from "./state";

/** A call took the place of written work, which goes on when the call is over. */
export const PAUSED = "Paused while you are on a call";

function stateOf(held: InHand): string {
  if (held.state === "connecting") return "Connecting…";
  if (held.state === "wrapping") return held.wrap_up_ends_at ? `Wrap-up ${clockwise(secondsLeft(held.wrap_up_ends_at))}` : "Wrap-up";
  if (held.ring && held.ring.stage !== "talking") return "Ringing…";
  if (held.held) return `On hold ${clockwise(seconds(held.since))}`;
  return clockwise(seconds(held.since));
}

export function InHandList() {
  if (inHand.value.length === 0) return null;
  return (
    <section class="stack" aria-label="In hand">
      <h2 class="label">In hand</h2>
      <ul class="held-list">
        {inHand.value.map((held, index) => (
          <li key={held.contact} class={inHand.value.some((other) => other !== held && held.case && other.case === held.case) ? "of-a-matter" : ""}>
            {leads(held, inHand.value) > 0 && <p class="small matter" data-test="matter">One matter: {leads(held, inHand.value)} contacts</p>}
            <button type="button" class={`held ${held.paused ? "paused" : ""}`} aria-current={held.contact === open.value ? "true" : undefined} data-test="in-hand" data-contact={held.contact} onClick={() => look(held.contact)}>
              <Icon name={held.held || held.paused ? "hold" : channelOf(held.channel).icon} label={channelOf(held.channel).label} />
              <span class="grow">
                <span class="held-who clip">{nameOf(held.who)}</span>
                <span class="small quiet clip">{held.paused ? PAUSED : (held.service_label ?? "Service not known yet")}</span>
              </span>
              <span class="held-end">
                <span class="small num">{stateOf(held)}</span>
                {(held.withdrawn || held.ended) && <span class="badge" data-test="held-over">{held.withdrawn ? "Withdrawn" : "Ended"}</span>}
                {held.unread > 0 ? <span class="badge warn" title="What they wrote since you last answered">{held.unread} to answer</span> : keysOn.value && <kbd aria-hidden="true">{index + 1}</kbd>}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
