// "What if": past days lived again under the draft, beside the same days under the rules that were in force.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { WhatIf } from "../../api/types";
import { ActButton, ActProblem, useAct } from "../../kit/act";
import { Dialog } from "../../kit/dialog";
import { Field } from "../../kit/field";
import { Icon } from "../../kit/icon";
import { Problem } from "../../kit/problem";
import { countyDay, dayOf, serverNow } from "../../kit/time";
import { changed } from "./state";
import { Answer } from "./what-if-answer";
import { again, ask, asked, asking, cancel, follow, isOpen } from "./what-if-state";

const DAYS = [
  { id: "today", says: "Today so far", first: 0, last: 0 },
  { id: "yesterday", says: "Yesterday", first: -1, last: -1 },
  { id: "week", says: "The last 7 days", first: -7, last: -1 },
  { id: "two-weeks", says: "The last 14 days", first: -14, last: -1 },
];

export function WhatIfDialog() {
  return (
    <Dialog title="What if these rules had been in force?" open={asking.value} close={() => (asking.value = false)} wide test="what-if">
      <Inside />
    </Dialog>
  );
}

function Inside() {
  useEffect(follow, []);
  const question = asked.value;
  if (question && isOpen(question)) return <Progress question={question} />;
  if (question?.state === "done" && question.answer) return <Done question={question} />;
  return (
    <>
      {question?.problem && <Problem text={question.problem} boxed />}
      {question?.state === "cancelled" && <p class="small quiet" role="status">Cancelled.</p>}
      <Ask />
    </>
  );
}

function Ask() {
  const act = useAct();
  const days = useSignal("week");
  const first = useSignal(countyDay(serverNow(), -7));
  const last = useSignal(countyDay(serverNow(), -1));
  const send = async (): Promise<void> => {
    const choice = DAYS.find(({ id }) => id === days.value);
    const from = choice ? countyDay(serverNow(), choice.first) : first.value;
    const to = choice ? countyDay(serverNow(), choice.last) : last.value;
    if (!from || !to) throw new Error("Choose the first and the last day.");
    await ask(from, to);
  };
  return (
    <form class="stack wide" noValidate onSubmit={(event) => (event.preventDefault(), void act.run(send))}>
      <p>{changed.value ? "What you have written" : "The rules in force"} would route the contacts of past days once more. Nothing changes for anybody.</p>
      <fieldset>
        <legend class="label">Which days?</legend>
        <div class="what-if-days">
          {[...DAYS, { id: "other", says: "Other days" }].map(({ id, says }) => (
            <label key={id} class="choice">
              <input type="radio" name="what-if-days" checked={days.value === id} onChange={() => (days.value = id)} data-test={`what-if-${id}`} />
              <span>{says}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {days.value === "other" && (
        <div class="what-if-days">
          <Field label="First day" kind="date" value={first.value} set={(value) => (first.value = value)} test="what-if-first" />
          <Field label="Last day" kind="date" value={last.value} set={(value) => (last.value = value)} test="what-if-last" />
        </div>
      )}
      <ActProblem act={act} boxed />
      <div class="actions">
        <button type="button" class="button" onClick={() => (asking.value = false)}>Not now</button>
        <ActButton act={act} submit look="main" icon="history" test="what-if-ask">{act.pending.value ? "Asking…" : "Work it out"}</ActButton>
      </div>
    </form>
  );
}

function daysOf({ first, last }: WhatIf): string {
  return first === last ? dayOf(`${first}T12:00:00Z`) : `${dayOf(`${first}T12:00:00Z`)} to ${dayOf(`${last}T12:00:00Z`)}`;
}

function Progress({ question }: { question: WhatIf }) {
  const act = useAct();
  const done = Math.round(question.share * 100);
  return (
    <div class="stack wide" data-test="what-if-progress">
      <p>{question.state === "waiting" ? "Waiting for a worker" : "Living the days once more"}: {daysOf(question)}, asked by {question.by}.</p>
      <progress class="what-if-bar" max={100} value={done} aria-label="How far it is" />
      <p class="small quiet num" role="status">{done} % done. You may close this and go on; it is kept for a day.</p>
      <ActProblem act={act} boxed />
      <div class="actions">
        <ActButton act={act} work={cancel} icon="cross" test="what-if-cancel">Cancel</ActButton>
      </div>
    </div>
  );
}

function Done({ question }: { question: WhatIf }) {
  return (
    <div class="stack wide" data-test="what-if-answer">
      <p>
        <strong>{daysOf(question)}</strong>, {question.answer!.contacts} contacts, asked by {question.by}. Each figure goes from the rules in force then to the draft, as lived {question.answer!.replications} times over; the interval says how sure that is.
      </p>
      <Answer answer={question.answer!} />
      <div class="actions">
        <button type="button" class="button" data-test="what-if-again" onClick={again}>
          <Icon name="refresh" />
          Ask about other days
        </button>
      </div>
    </div>
  );
}
