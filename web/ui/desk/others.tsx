// What else this person has open: the same matter is joined to the contact in hand, so that it is answered once.
import { useSignal } from "@preact/signals";
import type { ContactView, OtherContact } from "../api/types";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { Dialog } from "../kit/dialog";
import { Field } from "../kit/field";
import { channelOf, Icon } from "../kit/icon";
import { announce } from "../kit/say";
import { when } from "../kit/time";
import { join } from "./verbs";

const STATES: Record<string, string> = { waiting: "Waits", parked: "Put aside", callback: "To be rung back", active: "With you" };
const stateOf = (other: OtherContact): string => (other.with ? `Rings at ${other.with}’s desk` : (STATES[other.state] ?? "Waits"));

export function Others({ contact }: { contact: ContactView }) {
  const asked = useSignal<OtherContact | null>(null);
  const others = contact.others ?? [];
  const close = () => (asked.value = null);
  return (
    <>
      {others.length > 0 && (
        <section class="card side-card" aria-label="Also open from this person" data-test="others">
          <h3 class="label">Also open from this person</h3>
          <ul class="stack">
            {others.map((other) => (
              <Line key={other.contact} other={other} ask={() => (asked.value = other)} />
            ))}
          </ul>
        </section>
      )}
      <Dialog title="Same matter?" open={asked.value !== null} close={close} test="join">
        {asked.value && <JoinForm contact={contact.id} other={asked.value} done={close} />}
      </Dialog>
    </>
  );
}

function Line({ other, ask }: { other: OtherContact; ask: () => void }) {
  return (
    <li class="other" data-test="other" data-contact={other.contact}>
      <About other={other} />
      <button type="button" class="button tight" aria-haspopup="dialog" data-test="join-open" onClick={ask}>Same matter: join it to this one…</button>
    </li>
  );
}

function About({ other }: { other: OtherContact }) {
  const channel = channelOf(other.channel);
  return (
    <div class="other-about">
      <Icon name={channel.icon} />
      <div class="grow">
        <p class="spread">
          <strong class="clip">{channel.label}{other.service_label ? `, ${other.service_label}` : ""}</strong>
          <span class="small num quiet nowrap">{when(other.arrived_at)}</span>
        </p>
        {other.words && <p class="small other-words">“{other.words}”</p>}
        <p class="small quiet">{stateOf(other)}</p>
      </div>
    </div>
  );
}

function JoinForm({ contact, other, done }: { contact: string; other: OtherContact; done: () => void }) {
  const act = useAct();
  const why = useSignal("");
  const finish = async (): Promise<void> => {
    if (!why.value.trim()) throw new Error("Say in a few words why they are one matter.");
    await join(contact, other.contact, why.value.trim());
    announce("Joined. What they wrote is in this conversation now.");
    done();
  };
  return (
    <form class="stack wide" noValidate onSubmit={(event) => (event.preventDefault(), void act.run(finish))}>
      <div class="other quoted"><About other={other} /></div>
      <ul class="join-says small">
        <li>What they wrote there moves into this conversation, and both are on one case.</li>
        <li>It leaves the queue, and they get no second answer: you answer once, from here.</li>
        <li>If they write to it again, it reaches you. This cannot be undone.</li>
      </ul>
      <Field label="Why is it the same matter?" value={why.value} set={(value) => (why.value = value)} hint="Kept as a note on this contact" max={200} test="join-why" />
      <ActProblem act={act} boxed />
      <div class="actions">
        <button type="button" class="button" onClick={done}>Leave it</button>
        <ActButton act={act} submit look="main" icon="check" test="join-submit">{act.pending.value ? "Joining…" : "Join them"}</ActButton>
      </div>
    </form>
  );
}
