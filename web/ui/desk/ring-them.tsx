// Ringing the resident about what is in hand: the button, or why there is none, and how the last ring went.
import type { ContactView, InHand } from "../api/types";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { Icon } from "../kit/icon";
import { view } from "./state";
import { ringThem } from "./verbs";

export function RingThem({ held, contact }: { held: InHand; contact: ContactView | null }) {
  const act = useAct();
  if (!contact || contact.id !== held.contact) return null;
  const { number, why_not, last } = contact.ring_them;
  const ready = view.value?.me.phone_ready ?? false;
  return (
    <section class="ring-them" aria-label="Ring the resident">
      {number ? (
        <ActButton act={act} work={() => ringThem(held)} icon="phone" test="ring-them" disabled={!ready}>
          {act.pending.value ? "Ringing…" : last ? "Ring them again" : "Ring them"}
        </ActButton>
      ) : (
        <p class="small quiet row" data-test="ring-why-not">
          <Icon name="info" />
          {why_not}
        </p>
      )}
      {number && <p class="small quiet num">{number}</p>}
      {number && !ready && <p class="small quiet" data-test="ring-not-yet">You can ring them once your phone is connected.</p>}
      <p class="small" role="status" data-test="ring-last">{last}</p>
      <ActProblem act={act} />
    </section>
  );
}
