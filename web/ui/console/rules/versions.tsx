// Every version of the rules: who, when, why, and the way back to it.
import type { Signal } from "@preact/signals";
import { Icon } from "../../kit/icon";
import { when } from "../../kit/time";
import { versions } from "./state";

export function Versions({ rollBackTo }: { rollBackTo: Signal<number | null> }) {
  const newest = [...versions.value].sort((a, b) => b.version - a.version);
  return (
    <section class="card panel versions" aria-label="Versions" data-test="versions">
      <h2>Versions</h2>
      <ol class="scroll version-list" tabIndex={0} aria-label="Versions, newest first">
        {newest.map((each) => (
          <li key={each.version} class={`version ${each.current ? "current" : ""}`} data-test="version" data-version={each.version}>
            <p class="spread">
              <strong class="num">Version {each.version}</strong>
              {each.current ? (
                <span class="badge good"><Icon name="check" />In force</span>
              ) : (
                <button type="button" class="button tight" data-test="roll-back" onClick={() => (rollBackTo.value = each.version)}>
                  <Icon name="history" />
                  Go back to it
                </button>
              )}
            </p>
            <p>{each.why}</p>
            <p class="small quiet">{each.by}, <span class="num">{when(each.at)}</span></p>
          </li>
        ))}
      </ol>
    </section>
  );
}
