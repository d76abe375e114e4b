// A merge on the timeline, and the way back from it.
import { useSignal } from "@preact/signals";
import type { TimelineItem } from "../api/types";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { Dialog } from "../kit/dialog";
import { Field } from "../kit/field";
import { announce } from "../kit/say";
import { separate } from "./person-verbs";
import { SOMEBODY } from "./same-person-words";

export function Separate({ item, contact }: { item: TimelineItem; contact: string }) {
  const open = useSignal(false);
  return (
    <>
      <button type="button" class="link small" aria-haspopup="dialog" data-test="separate-open" onClick={() => (open.value = true)}>Separate again…</button>
      <Dialog title="Separate again" open={open.value} close={() => (open.value = false)} test="separate">
        <Form item={item} contact={contact} done={() => (open.value = false)} />
      </Dialog>
    </>
  );
}

function Form({ item, contact, done }: { item: TimelineItem; contact: string; done: () => void }) {
  const act = useAct();
  const why = useSignal("");
  const finish = async (): Promise<void> => {
    if (!why.value.trim()) throw new Error("Say in a few words why they are two people.");
    const { says } = await separate(contact, item.merge!, why.value.trim());
    announce(says);
    done();
  };
  return (
    <form class="stack wide" noValidate onSubmit={(event) => (event.preventDefault(), void act.run(finish))}>
      <p class="small">
        This becomes a person of their own again: <strong>{item.about ?? SOMEBODY}</strong>. What was moved goes back to them; what has come since stays here.
      </p>
      <Field label="Why are they two people?" value={why.value} set={(value) => (why.value = value)} hint="Kept on both timelines" max={200} test="separate-why" />
      <ActProblem act={act} boxed />
      <div class="actions">
        <button type="button" class="button" onClick={done}>Leave it</button>
        <ActButton act={act} submit look="main" test="separate-submit">{act.pending.value ? "Separating…" : "Separate them"}</ActButton>
      </div>
    </form>
  );
}
