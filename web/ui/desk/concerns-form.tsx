// Whom the matter concerns when it is not the caller, how they are related, and by what authority the caller speaks.
import type { ContactView } from "../api/types";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { useDrafted } from "../kit/drafted";
import { Field } from "../kit/field";
import { setConcerns } from "./verbs";

const AUTHORITY = ["They agreed to it", "Power of attorney", "Parent or guardian", "Professional", "None, taking a report only"];

export const concernsKey = (contact: ContactView): string => `concerns.${contact.id}`;

export function ConcernsForm({ contact, done }: { contact: ContactView; done: () => void }) {
  const act = useAct();
  const { name, relation, authority } = contact.concerns ?? {};
  const { now, set } = useDrafted(concernsKey(contact), { name: name ?? "", relation: relation ?? "", authority: authority ?? "" });
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const ok = await act.run(async () => {
      if (!now.name.trim()) throw new Error("Type the name of the person it is about.");
      await setConcerns(contact.id, { name: now.name.trim(), relation: now.relation.trim(), authority: now.authority });
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
      <Field label="Whom it is about" value={now.name} set={(said) => set({ name: said })} test="concerns-name" />
      <Field label="They are the caller’s" value={now.relation} set={(said) => set({ relation: said })} required={false} placeholder="mother, neighbour, client…" test="concerns-relation" />
      <Field label="Authority to speak for them" kind="choice" choices={AUTHORITY} value={now.authority} set={(chosen) => set({ authority: chosen })} required={false} test="concerns-authority" />
      <ActProblem act={act} />
      <ActButton act={act} submit look="main" test="concerns-save">Save</ActButton>
      {contact.concerns && <ActButton act={act} work={takeBack} test="concerns-take-back">About themselves after all</ActButton>}
    </form>
  );
}
