// Going back to an earlier version: what that changes, and one click to do it.
import { useSignal, type Signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { get } from "../../api/http";
import type { RulesText } from "../../api/types";
import { ActButton, ActProblem, useAct } from "../../kit/act";
import { Dialog } from "../../kit/dialog";
import { Field } from "../../kit/field";
import { announce } from "../../kit/say";
import { Difference } from "./difference";
import { publishedSentence } from "./publish-dialog";
import { base, rollBack } from "./state";

export function RollBackDialog({ wanted, done }: { wanted: Signal<number | null>; done: Signal<string | null> }) {
  const act = useAct();
  const why = useSignal("");
  const old = useSignal<RulesText | null>(null);
  const number = wanted.value;
  useEffect(() => {
    old.value = null;
    if (number === null) return;
    why.value = `Back to version ${number}`;
    void act.run(async () => (old.value = await get<RulesText>(`/console/api/rules/versions/${number}`)));
  }, [number]);
  const go = async (): Promise<void> => {
    if (number === null) return;
    const { version, moved } = await rollBack(number, why.value.trim() || `Back to version ${number}`);
    done.value = publishedSentence(version, moved);
    announce(done.value);
    wanted.value = null;
  };
  return (
    <Dialog title={`Go back to version ${number ?? ""}?`} open={number !== null} close={() => (wanted.value = null)} wide>
      {old.value && base.value && <Difference before={base.value.text} after={old.value.text} />}
      <form class="stack wide" noValidate onSubmit={(event) => (event.preventDefault(), void act.run(go))}>
        <Field label="Why?" value={why.value} set={(value) => (why.value = value)} max={200} test="roll-back-why" />
        <ActProblem act={act} boxed />
        <div class="actions">
          <button type="button" class="button" onClick={() => (wanted.value = null)}>Leave it as it is</button>
          <ActButton act={act} submit look="main" icon="history" disabled={!old.value} test="roll-back-confirm">
            Go back to version {number}
          </ActButton>
        </div>
      </form>
    </Dialog>
  );
}
