// What this agent put aside: until when, what it waits for, and a way to take it up before.
import { useMemo } from "preact/hooks";
import type { Aside } from "../api/types";
import { ActButton, ActProblem, makeAct } from "../kit/act";
import { channelOf, Icon } from "../kit/icon";
import { when } from "../kit/time";
import { view } from "./state";
import { takeUp } from "./verbs";

function Line({ aside }: { aside: Aside }) {
  const act = useMemo(makeAct, [aside.contact]);
  return (
    <li class="aside-line" data-test="aside" data-contact={aside.contact}>
      <Icon name={channelOf(aside.channel).icon} label={channelOf(aside.channel).label} />
      <span class="grow aside-what">
        <strong class="clip">{aside.name ?? aside.address}</strong>
        <span class="small quiet">{aside.why}</span>
        <span class="small num">until {when(aside.until)}</span>
        <ActProblem act={act} />
      </span>
      <ActButton act={act} work={() => takeUp(aside.contact)} look="tight" test="take-up">Take up</ActButton>
    </li>
  );
}

export function AsideList() {
  const asides = view.value?.aside ?? [];
  if (asides.length === 0) return null;
  return (
    <section class="stack" aria-label="Put aside">
      <h2 class="label">Put aside</h2>
      <ul class="aside-list">
        {asides.map((aside) => (
          <Line key={aside.contact} aside={aside} />
        ))}
      </ul>
    </section>
  );
}
