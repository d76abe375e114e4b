// Every version of the rules: who, when, why, what differs, and the way back to it in one click.
import { useSignal } from "@preact/signals";
import type { RulesVersion } from "../../api/types";
import { ActButton, ActProblem, useAct } from "../../kit/act";
import { Icon } from "../../kit/icon";
import { when } from "../../kit/time";
import { CompareDialog } from "./compare-dialog";
import { goBackTo, versions } from "./state";

export function Versions() {
  const compared = useSignal<number | null>(null);
  const newest = [...versions.value].sort((a, b) => b.version - a.version);
  return (
    <section class="card panel versions" aria-label="Versions" data-test="versions">
      <h2>Versions</h2>
      <ol class="scroll version-list" tabIndex={0} aria-label="Versions, newest first">
        {newest.map((each) => (
          <Line key={each.version} each={each} compare={() => (compared.value = each.version)} />
        ))}
      </ol>
      <CompareDialog wanted={compared} />
    </section>
  );
}

function Line({ each, compare }: { each: RulesVersion; compare: () => void }) {
  const act = useAct();
  return (
    <li class={`version ${each.current ? "current" : ""}`} data-test="version" data-version={each.version}>
      <p class="spread">
        <strong class="num">Version {each.version}</strong>
        {each.current && <span class="badge good"><Icon name="check" />In force</span>}
      </p>
      <p>{each.why}</p>
      <p class="small quiet">{each.by}, <span class="num">{when(each.at)}</span></p>
      {!each.current && (
        <p class="row wrap">
          <ActButton act={act} work={() => goBackTo(each.version)} icon="history" look="tight" test="roll-back">
            Go back to it
          </ActButton>
          <button type="button" class="button tight ghost" data-test="compare" aria-label={`What would change with version ${each.version}`} onClick={compare}>What would change</button>
        </p>
      )}
      <ActProblem act={act} />
    </li>
  );
}
