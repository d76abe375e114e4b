// How it ended, and a last word. Closing frees the agent for the next contact.
import { useSignal } from "@preact/signals";
import { me } from "../api/http";
import type { InHand } from "../api/types";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { Field } from "../kit/field";
import { draft, dropDraftsOf, keepDraft } from "../kit/keep";
import { details } from "./state";
import { close } from "./verbs";

export function CloseForm({ held, done }: { held: InHand; done?: () => void }) {
  const act = useAct();
  const referred = details.value?.referrals.some(({ here }) => here) ?? false;
  const outcomes = details.value?.outcomes.length ? details.value.outcomes : (me.value?.outcomes ?? []);
  const likely = referred ? (outcomes.find(({ id }) => id === "referred")?.id ?? "") : "";
  const chosen = useSignal<string | null>(null);
  const words = useSignal(draft(`close.${held.contact}`));
  const outcome = chosen.value ?? likely;
  const write = (value: string) => {
    words.value = value;
    keepDraft(`close.${held.contact}`, value);
  };
  const finish = async (): Promise<void> => {
    if (!outcome) throw new Error("Choose how it ended.");
    await close(held.contact, outcome, words.value.trim(), String(details.value?.id === held.contact ? details.value.rev : held.rev));
    dropDraftsOf(held.contact);
    done?.();
  };
  const submit = (event: Event) => {
    event.preventDefault();
    void act.run(finish);
  };
  return (
    <form class="close-form" onSubmit={submit} aria-label="Close this contact">
      <fieldset>
        <legend class="label">How did it end?</legend>
        <div class="close-outcomes">
          {outcomes.map(({ id, label }) => (
            <label key={id} class="choice">
              <input type="radio" name={`outcome-${held.contact}`} value={id} checked={outcome === id} onChange={() => (chosen.value = id)} data-test="close-outcome" data-outcome={id} />
              <span>{label}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <div class="row asked close-row">
        <Field label="Last word for the case" value={words.value} set={write} required={false} unless="if any" test="close-note" />
        <ActButton act={act} submit look="main" icon="check" test="close-submit">
          {act.pending.value ? "Closing…" : "Close contact"}
        </ActButton>
      </div>
      <ActProblem act={act} />
    </form>
  );
}
