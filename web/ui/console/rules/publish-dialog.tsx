// The last look before rules go live: what changes against those in force, and why, which is kept with the version.
import { useSignal, type Signal } from "@preact/signals";
import { ActButton, ActProblem, useAct } from "../../kit/act";
import { Dialog } from "../../kit/dialog";
import { Field } from "../../kit/field";
import { Difference } from "./difference";
import { base, publish, tell, text, warnings } from "./state";
import { Warnings } from "./warnings";

export function PublishDialog({ open }: { open: Signal<boolean> }) {
  const act = useAct();
  const why = useSignal("");
  const asked = useSignal(false);
  const send = async (): Promise<void> => {
    asked.value = true;
    if (!why.value.trim()) throw new Error("Say why first: it is kept with the version.");
    const { version, moved } = await publish(why.value.trim());
    tell(version, moved, null);
    why.value = "";
    asked.value = false;
    open.value = false;
  };
  return (
    <Dialog title="Publish these rules?" open={open.value} close={() => (open.value = false)} wide>
      <Difference before={base.value?.text ?? ""} after={text.value} />
      <form class="stack wide" noValidate onSubmit={(event) => (event.preventDefault(), void act.run(send))}>
        <Field label="Why?" value={why.value} set={(value) => (why.value = value)} hint="One sentence for whoever looks at this version later" max={200} test="rules-why" problem={asked.value && !why.value.trim() ? "Say why first." : null} />
        <Warnings />
        <ActProblem act={act} boxed />
        <div class="actions">
          <button type="button" class="button" onClick={() => (open.value = false)}>Not yet</button>
          <ActButton act={act} submit look="main" icon="check" test="rules-confirm">
            {act.pending.value ? "Publishing…" : warnings.value.length ? "Publish all the same" : "Publish now"}
          </ActButton>
        </div>
      </form>
    </Dialog>
  );
}
