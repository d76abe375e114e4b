// Safeguarding markers. The server sends them to those alone who may know; for everybody else there is nothing here.
import { useSignal } from "@preact/signals";
import type { ContactView } from "../api/types";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { Field } from "../kit/field";
import { Icon } from "../kit/icon";
import { when } from "../kit/time";
import { lift, mark } from "./person-verbs";

export function Markers({ contact }: { contact: ContactView }) {
  const act = useAct();
  const opens = useSignal(false);
  const markers = contact.person?.safeguarding;
  if (!markers) return null;
  return (
    <>
      {markers.map((marker) => (
        <div key={marker.id} class="marker" data-test="marker">
          <Icon name="warn" />
          <p class="grow">
            <strong>Safeguarding:</strong> {marker.text}
            <span class="small marker-by">{marker.by}, {when(marker.at)}</span>
          </p>
          <ActButton act={act} work={() => lift(contact.id, marker.id)} look="tight" test="marker-lift" label={`Lift the marker: ${marker.text}`}>Lift</ActButton>
        </div>
      ))}
      <ActProblem act={act} />
      <button type="button" class="link small" data-test="marker-open" aria-expanded={opens.value ? "true" : "false"} onClick={() => (opens.value = !opens.value)}>
        {opens.value ? "Leave it" : "Set a safeguarding marker"}
      </button>
      {opens.value && <MarkForm contact={contact.id} done={() => (opens.value = false)} />}
    </>
  );
}

function MarkForm({ contact, done }: { contact: string; done: () => void }) {
  const act = useAct();
  const text = useSignal("");
  const save = async (): Promise<void> => {
    if (!text.value.trim()) throw new Error("Say in a few words what the worry is.");
    await mark(contact, text.value.trim());
    done();
  };
  return (
    <form class="stack" noValidate onSubmit={(event) => (event.preventDefault(), void act.run(save))}>
      <Field label="What is the worry?" kind="long_text" rows={2} value={text.value} set={(value) => (text.value = value)} hint="Seen by those trained in safeguarding alone" max={500} focus test="marker-text" />
      <ActProblem act={act} />
      <ActButton act={act} submit look="main" test="marker-save">Set it</ActButton>
    </form>
  );
}
