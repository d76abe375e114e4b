// That somebody is who they say, who made sure of it, and how.
import { useSignal } from "@preact/signals";
import type { ContactView } from "../api/types";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { Field } from "../kit/field";
import { Icon } from "../kit/icon";
import { when } from "../kit/time";
import { verify } from "./person-verbs";

export function Confirmed({ contact }: { contact: ContactView }) {
  const opens = useSignal(false);
  const { name, verified } = contact.person ?? {};
  if (!name) return null;
  return (
    <>
      {verified && (
        <p class="confirmed small" data-test="verified">
          <Icon name="check" />
          <span><strong>Confirmed</strong> by {verified.by}, {when(verified.at)}: {verified.how}</span>
        </p>
      )}
      <button type="button" class="link small" data-test="verify-open" aria-expanded={opens.value ? "true" : "false"} onClick={() => (opens.value = !opens.value)}>
        {opens.value ? "Leave it" : verified ? "Change how they were confirmed" : "Confirm who they are"}
      </button>
      {opens.value && <VerifyForm contact={contact} done={() => (opens.value = false)} />}
    </>
  );
}

function VerifyForm({ contact, done }: { contact: ContactView; done: () => void }) {
  const act = useAct();
  const verified = contact.person?.verified ?? null;
  const how = useSignal(verified?.how ?? "");
  const save = async (): Promise<void> => {
    if (!how.value.trim()) throw new Error("Say how you know who they are.");
    await verify(contact.id, how.value.trim());
    done();
  };
  const takeBack = async (): Promise<void> => {
    await verify(contact.id, "");
    done();
  };
  return (
    <form class="stack" noValidate onSubmit={(event) => (event.preventDefault(), void act.run(save))}>
      <Field label="How do you know who they are?" value={how.value} set={(value) => (how.value = value)} hint="What you asked or saw, never the answers themselves" placeholder="Passport seen at the front desk" max={200} focus test="verify-how" />
      <ActProblem act={act} />
      <ActButton act={act} submit look="main" test="verify-save">Confirm</ActButton>
      {verified && <ActButton act={act} work={takeBack} test="verify-take-back">Not confirmed after all</ActButton>}
    </form>
  );
}
