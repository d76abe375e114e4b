// What closed before this agent had said how it ended, today: each with the choice that is still open.
import { useMemo } from "preact/hooks";
import { me } from "../api/http";
import type { WithoutOutcome } from "../api/types";
import { ActProblem, makeAct } from "../kit/act";
import { channelOf, Icon } from "../kit/icon";
import { Menu } from "../kit/menu";
import { when } from "../kit/time";
import { view } from "./state";
import { setOutcome } from "./verbs";

function Line({ ended }: { ended: WithoutOutcome }) {
  const act = useMemo(makeAct, [ended.contact]);
  const who = ended.name ?? ended.address ?? "somebody with no number";
  const choices = (me.value?.outcomes ?? []).map((outcome) => ({ ...outcome, test: `outcome-${outcome.id}` }));
  return (
    <li class="aside-line long" data-test="without-outcome" data-contact={ended.contact}>
      <Icon name={channelOf(ended.channel).icon} label={channelOf(ended.channel).label} />
      <span class="grow aside-what">
        <span>The wrap-up of {who} ended without an outcome. Say how it ended.</span>
        <span class="small quiet">
          {ended.service_label} {ended.at && <span class="num">{when(ended.at)}</span>}
        </span>
        <ActProblem act={act} />
      </span>
      <Menu label={`How the contact of ${who} ended`} choices={choices} choose={(outcome) => void act.run(() => setOutcome(ended.contact, outcome))} look="tight" side="end" test="say-outcome" disabled={act.pending.value}>
        It ended…
      </Menu>
    </li>
  );
}

export function WithoutOutcomeList() {
  const ended = view.value?.without_outcome ?? [];
  if (ended.length === 0) return null;
  return (
    <section class="stack" aria-label="Ended without an outcome" role="status">
      <h2 class="label">Ended without an outcome</h2>
      <ul class="aside-list">
        {ended.map((each) => (
          <Line key={each.contact} ended={each} />
        ))}
      </ul>
    </section>
  );
}
