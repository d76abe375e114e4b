// Words as a resident might say them: what the guess makes of them, and what they are really about.
import { useSignal } from "@preact/signals";
import { post } from "../../api/http";
import type { GuessView, Tried } from "../../api/types";
import { ActButton, ActProblem, useAct } from "../../kit/act";
import { Field } from "../../kit/field";
import { Icon } from "../../kit/icon";
import { announce } from "../../kit/say";
import { AboutField } from "./about-field";
import { lessons, teach } from "./state";
import { sureness, wholePerCent } from "./words";

export function TeachForm() {
  const trying = useAct();
  const adding = useAct();
  const words = useSignal("");
  const about = useSignal("");
  const found = useSignal<{ words: string; tried: Tried } | null>(null);
  const attempt = async (): Promise<void> => {
    const asked = words.peek();
    const tried = await post<Tried>("/console/api/lessons/try", { text: asked });
    found.value = { words: asked, tried };
    announce(`The guess: ${tried.now.label}, ${sureness(tried.now.confidence)}.`);
  };
  const add = async (): Promise<void> => {
    if (!about.peek()) throw new Error("Choose what these words are about.");
    await teach(words.peek(), about.peek());
    words.value = about.value = "";
    found.value = null;
  };
  const current = found.value?.words === words.value ? found.value : null;
  return (
    <section class="card panel lessons-card" aria-labelledby="lessons-try">
      <h3 id="lessons-try">Try it, and teach it</h3>
      <form class="stack wide" noValidate onSubmit={(event) => (event.preventDefault(), void trying.run(attempt))}>
        <Field label="What a resident might say" kind="long_text" rows={3} value={words.value} set={(value) => (words.value = value)} max={lessons.value!.limits.characters} test="lessons-words" />
        <div class="row wrap">
          <ActButton act={trying} submit icon="target" test="lessons-try">What does it make of this?</ActButton>
        </div>
        <ActProblem act={trying} boxed />
        {current && <Verdict tried={current.tried} />}
        <AboutField value={about.value} set={(value) => (about.value = value)} test="lessons-about" />
        <ActProblem act={adding} boxed />
        <div class="row wrap">
          <ActButton act={adding} work={add} look="main" icon="plus" test="lessons-add">Add as an example</ActButton>
        </div>
      </form>
    </section>
  );
}

function Verdict({ tried }: { tried: Tried }) {
  const texts = new Map(lessons.value?.examples.map((each) => [each.id, each.text]));
  const near = tried.examples.filter(({ example }) => texts.has(example));
  const changed = tried.now.about !== tried.shipped.about;
  return (
    <div class="lessons-verdict stack" data-test="lessons-verdict">
      <p>
        <strong>{tried.now.label}</strong> <How guess={tried.now} />
      </p>
      {tried.sure_sign && <p class="row"><Icon name="warn" />A sure sign of danger is in these words. That goes first, whatever is taught.</p>}
      {tried.now.because.length > 0 && <p class="small">By the words: {tried.now.because.map((word) => `“${word}”`).join(", ")}</p>}
      {near.length > 0 && (
        <div class="small">
          <p>By your examples:</p>
          <ul class="lessons-near">{near.map(({ example }) => <li key={example}>“{texts.get(example)}”</li>)}</ul>
        </div>
      )}
      {!tried.now.safeguarding && tried.shares.length > 1 && (
        <p class="small quiet num">Likeliest: {tried.shares.map(({ label, share }) => `${label} ${wholePerCent(share)}`).join(" · ")}</p>
      )}
      {changed && <p class="small quiet">As shipped: {tried.shipped.label}</p>}
    </div>
  );
}

function How({ guess }: { guess: GuessView }) {
  if (guess.about === "unsure") return null;
  return <span class="badge num">{sureness(guess.confidence)}, {wholePerCent(guess.confidence)}</span>;
}
