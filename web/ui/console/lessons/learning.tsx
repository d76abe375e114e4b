// How learning stands: what is in force, how far it is, what the last time changed, and the way back to what is shipped.
import type { LastLesson, LearningView } from "../../api/types";
import { ActButton, ActProblem, useAct } from "../../kit/act";
import { Icon } from "../../kit/icon";
import { now, seconds, when } from "../../kit/time";
import { goBack, learn, learning, lessons, withdraw } from "./state";
import { ago, examples, MARKS, perCent, saysOf } from "./words";

export function Learning() {
  const view = learning.value;
  if (!view) return null;
  return (
    <section class="card panel lessons-learning" aria-labelledby="lessons-learning" data-test="learning">
      <h3 id="lessons-learning">Learning</h3>
      {view.no_model ? <NoModel /> : view.under_way ? <Progress view={view} /> : <Stands view={view} />}
      {!view.under_way && view.last && <Last last={view.last} />}
      <Acts view={view} />
    </section>
  );
}

function NoModel() {
  return (
    <p class="problem boxed" data-test="learning-no-model">
      <Icon name="info" />
      <span>The sentence model is not installed, so examples are kept but not learned from. Ask whoever installed Switchboard.</span>
    </p>
  );
}

function Stands({ view }: { view: LearningView }) {
  const { holds, last, paused } = view;
  const trouble = last?.state === "refused" || last?.state === "failed";
  return (
    <div class="stack" data-test="learning-state">
      <p class={trouble ? "problem boxed" : ""}>
        {trouble && <Icon name="warn" />}
        <span>{saysOf(view)}</span>
      </p>
      {trouble && last?.worse.map((each) => <p key={each} class="small">{each}</p>)}
      {holds.at && !paused && (
        <p class="small quiet">
          In force: learned {ago(seconds(holds.at, now.value))} from {examples(holds.examples)}, asked by {holds.by}.
        </p>
      )}
    </div>
  );
}

function Progress({ view: { under_way } }: { view: LearningView }) {
  const done = Math.round(under_way!.share * 100);
  return (
    <div class="stack" data-test="learning-progress">
      <p>{under_way!.state === "waiting" ? "Waiting for a worker…" : "Learning now…"}</p>
      <progress class="what-if-bar" max={100} value={done} aria-label="How far learning is" />
      <p class="small quiet num">{done} % done. Until it is, the guess goes by what it knew before.</p>
    </div>
  );
}

function Last({ last }: { last: LastLesson }) {
  return (
    <div class="stack">
      {last.before && last.after && <Figures last={last} />}
      {last.state === "refused" && <Blamed last={last} />}
    </div>
  );
}

function Figures({ last }: { last: LastLesson }) {
  return (
    <table class="lessons-figures" data-test="learning-figures">
      <caption class="small quiet">The fixed check: shipped messages that it had not seen, {last.at ? when(last.at) : ""}</caption>
      <thead>
        <tr>
          <th scope="col"><span class="sr-only">What</span></th>
          <th scope="col">As shipped</th>
          <th scope="col">With examples</th>
        </tr>
      </thead>
      <tbody class="num">
        {MARKS.map(({ name, says }) => (
          <tr key={name}>
            <th scope="row">{says}</th>
            <td>{perCent(last.before![name])}</td>
            <td>{perCent(last.after![name])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The examples that made trouble, each to be withdrawn at once. */
function Blamed({ last }: { last: LastLesson }) {
  const texts = new Map(lessons.value!.examples.map((each) => [each.id, each.text]));
  const still = last.blamed.filter(({ example }) => texts.has(example));
  if (still.length === 0) return null;
  return (
    <div class="stack" data-test="learning-blamed">
      <p><strong>These made trouble.</strong> Withdraw them, or word them so that they could be about nothing else.</p>
      <ul class="lessons-list">
        {still.map(({ example, messages }) => <Trouble key={example} id={example} text={texts.get(example)!} messages={messages} />)}
      </ul>
    </div>
  );
}

function Trouble({ id, text, messages }: { id: string; text: string; messages: number }) {
  const act = useAct();
  return (
    <li class="lessons-line">
      <p class="lessons-words">{text}</p>
      <p class="small quiet num">{messages === 1 ? "1 message" : `${messages} messages`} of the check would be worse off</p>
      <p><ActButton act={act} work={() => withdraw(id)} look="tight" icon="cross" test="blamed-withdraw">Withdraw</ActButton></p>
      <ActProblem act={act} />
    </li>
  );
}

function Acts({ view: { no_model, under_way, paused, last, holds } }: { view: LearningView }) {
  const act = useAct();
  if (no_model) return null;
  const some = lessons.value!.examples.length > 0;
  const again = last?.state === "refused" || last?.state === "failed" || !last;
  return (
    <div class="stack">
      <p class="row wrap">
        {some && !under_way && (paused || again) && (
          <ActButton act={act} work={learn} look="main" icon="refresh" test="learn">{paused ? "Use the examples again" : "Learn now"}</ActButton>
        )}
        {holds.examples > 0 && (
          <ActButton act={act} work={goBack} icon="history" test="go-back">Go back to what is shipped</ActButton>
        )}
      </p>
      <ActProblem act={act} boxed />
    </div>
  );
}
