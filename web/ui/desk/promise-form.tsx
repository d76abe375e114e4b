// What happens next in the matter, and by which day: what the resident was promised.
import type { Case, ContactView } from "../api/types";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { useDrafted } from "../kit/drafted";
import { Field } from "../kit/field";
import { countyDay } from "../kit/time";
import { promise } from "./verbs";

export const promiseKey = (contact: ContactView): string => `promise.${contact.id}`;

export function PromiseForm({ contact, matter, done }: { contact: ContactView; matter: Case; done: () => void }) {
  const act = useAct();
  const { now, set } = useDrafted(promiseKey(contact), {
    next: matter.next_action ?? "",
    by: matter.promised_at ? countyDay(Date.parse(matter.promised_at), 0) : "",
  });
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const ok = await act.run(async () => {
      if (now.by && !now.next.trim()) throw new Error("Say what will happen by then.");
      await promise(contact.id, now.next.trim(), now.by || null);
    });
    if (ok) done();
  };
  return (
    <form class="stack" onSubmit={(event) => void submit(event)} noValidate>
      <Field label="What happens next" value={now.next} set={(next) => set({ next })} required={false} max={200} placeholder="An inspector looks at it" test="promise-next" />
      <Field label="Promised by" kind="date" value={now.by} set={(by) => set({ by })} required={false} hint="Leave it empty when no day was promised" test="promise-by" />
      <ActProblem act={act} />
      <ActButton act={act} submit look="main" test="promise-save">Save</ActButton>
    </form>
  );
}
