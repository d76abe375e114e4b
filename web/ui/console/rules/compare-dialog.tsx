// What an earlier version of the rules would change against the one in force. It only shows.
import type { Signal } from "@preact/signals";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { get } from "../../api/http";
import type { RulesText } from "../../api/types";
import { ActProblem, useAct } from "../../kit/act";
import { Dialog } from "../../kit/dialog";
import { Difference } from "./difference";
import { base } from "./state";

export function CompareDialog({ wanted }: { wanted: Signal<number | null> }) {
  const act = useAct();
  const old = useSignal<RulesText | null>(null);
  const number = wanted.value;
  const close = () => (wanted.value = null);
  useEffect(() => {
    old.value = null;
    if (number === null) return;
    void act.run(async () => (old.value = await get<RulesText>(`/console/api/rules/versions/${number}`)));
  }, [number]);
  return (
    <Dialog title={`What version ${number ?? ""} would change`} open={number !== null} close={close} wide>
      {old.value && base.value && <Difference before={base.value.text} after={old.value.text} />}
      <ActProblem act={act} boxed />
      <div class="actions">
        <button type="button" class="button" onClick={close}>Close</button>
      </div>
    </Dialog>
  );
}
