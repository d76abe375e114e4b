// A consultation while it lasts: how it stands, and its ways out.
import type { Consult, InHand } from "../api/types";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { Icon } from "../kit/icon";
import { howItStands } from "./consult-words";
import { capFor } from "./own-keys";
import { backToCaller, handOver, speakTogether } from "./verbs";

export function ConsultBar({ held, consult }: { held: InHand; consult: Consult }) {
  const act = useAct();
  const { side, state, words } = consult;
  const there = state === "talking" || state === "together";
  return (
    <section class={`consult-bar ${state === "over" ? "over" : ""}`} aria-label="Consultation" data-test="consult-bar" data-state={state}>
      <Icon name={state === "over" ? "warn" : "people"} />
      <div class="grow consult-words">
        <p role="status" data-test="consult-says"><strong>{howItStands(consult)}</strong></p>
        <p class="small clip">{side === "asking" ? `You ask about: ${words}` : words}</p>
        <ActProblem act={act} />
      </div>
      {side === "asking" && (
        <div class="row wrap consult-ways">
          {there && (
            <ActButton act={act} work={() => handOver(held.contact)} icon="arrow" look="main" test="consult-hand-over">
              Hand over
            </ActButton>
          )}
          {state === "talking" && (
            <ActButton act={act} work={() => speakTogether(held.contact)} icon="people" test="consult-together">
              Talk together
            </ActButton>
          )}
          <ActButton act={act} work={() => backToCaller(held.contact)} icon="left" look={state === "over" ? "main" : ""} test="consult-back" keys={capFor("back")}>
            {state === "ringing" ? "Cancel, back to the caller" : "Back to the caller"}
          </ActButton>
        </div>
      )}
    </section>
  );
}
