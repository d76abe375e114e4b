// Putting written work aside until a moment: three taps for the usual, a date and a time for the rest, and what it waits for.
import { useSignal } from "@preact/signals";
import type { InHand } from "../api/types";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { useDrafted } from "../kit/drafted";
import { Field } from "../kit/field";
import { keepDraft } from "../kit/keep";
import { countyDay, serverNow } from "../kit/time";
import { CHOICES, momentOf, type Choice } from "./put-aside-words";
import { park } from "./verbs";

export function PutAside({ held, done }: { held: InHand; done: () => void }) {
  const act = useAct();
  const choice = useSignal<Choice>("hour");
  const date = useSignal(countyDay(serverNow(), 1));
  const time = useSignal("09:00");
  const key = `aside.${held.contact}`;
  const { now, set } = useDrafted(key, { why: "" });
  const asked = useSignal(false);
  const finish = async (): Promise<void> => {
    asked.value = true;
    const until = momentOf(choice.value, date.value, time.value, serverNow());
    if (!until) throw new Error("Choose the date and the time.");
    if (!now.why.trim()) throw new Error("Say in a few words what it waits for.");
    await park(held.contact, until, now.why.trim());
    keepDraft(key, "");
    done();
  };
  return (
    <form class="stack wide" noValidate onSubmit={(event) => (event.preventDefault(), void act.run(finish))}>
      <fieldset>
        <legend class="label">Until when?</legend>
        <div class="aside-choices">
          {CHOICES.map(({ id, says }) => (
            <label key={id} class="choice">
              <input type="radio" name="aside-until" value={id} checked={choice.value === id} onChange={() => (choice.value = id)} data-test={`aside-${id}`} />
              <span>{says}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {choice.value === "other" && (
        <div class="aside-when">
          <Field label="Date" kind="date" value={date.value} set={(value) => (date.value = value)} test="aside-date" />
          <Field label="Time" kind="time" value={time.value} set={(value) => (time.value = value)} test="aside-time" />
        </div>
      )}
      <Field label="What does it wait for?" value={now.why} set={(why) => set({ why })} hint="Colleagues see it on the contact" max={200} test="aside-why" problem={asked.value && !now.why.trim() ? "Say what it waits for." : null} />
      <p class="small quiet">
        {held.channel === "phone"
          ? "Then it rings at your desk first, and you press “Ring them”. If the resident rings before that, they are in their old place."
          : "It comes back by itself, at its old place. If the resident writes before that, it comes back at once."}
      </p>
      <ActProblem act={act} boxed />
      <div class="actions">
        <button type="button" class="button" onClick={done}>Keep it</button>
        <ActButton act={act} submit look="main" icon="clock" test="aside-submit">
          {act.pending.value ? "Putting aside…" : "Put aside"}
        </ActButton>
      </div>
    </form>
  );
}
