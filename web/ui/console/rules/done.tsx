// What has just come into force; going back to an earlier version can itself be taken back.
import { ActButton, ActProblem, useAct } from "../../kit/act";
import { Icon } from "../../kit/icon";
import { done, undo, undoable } from "./state";

export function Done() {
  const act = useAct();
  return (
    <>
      <div role="status">
        {done.value && (
          <div class="banner good" data-test="rules-done">
            <Icon name="check" />
            <span>{done.value.says}</span>
            {undoable.value && (
              <ActButton act={act} work={undo} icon="history" look="tight" test="roll-back-undo">
                Undo
              </ActButton>
            )}
          </div>
        )}
      </div>
      <ActProblem act={act} boxed />
    </>
  );
}
