// The time to finish writing after a contact: how much is left, and more of it for the asking.
import type { InHand } from "../api/types";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { Countdown } from "./countdown";
import { extend } from "./verbs";

export function WrapUp({ held }: { held: InHand }) {
  const act = useAct();
  return (
    <section class="wrap-up" aria-label="Wrap-up" data-test="wrap-up">
      {held.wrap_up_ends_at && <Countdown from={held.since} until={held.wrap_up_ends_at} says="of wrap-up left" size={44} />}
      <div class="grow">
        <strong>{held.channel === "phone" ? "The call is over." : "This contact is over."}</strong>
        <p class="small">Finish your notes and close it. Nothing new rings until then, or until the time is over: then it closes without an outcome, which you can still give today.</p>
        <ActProblem act={act} />
      </div>
      <ActButton act={act} work={() => extend(held.contact)} icon="plus" test="extend">
        More time
      </ActButton>
    </section>
  );
}
