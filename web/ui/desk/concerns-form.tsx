// Whom the matter concerns when it is not the caller, how they are related, and by what authority the caller speaks.
import { useSignal } from "@preact/signals";
import type { ContactView } from "../api/types";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { Field } from "../kit/field";
import { setConcerns } from "./verbs";

const AUTHORITY = ["They agreed to it", "Power of attorney", "Parent or guardian", "Professional", "None, taking a report only"];

export function ConcernsForm({ contact, done }: { contact: ContactView; done: () => void }) {
  const act = useAct();
  const name = useSignal(contact.concerns?.name ?? "");
  const relation = useSignal(contact.concerns?.relation ?? "");
  const authority = useSignal(contact.concerns?.authority ?? "");
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const ok = await act.run(async () => {
      if (!name.value.trim()) throw new Error("Type the name of the person it is about.");
      await setConcerns(contact.id, { name: name.value.trim(), relation: relation.value.trim(), authority: authority.value });
    });
    if (ok) done();
  };
  /** A matter without a name of whom it is about is the caller’s own. */
  const takeBack = async (): Promise<void> => {
    await setConcerns(contact.id, { name: "", relation: "", authority: "" });
    done();
  };
  return (
    <form class="stack" onSubmit={(event) => void submit(event)} noValidate>
      <Field label="Whom it is about" value={name.value} set={(value) => (name.value = value)} test="concerns-name" />
      <Field label="They are the caller’s" value={relation.value} set={(value) => (relation.value = value)} required={false} placeholder="mother, neighbour, client…" test="concerns-relation" />
      <Field label="Authority to speak for them" kind="choice" choices={AUTHORITY} value={authority.value} set={(value) => (authority.value = value)} required={false} test="concerns-authority" />
      <ActProblem act={act} />
      <ActButton act={act} submit look="main" test="concerns-save">Save</ActButton>
      {contact.concerns && <ActButton act={act} work={takeBack} test="concerns-take-back">About themselves after all</ActButton>}
    </form>
  );
}
