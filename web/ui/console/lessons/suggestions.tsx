// What agents put right lately: the guess said one thing, they chose another. The words can be edited before it is taught.
import { useSignal } from "@preact/signals";
import type { Suggestion } from "../../api/types";
import { ActButton, ActProblem, useAct } from "../../kit/act";
import { Field } from "../../kit/field";
import { channelOf, Icon } from "../../kit/icon";
import { when } from "../../kit/time";
import { AboutField } from "./about-field";
import { lessons, putAway, teach } from "./state";

export function Suggestions() {
  const all = lessons.value!.suggestions;
  return (
    <section class="card panel lessons-card" aria-labelledby="lessons-suggestions">
      <h3 id="lessons-suggestions">Put right by agents lately</h3>
      {all.length === 0 && <p class="quiet">Nothing waits here. When an agent chooses another service than was guessed, it shows here for 30 days.</p>}
      <ul class="lessons-list">
        {all.map((each) => <Line key={each.contact} each={each} />)}
      </ul>
    </section>
  );
}

function Line({ each }: { each: Suggestion }) {
  const open = useSignal(false);
  const act = useAct();
  const channel = channelOf(each.channel);
  return (
    <li class="lessons-line" data-test="suggestion">
      <p class="lessons-words">{each.text || "The words are not kept."}</p>
      <p class="small"><span class="quiet">Guessed:</span> {each.guessed} <Icon name="right" label="but chosen was" /> <strong>{each.label}</strong></p>
      <p class="small quiet row wrap"><Icon name={channel.icon} label={channel.label} />{each.by}, <span class="num">{when(each.at)}</span></p>
      {open.value ? (
        <TakeOver each={each} close={() => (open.value = false)} />
      ) : (
        <p class="row wrap">
          <button type="button" class="button tight" data-test="suggestion-take" onClick={() => (open.value = true)}>
            <Icon name="edit" />
            Make it an example…
          </button>
          <ActButton act={act} work={() => putAway(each.contact)} look="tight ghost" test="suggestion-away">Put away</ActButton>
        </p>
      )}
      <ActProblem act={act} />
    </li>
  );
}

function TakeOver({ each, close }: { each: Suggestion; close: () => void }) {
  const act = useAct();
  const words = useSignal(each.text);
  const about = useSignal(each.chosen);
  const send = async (): Promise<void> => {
    if (!about.peek()) throw new Error("Choose what these words are about.");
    await teach(words.peek(), about.peek(), each.contact);
  };
  return (
    <form class="stack wide" noValidate onSubmit={(event) => (event.preventDefault(), void act.run(send))}>
      <Field
        label="The words"
        hint="Take out names, numbers, addresses and whatever else could say who it was."
        kind="long_text"
        rows={4}
        focus
        value={words.value}
        set={(value) => (words.value = value)}
        max={lessons.value!.limits.characters}
        test="suggestion-words"
      />
      <AboutField value={about.value} set={(value) => (about.value = value)} test="suggestion-about" />
      <ActProblem act={act} boxed />
      <div class="row wrap">
        <ActButton act={act} submit look="main" icon="plus" test="suggestion-add">Add as an example</ActButton>
        <button type="button" class="button" onClick={close}>Not now</button>
      </div>
    </form>
  );
}
