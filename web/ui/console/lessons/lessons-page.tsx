// What the guess learns: try it and teach it, what agents put right, the examples, and how learning stands.
import { useEffect, useId, useRef } from "preact/hooks";
import { ActButton, ActProblem, useAct } from "../../kit/act";
import { Icon } from "../../kit/icon";
import { Problem } from "../../kit/problem";
import { Examples } from "./examples";
import { Learning } from "./learning";
import { done, follow, lessons, loadProblem } from "./state";
import { Suggestions } from "./suggestions";
import { TeachForm } from "./teach-form";

const TITLE = "lessons-title";

/** What had the focus may be gone with what was done: then it goes where that is taken back, and from there to the top. */
function keepFocus(id: string): void {
  if (document.activeElement === document.body) document.getElementById(id)?.querySelector<HTMLElement>("button")?.focus();
  if (document.activeElement === document.body) document.getElementById(TITLE)?.focus();
}

/** The last act, which can be taken back. */
function Done() {
  const act = useAct();
  const id = useId();
  const before = useRef(done.peek());
  useEffect(() => {
    if (before.current !== done.value) keepFocus(id);
    before.current = done.value;
  }, [done.value]);
  return (
    <>
      <div role="status" id={id}>
        {done.value && (
          <div class="banner good" data-test="lessons-done">
            <Icon name="check" />
            <span class="grow">{done.value.says}</span>
            <ActButton act={act} work={() => done.peek()!.undo()} icon="history" look="tight" test="lessons-undo">
              Undo
            </ActButton>
          </div>
        )}
      </div>
      <ActProblem act={act} boxed />
    </>
  );
}

export function LessonsPage() {
  useEffect(follow, []);
  return (
    <div class="lessons">
      <div class="lessons-main">
        <div class="stack">
          <h2 id={TITLE} tabIndex={-1}>What the guess learns</h2>
          <p class="quiet">
            Switchboard guesses which service a resident’s words are about. What you teach it here is used for every channel. Take names, numbers and addresses out of the words first.
          </p>
        </div>
        <Done />
        <Problem text={loadProblem.value} boxed />
        {lessons.value ? (
          <>
            <TeachForm />
            <Suggestions />
            <Examples />
          </>
        ) : (
          <p class="starting" role="status">Fetching the examples…</p>
        )}
      </div>
      <Learning />
    </div>
  );
}
