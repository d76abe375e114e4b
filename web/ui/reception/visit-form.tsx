// A visitor, written down while they stand there: one line of what they came for is enough for a ticket.
import { useSignal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import { me } from "../api/http";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { Field } from "../kit/field";
import { announceNow } from "../kit/say";
import { addVisit, given } from "./state";
import { onceKey, underKey } from "../kit/once";
import { ServiceOptions } from "../kit/service-options";

/** As `channels/walk_in/inbound.py` has them. */
const NEEDS: [string, string][] = [
  ["step-free", "Step-free, or a wheelchair"],
  ["hearing", "Hard of hearing"],
  ["sign", "Sign language"],
  ["sight", "Sight loss"],
  ["quiet", "A quiet place"],
  ["interpreter", "An interpreter"],
];

export function VisitForm() {
  const act = useAct();
  const form = useRef<HTMLFormElement>(null);
  const [words, service, name] = [useSignal(""), useSignal(""), useSignal("")];
  const needs = useSignal<string[]>([]);
  // One key a visitor: a ticket that is asked for again after a lost answer is the same ticket.
  const key = useMemo(() => ({ now: onceKey() }), []);
  const submit = async (): Promise<void> => {
    if (!words.value.trim() && !service.value) throw new Error("Say what they came for, or choose the service.");
    await underKey(key, (own) => addVisit({ name: name.value, words: words.value, service: service.value, needs: needs.value, key: own }));
    [words.value, service.value, name.value, needs.value] = ["", "", "", []];
    announceNow(`Ticket ${given.value?.ticket}. ${given.value?.wait ?? ""}`);
    form.current?.querySelector("textarea")?.focus({ preventScroll: true });
  };
  const tick = (id: string, on: boolean) => (needs.value = on ? [...needs.value, id] : needs.value.filter((each) => each !== id));
  return (
    <form class="card visit-form" ref={form} noValidate onSubmit={(event) => (event.preventDefault(), void act.run(submit))}>
      <h2>A visitor</h2>
      <Field label="What did they come for?" kind="long_text" rows={2} max={500} value={words.value} set={(value) => (words.value = value)} hint="In their own words; the right service is found from it" test="visit-words" />
      <label class="field">
        <span class="title">Service <span class="quiet">(if they know it)</span></span>
        <select class="input" value={service.value} onChange={(event) => (service.value = event.currentTarget.value)} data-test="visit-service">
          <option value="">Find it from their words</option>
          <ServiceOptions services={me.value?.services ?? []} />
        </select>
      </label>
      <Field label="Name" required={false} value={name.value} set={(value) => (name.value = value)} max={100} hint="Only if they want to give it" test="visit-name" />
      <fieldset class="field">
        <legend class="title">Access needs</legend>
        <div class="needs">
          {NEEDS.map(([id, label]) => (
            <label key={id} class="choice">
              <input type="checkbox" checked={needs.value.includes(id)} onChange={(event) => tick(id, event.currentTarget.checked)} data-test={`need-${id}`} />
              {label}
            </label>
          ))}
        </div>
      </fieldset>
      <ActProblem act={act} boxed />
      <ActButton act={act} submit look="main full big" icon="plus" test="visit-add">Give a ticket</ActButton>
    </form>
  );
}
