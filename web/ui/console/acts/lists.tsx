// All that is put aside, with a way to take it up; and what supervisors did today.
import { useSignal } from "@preact/signals";
import type { Aside } from "../../api/types";
import { ActButton, ActProblem, useAct } from "../../kit/act";
import { Dialog } from "../../kit/dialog";
import { Field } from "../../kit/field";
import { channelOf, Icon } from "../../kit/icon";
import { timeOf, when } from "../../kit/time";
import { view } from "../state";
import { actsOpen, asidesOpen, takeUp } from "./state";

function Line({ aside }: { aside: Aside }) {
  const act = useAct();
  const why = useSignal("");
  const finish = async (): Promise<void> => {
    if (!why.value.trim()) throw new Error("Say why first: it is kept with your name.");
    await takeUp(aside.contact, why.value.trim());
  };
  return (
    <li class="act-line" data-test="board-aside" data-contact={aside.contact}>
      <p class="row">
        <Icon name={channelOf(aside.channel).icon} label={channelOf(aside.channel).label} />
        <strong class="grow clip">{aside.name ?? aside.address}</strong>
        <span class="num small">until {when(aside.until)}</span>
      </p>
      <p class="small">{aside.service_label}: {aside.why} {aside.by && <span class="quiet">(by {aside.by})</span>}</p>
      <form class="row asked" noValidate onSubmit={(event) => (event.preventDefault(), void act.run(finish))}>
        <Field label="Why take it up now?" value={why.value} set={(value) => (why.value = value)} max={200} test="take-up-why" />
        <ActButton act={act} submit test="board-take-up">Take up</ActButton>
      </form>
      <ActProblem act={act} />
    </li>
  );
}

export function AsidesDialog() {
  const asides = view.value?.aside ?? [];
  return (
    <Dialog title="Put aside" open={asidesOpen.value} close={() => (asidesOpen.value = false)} side test="board-asides">
      {asides.length === 0 ? <p>Nothing is put aside.</p> : <ul class="stack">{asides.map((aside) => <Line key={aside.contact} aside={aside} />)}</ul>}
    </Dialog>
  );
}

const DID: Record<string, string> = { release: "ended a wrap-up", break: "put on a break", leave: "took off", give: "gave a contact to", "take up": "took a contact up again", join: "joined two contacts" };

export function ActsDialog() {
  return (
    <Dialog title="Done by supervisors today" open={actsOpen.value} close={() => (actsOpen.value = false)} side test="board-acts">
      <ul class="stack">
        {(view.value?.acts ?? []).map((act) => (
          <li key={act.id} class="act-line">
            <p><span class="num quiet">{timeOf(act.at)}</span> <strong>{act.by}</strong> {DID[act.did] ?? act.did} {act.agent ?? ""}</p>
            <p class="small quiet">{act.why}</p>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
