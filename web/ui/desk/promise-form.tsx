// What happens next in the matter, and by which day: what the resident was promised.
import { useSignal } from "@preact/signals";
import type { Case, ContactView } from "../api/types";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { Field } from "../kit/field";
import { countyDay } from "../kit/time";
import { promise } from "./verbs";

export function PromiseForm({ contact, matter, done }: { contact: ContactView; matter: Case; done: () => void }) {
  const act = useAct();
  const next = useSignal(matter.next_action ?? "");
  const by = useSignal(matter.promised_at ? countyDay(Date.parse(matter.promised_at), 0) : "");
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const ok = await act.run(async () => {
      if (by.value && !next.value.trim()) throw new Error("Say what will happen by then.");
      await promise(contact.id, next.value.trim(), by.value || null);
    });
    if (ok) done();
  };
  return (
    <form class="stack" onSubmit={(event) => void submit(event)} noValidate>
      <Field label="What happens next" value={next.value} set={(value) => (next.value = value)} required={false} max={200} placeholder="An inspector looks at it" test="promise-next" />
      <Field label="Promised by" kind="date" value={by.value} set={(value) => (by.value = value)} required={false} hint="Leave it empty when no day was promised" test="promise-by" />
      <ActProblem act={act} />
      <ActButton act={act} submit look="main" test="promise-save">Save</ActButton>
    </form>
  );
}
