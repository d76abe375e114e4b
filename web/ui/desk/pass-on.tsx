// Passing the contact on, or asking about it first, a service or a colleague: who is there is told before it is sent.
import { useSignal, type Signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { InHand, PassOnChoices } from "../api/types";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { Dialog } from "../kit/dialog";
import { useDrafted } from "../kit/drafted";
import { Field } from "../kit/field";
import { Icon } from "../kit/icon";
import { keepDraft } from "../kit/keep";
import { announce } from "../kit/say";
import { nameOf } from "./offer";
import { capFor } from "./own-keys";
import { ASKING, PASSING, type Purpose, type Kind } from "./purposes";
import { passOnChoices } from "./verbs";
import { ServiceOptions } from "../kit/service-options";

const LOOK_AGAIN_MS = 3000;
const REASON_AT_MOST = 200;

export const PassOn = ({ held }: { held: InHand }) => <Opener held={held} purpose={PASSING} />;
export const Consult = ({ held }: { held: InHand }) => <Opener held={held} purpose={ASKING} />;

function Opener({ held, purpose }: { held: InHand; purpose: Purpose }) {
  const open = useSignal(false);
  return (
    <>
      <button type="button" class="button" data-test={`${purpose.test}-open`} aria-haspopup="dialog" aria-keyshortcuts={capFor(purpose.key)} onClick={() => (open.value = true)}>
        <Icon name={purpose.icon} />
        {purpose.opens}
      </button>
      <Dialog title={`${purpose.title}: ${nameOf(held.who)}`} open={open.value} close={() => (open.value = false)} test={purpose.test}>
        <Form held={held} purpose={purpose} done={() => (open.value = false)} />
      </Dialog>
    </>
  );
}

function Form({ held, purpose, done }: { held: InHand; purpose: Purpose; done: () => void }) {
  const looking = useAct();
  const act = useAct();
  const choices = useSignal<PassOnChoices | null>(null);
  const kind = useSignal<Kind>(purpose.first);
  const chosen = { service: useSignal(""), colleague: useSignal("") };
  const key = `${purpose.test}.${held.contact}`;
  const { now, set } = useDrafted(key, { reason: "" });
  useEffect(() => {
    const load = () => void looking.run(async () => (choices.value = await passOnChoices(held.contact)));
    load();
    const again = setInterval(load, LOOK_AGAIN_MS);
    return () => clearInterval(again);
  }, []);
  const to = chosen[kind.value].value;
  const says = choices.value && purpose.says(choices.value, kind.value, to, held.channel === "phone");
  const send = async (): Promise<void> => {
    if (!to) throw new Error(kind.value === "service" ? "Choose the service." : "Choose the colleague.");
    if (!now.reason.trim()) throw new Error(purpose.wordless);
    await purpose.send(held.contact, kind.value === "service" ? { service: to } : { colleague: to }, now.reason.trim());
    keepDraft(key, "");
    announce(purpose.done);
    done();
  };
  const submit = (event: Event) => {
    event.preventDefault();
    void act.run(send);
  };
  return (
    <form class="stack pass-on" onSubmit={submit} aria-label={purpose.title}>
      <fieldset class="row wrap">
        <legend class="sr-only">To whom?</legend>
        <KindChoice kind="service" chosen={kind} says="To a service" />
        <KindChoice kind="colleague" chosen={kind} says="To a colleague" />
      </fieldset>
      {choices.value === null && !looking.problem.value && <p class="quiet" role="status">Looking who is there…</p>}
      <ActProblem act={looking} />
      {choices.value && kind.value === "service" && <ServiceChoice held={held} choices={choices.value} same={purpose.same} chosen={chosen.service} />}
      {choices.value && kind.value === "colleague" && <ColleagueChoice choices={choices.value} chosen={chosen.colleague} />}
      <Field label={purpose.reason} hint={purpose.hint} value={now.reason} set={(reason) => set({ reason })} max={REASON_AT_MOST} test={`${purpose.test}-reason`} />
      <p class="small" role="status" data-test={`${purpose.test}-says`}>{says}</p>
      <ActProblem act={act} />
      <div class="actions">
        <button type="button" class="button" onClick={done}>{purpose.keep}</button>
        <ActButton act={act} submit look="main" icon={purpose.icon} test={`${purpose.test}-submit`}>
          {act.pending.value ? purpose.doing : purpose.does}
        </ActButton>
      </div>
    </form>
  );
}

function KindChoice({ kind, chosen, says }: { kind: Kind; chosen: Signal<Kind>; says: string }) {
  return (
    <label class="choice">
      <input type="radio" name="pass-on-kind" checked={chosen.value === kind} onChange={() => (chosen.value = kind)} data-test={`pass-on-to-${kind}`} />
      <span>{says}</span>
    </label>
  );
}

function ServiceChoice({ held, choices, same, chosen }: { held: InHand; choices: PassOnChoices; same: boolean; chosen: Signal<string> }) {
  const others = choices.services.filter(({ id }) => same || id !== held.service);
  return (
    <label class="field">
      <span class="title">Which service?</span>
      <select class="input" value={chosen.value} aria-required="true" onChange={(event) => (chosen.value = event.currentTarget.value)} data-test="pass-on-service">
        <option value="">Choose…</option>
        <ServiceOptions services={others} says={({ label, free }) => `${label}: ${free} free`} />
      </select>
    </label>
  );
}

function ColleagueChoice({ choices, chosen }: { choices: PassOnChoices; chosen: Signal<string> }) {
  const rank = (colleague: PassOnChoices["colleagues"][number]) => Number(colleague.free && colleague.can) * 2 + Number(colleague.can);
  const ordered = [...choices.colleagues].sort((a, b) => rank(b) - rank(a) || a.name.localeCompare(b.name));
  return (
    <fieldset class="field">
      <legend>Which colleague?</legend>
      <div class="pass-on-colleagues">
        {ordered.map(({ id, name, can, free, says }) => (
          <label key={id} class={`choice ${can ? "" : "quiet"}`}>
            <input type="radio" name="pass-on-colleague" value={id} checked={chosen.value === id} disabled={!can} onChange={() => (chosen.value = id)} data-test="pass-on-colleague" data-name={name} />
            <span class="grow">{name}</span>
            <span class={`badge ${free && can ? "good" : ""}`}>{says}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
