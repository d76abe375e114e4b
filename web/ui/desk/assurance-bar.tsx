// What to ask before the agent tells, shows or changes anything; and, once they have, that it is confirmed.
import type { ContactView, InHand } from "../api/types";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { Icon } from "../kit/icon";
import { confirm } from "./verbs";

export function AssuranceBar({ held, contact }: { held: InHand; contact: ContactView | null }) {
  const act = useAct();
  const assurance = contact?.id === held.contact ? contact.assurance : null;
  if (!assurance || (!assurance.lines.length && !assurance.how && !assurance.confirmed)) return null;
  const { named, lines, how, confirmed } = assurance;
  return (
    <div class={`assurance-bar ${lines.length ? "asks" : ""}`} data-test="assurance">
      <Icon name={lines.length ? "warn" : confirmed ? "check" : "info"} />
      <div class="grow small" role="status">
        {named && lines.length > 0 && <p>They named request <span class="num">{named}</span>, which did not come from here.</p>}
        {lines.map((line) => <p key={line} data-test="assurance-line">{line}</p>)}
        {confirmed && <p data-test="assurance-confirmed">{confirmed.by ?? "A colleague"} has confirmed who they are.</p>}
        {!lines.length && !confirmed && <p class="quiet">Nobody has confirmed who they are.</p>}
      </div>
      {how && held.state === "active" && (
        <ActButton act={act} work={() => confirm(held.contact, how)} look={lines.length ? "" : "ghost tight"} icon="check" test="assurance-confirm">
          {how === "papers" ? "Proof seen" : "Confirmed"}
        </ActButton>
      )}
      <ActProblem act={act} />
    </div>
  );
}
