// Giving a contact that waits to an agent by name: who is ready, and why.
import { useSignal } from "@preact/signals";
import { ActButton, ActProblem, useAct } from "../../kit/act";
import { Field } from "../../kit/field";
import { view } from "../state";
import { give } from "./state";

export function GiveForm({ contact }: { contact: string }) {
  const act = useAct();
  const to = useSignal("");
  const why = useSignal("");
  const done = useSignal(false);
  const ready = (view.value?.agents ?? []).filter(({ state }) => state === "ready");
  const finish = async (): Promise<void> => {
    if (!to.value) throw new Error("Choose an agent.");
    if (!why.value.trim()) throw new Error("Say why: it is kept with your name.");
    await give(contact, to.value, why.value.trim());
    done.value = true;
  };
  if (done.value) return <p role="status" data-test="given">Given. It is theirs alone for two minutes.</p>;
  if (ready.length === 0) return <p class="small quiet">Nobody is ready, so it cannot be given to anybody.</p>;
  return (
    <form class="stack give" noValidate aria-label="Give it to an agent" onSubmit={(event) => (event.preventDefault(), void act.run(finish))}>
      <h3>Give it to</h3>
      <label class="field">
        <span class="title">Agent</span>
        <select class="input" value={to.value} onChange={(event) => (to.value = event.currentTarget.value)} data-test="give-to">
          <option value="">Choose…</option>
          {ready.map(({ id, name, in_hand }) => <option key={id} value={id}>{name}{in_hand.length ? `, ${in_hand.length} in hand` : ""}</option>)}
        </select>
      </label>
      <div class="row asked">
        <Field label="Why?" value={why.value} set={(value) => (why.value = value)} max={200} test="give-why" />
        <ActButton act={act} submit look="main" test="give-submit">Give</ActButton>
      </div>
      <ActProblem act={act} />
    </form>
  );
}
