// What a supervisor can do about one agent: end a wrap-up that was left open, put them on a break, take them off.
import { useSignal } from "@preact/signals";
import { me } from "../../api/http";
import type { BoardAgent } from "../../api/types";
import { ActButton, ActProblem, useAct } from "../../kit/act";
import { Dialog } from "../../kit/dialog";
import { Field } from "../../kit/field";
import { view } from "../state";
import { about, choicesFor, release, sendOnBreak, takeOff } from "./state";

function Form({ agent }: { agent: BoardAgent }) {
  const act = useAct();
  const choices = choicesFor(agent);
  const chosen = useSignal(choices[0]?.id ?? "");
  const reasons = me.value?.break_reasons ?? [];
  const reason = useSignal(reasons[0]?.id ?? "");
  const why = useSignal("");
  const asked = useSignal(false);
  const finish = async (): Promise<void> => {
    asked.value = true;
    const words = why.value.trim();
    if (!words) throw new Error("Say why: it is kept with your name.");
    if (chosen.value === "break") await sendOnBreak(agent.id, reason.value, words);
    else if (chosen.value === "leave") await takeOff(agent.id, words);
    else await release(chosen.value.replace("release:", ""), words);
    about.value = null;
  };
  if (choices.length === 0) return <p>{agent.name} is not at work, and has no wrap-up open.</p>;
  return (
    <form class="stack wide" noValidate onSubmit={(event) => (event.preventDefault(), void act.run(finish))}>
      <fieldset class="stack">
        <legend class="sr-only">What to do</legend>
        {choices.map(({ id, says }) => (
          <label key={id} class="choice">
            <input type="radio" name="act" value={id} checked={chosen.value === id} onChange={() => (chosen.value = id)} data-test={`act-${id.split(":")[0]}`} />
            <span>{says}</span>
          </label>
        ))}
      </fieldset>
      {chosen.value === "break" && (
        <div class="field">
          <label for="act-reason">Kind of break</label>
          <select id="act-reason" class="input" value={reason.value} onChange={(event) => (reason.value = event.currentTarget.value)} data-test="act-reason">
            {reasons.map(({ id, label }) => <option key={id} value={id}>{label}</option>)}
          </select>
        </div>
      )}
      {chosen.value === "leave" && agent.in_hand.length > 0 && <p class="small quiet">What they have in hand stays with them.</p>}
      <Field label="Why?" value={why.value} set={(value) => (why.value = value)} hint="Kept with your name and the time" max={200} test="act-why" problem={asked.value && !why.value.trim() ? "Say why first." : null} />
      <ActProblem act={act} boxed />
      <div class="actions">
        <button type="button" class="button" onClick={() => (about.value = null)}>Leave it</button>
        <ActButton act={act} submit look="main" icon="check" test="act-submit">{act.pending.value ? "Doing it…" : "Do it"}</ActButton>
      </div>
    </form>
  );
}

export function AgentDialog() {
  const agent = view.value?.agents.find(({ id }) => id === about.value);
  return (
    <Dialog title={agent?.name ?? "Agent"} open={agent !== undefined} close={() => (about.value = null)} test="agent-acts">
      {agent && <Form key={agent.id} agent={agent} />}
    </Dialog>
  );
}
