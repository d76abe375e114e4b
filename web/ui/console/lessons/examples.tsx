// The examples: found by words or service, withdrawn with undo, brought back, removed for good.
import { useSignal } from "@preact/signals";
import type { TaughtExample } from "../../api/types";
import { ActButton, ActProblem, useAct } from "../../kit/act";
import { Field } from "../../kit/field";
import { Icon } from "../../kit/icon";
import { when } from "../../kit/time";
import { bringBack, learning, lessons, remove, withdraw } from "./state";
import { examples, matches } from "./words";

const AT_FIRST = 30;

export function Examples() {
  const looked = useSignal("");
  const most = useSignal(AT_FIRST);
  const all = lessons.value!.examples;
  const found = all.filter((each) => matches(looked.value.trim(), each.text, each.label, each.by));
  return (
    <section class="card panel lessons-card" aria-labelledby="lessons-examples">
      <div class="spread">
        <h3 id="lessons-examples">Examples</h3>
        <span class="small quiet num">{all.length} of at most {lessons.value!.limits.examples}</span>
      </div>
      {all.length > 0 && <Field label="Search" required={false} unless="words, a service, a colleague" value={looked.value} set={(value) => (looked.value = value)} test="lessons-search" />}
      <p class="small quiet" role="status">{looked.value.trim() ? `${examples(found.length)} found` : all.length ? "" : "None yet. Try some words above, or take over what an agent put right."}</p>
      <ul class="lessons-list">
        {found.slice(0, most.value).map((each) => <Line key={each.id} each={each} />)}
      </ul>
      {found.length > most.value && <button type="button" class="button" onClick={() => (most.value += AT_FIRST)}>Show more</button>}
      <Withdrawn />
    </section>
  );
}

function About({ each }: { each: TaughtExample }) {
  return (
    <>
      <p class="lessons-words">{each.text}</p>
      <p class="row wrap">
        <strong class="small">{each.label}</strong>
        <Heard id={each.id} />
      </p>
      <p class="small quiet">{each.by}, <span class="num">{when(each.at)}</span></p>
    </>
  );
}

function Line({ each }: { each: TaughtExample }) {
  const act = useAct();
  return (
    <li class="lessons-line" data-test="example">
      <About each={each} />
      <p>
        <ActButton act={act} work={() => withdraw(each.id)} look="tight ghost" icon="cross" test="example-withdraw">Withdraw</ActButton>
      </p>
      <ActProblem act={act} />
    </li>
  );
}

/** Why an example is not answered as taught, or that it made the guess worse. */
function Heard({ id }: { id: string }) {
  const last = learning.value?.last;
  const blamed = last?.state === "refused" ? last.blamed.find(({ example }) => example === id) : undefined;
  const unheard = last?.unheard.find(({ example }) => example === id);
  if (blamed) return <span class="badge bad"><Icon name="warn" />Made trouble</span>;
  if (unheard?.sure_sign) return <span class="badge warn"><Icon name="warn" />A sure sign of danger goes first</span>;
  if (unheard) return <span class="badge warn"><Icon name="info" />Not followed: others speak against it</span>;
  return null;
}

function Withdrawn() {
  const all = lessons.value!.withdrawn;
  if (all.length === 0) return null;
  return (
    <details class="lessons-withdrawn" data-test="withdrawn">
      <summary>Withdrawn in the last day ({all.length})</summary>
      <ul class="lessons-list">
        {all.map((each) => <Gone key={each.id} each={each} />)}
      </ul>
      <p class="small quiet">The words of a withdrawn example are gone for good after 30 days.</p>
    </details>
  );
}

function Gone({ each }: { each: TaughtExample }) {
  const act = useAct();
  return (
    <li class="lessons-line" data-test="withdrawn-example">
      <About each={each} />
      <p class="row wrap">
        <ActButton act={act} work={() => bringBack(each.id)} look="tight" icon="history" test="example-back">Bring back</ActButton>
        <ActButton act={act} work={() => remove(each.id)} look="tight ghost" test="example-remove">Remove for good</ActButton>
      </p>
      <ActProblem act={act} />
    </li>
  );
}
