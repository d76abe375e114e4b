// What the caller speaks, and what they need to reach us. It is kept for the next time, and the routing rules know it.
import type { ContactView } from "../api/types";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { useDrafted } from "../kit/drafted";
import { Field } from "../kit/field";
import { languages } from "../kit/language";
import { setNeeds } from "./verbs";

const AT_MOST = 500;

export const needsKey = (contact: ContactView): string => `needs.${contact.id}`;

export function NeedsForm({ contact, done }: { contact: ContactView; done: () => void }) {
  const act = useAct();
  const { now, set } = useDrafted(needsKey(contact), { language: contact.person?.language ?? "", needs: contact.person?.access_needs ?? "" });
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (await act.run(() => setNeeds(contact.id, now.language, now.needs.trim()))) done();
  };
  return (
    <form class="stack" onSubmit={(event) => void submit(event)} noValidate aria-label="Language and access needs">
      <label class="field">
        <span class="title">Language</span>
        <select class="input" value={now.language} onChange={(event) => set({ language: event.currentTarget.value })} data-test="needs-language">
          <option value="">Not said</option>
          {languages(contact.person?.language ?? null).map(([heading, choices]) => (
            <optgroup key={heading} label={heading}>
              {choices.map(({ tag, name }) => <option key={tag} value={tag}>{name}</option>)}
            </optgroup>
          ))}
        </select>
      </label>
      <Field label="Access needs" kind="long_text" rows={2} hint="With commas: hearing, large print" value={now.needs} set={(needs) => set({ needs })} required={false} unless="if any" max={AT_MOST} test="needs-access" />
      <ActProblem act={act} />
      <ActButton act={act} submit look="main" test="needs-save">Save</ActButton>
    </form>
  );
}
