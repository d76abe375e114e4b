// In the drawer of a contact: what else its person has open, and joining that to it, with a reason.
import { useSignal } from "@preact/signals";
import type { OtherContact } from "../../api/types";
import { ActButton, ActProblem, useAct } from "../../kit/act";
import { Field } from "../../kit/field";
import { channelOf, Icon } from "../../kit/icon";
import { when } from "../../kit/time";
import { useAnswer } from "../why/answer";
import { joinTo, othersOf } from "./state";

export function JoinForm({ contact }: { contact: string }) {
  const { answer } = useAnswer<OtherContact[]>(othersOf(contact));
  const joined = useSignal(0);
  return (
    <>
      <p role="status" class={joined.value ? "small" : "sr-only"} data-test="joined">{joined.value > 0 && "Joined. It is part of this contact now."}</p>
      {answer && answer.length > 0 && (
        <section class="stack" aria-label="Also open from the same person" data-test="others">
          <h3>Also open from the same person</h3>
          <ul class="stack">
            {answer.map((other) => <Line key={other.contact} contact={contact} other={other} done={() => (joined.value += 1)} />)}
          </ul>
        </section>
      )}
    </>
  );
}

function Line({ contact, other, done }: { contact: string; other: OtherContact; done: () => void }) {
  const act = useAct();
  const why = useSignal("");
  const finish = async (): Promise<void> => {
    if (!why.value.trim()) throw new Error("Say why they are one matter: it is kept with your name.");
    await joinTo(contact, other.contact, why.value.trim());
    done();
  };
  return (
    <li class="act-line" data-test="other" data-contact={other.contact}>
      <p class="row">
        <Icon name={channelOf(other.channel).icon} label={channelOf(other.channel).label} />
        <strong class="grow clip">{other.service_label ?? "Service not known yet"}</strong>
        <span class="num small">{when(other.arrived_at)}</span>
      </p>
      {other.words && <p class="small">“{other.words}”</p>}
      <form class="row asked" noValidate onSubmit={(event) => (event.preventDefault(), void act.run(finish))}>
        <Field label="Why is it the same matter?" value={why.value} set={(value) => (why.value = value)} max={200} test="join-why" />
        <ActButton act={act} submit test="join-submit">Join</ActButton>
      </form>
      <ActProblem act={act} />
    </li>
  );
}
