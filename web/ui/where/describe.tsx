// The same in words, for whoever cannot or will not use a map: a road from the list, and where along it.
import { useSignal } from "@preact/signals";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { Field } from "../kit/field";
import { Icon } from "../kit/icon";
import { roadsOf, townsOf, type LatLng } from "../map/lines";
import { describing, ground, note, send } from "./state";

interface Spot {
  name: string;
  at: LatLng;
}

function spots(): Spot[] {
  if (!ground.value) return [];
  const roads = roadsOf(ground.value).map(({ name, line }) => ({ name, at: line[Math.floor(line.length / 2)]! }));
  const towns = townsOf(ground.value).map(({ name, at }) => ({ name: `${name}, I don’t know the road`, at }));
  return [...roads.sort((a, b) => a.name.localeCompare(b.name)), ...towns];
}

export function Describe() {
  const act = useAct();
  const chosen = useSignal("");
  const all = spots();
  const submit = async (): Promise<void> => {
    const spot = all.find(({ name }) => name === chosen.value);
    if (all.length && !spot) throw new Error("Choose the road or the town first.");
    if (!note.value.trim()) throw new Error(`${all.length ? "Say where along it" : "Say where it is"}: a house number, a junction, something it is near.`);
    await send(spot?.at ?? null, spot ? `In words, ${spot.name}:` : "", note.value.trim());
  };
  return (
    <form class="where-form" noValidate onSubmit={(event) => (event.preventDefault(), void act.run(submit))}>
      <button type="button" class="button ghost where-back" onClick={() => (describing.value = false)}>
        <Icon name="left" />
        Use the map
      </button>
      <div class="stack">
        <h1>Describe where it is</h1>
        <p class="quiet">{all.length ? "Choose the road, then say where along it." : "Say which road or town, and where along it."} That is enough for us to find it.</p>
      </div>
      {all.length > 0 && <Field label="Road or town" kind="choice" choices={all.map(({ name }) => name)} value={chosen.value} set={(value) => (chosen.value = value)} test="where-road" />}
      <Field label={all.length ? "Where along it" : "Where it is"} kind="long_text" hint="A house number, a junction, something it is near" value={note.value} set={(value) => (note.value = value)} max={400} test="where-words" />
      <ActProblem act={act} boxed />
      <ActButton act={act} submit look="main full big" icon="send" test="where-send">
        {act.pending.value ? "Sending…" : "Send this place"}
      </ActButton>
    </form>
  );
}
