// The caller, and, apart from them, whom the matter concerns.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { ContactView, Person } from "../api/types";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { Icon } from "../kit/icon";
import { ConcernsForm } from "./concerns-form";
import { setPerson } from "./verbs";

function addressesOf(person: Person): string {
  return person.addresses.map((address) => (typeof address === "string" ? address : address.value)).join(" · ");
}

export function PersonCard({ contact }: { contact: ContactView }) {
  const naming = useSignal(false);
  const concerning = useSignal(false);
  const { person, concerns } = contact;
  return (
    <section class="card side-card" aria-label="Person" data-test="person">
      <div class="spread">
        <h2 class="clip">{person?.name ?? "Name not known"}</h2>
        <button type="button" class="button ghost tight" data-test="person-edit" aria-expanded={naming.value ? "true" : "false"} onClick={() => (naming.value = !naming.value)}>
          <Icon name="edit" />
          {person?.name ? "Change" : "Add name"}
        </button>
      </div>
      {person && person.addresses.length > 0 && <p class="small quiet num">{addressesOf(person)}</p>}
      {naming.value && <NameForm contact={contact} done={() => (naming.value = false)} />}
      <Maybe contact={contact} />
      {person?.access_needs && (
        <p class="need">
          <Icon name="info" />
          <span><strong>Access needs:</strong> {person.access_needs}</span>
        </p>
      )}
      {person?.language && person.language !== "en" && (
        <p class="need">
          <Icon name="chat" />
          <span><strong>Language:</strong> {person.language}</span>
        </p>
      )}
      {concerns?.name ? (
        <p class="small" data-test="concerns">
          <strong>About:</strong> {concerns.name}
          {concerns.relation ? `, ${concerns.relation}` : ""}
          {concerns.authority ? ` (${concerns.authority})` : ""}{" "}
          <button type="button" class="link" onClick={() => (concerning.value = !concerning.value)}>Change</button>
        </p>
      ) : (
        <button type="button" class="link small" data-test="concerns-open" aria-expanded={concerning.value ? "true" : "false"} onClick={() => (concerning.value = !concerning.value)}>
          They are calling about someone else
        </button>
      )}
      {concerning.value && <ConcernsForm contact={contact} done={() => (concerning.value = false)} />}
    </section>
  );
}

function NameForm({ contact, done }: { contact: ContactView; done: () => void }) {
  const act = useAct();
  const name = useSignal(contact.person?.name ?? "");
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const ok = await act.run(async () => {
      if (!name.value.trim()) throw new Error("Type the person’s name.");
      await setPerson(contact.id, name.value.trim());
    });
    if (ok) done();
  };
  return (
    <form class="stack" onSubmit={(event) => void submit(event)}>
      <div class="row">
        <input class="input grow" value={name.value} aria-label="The person’s name" data-test="person-name" onInput={(event) => (name.value = event.currentTarget.value)} ref={input} />
        <ActButton act={act} submit look="main" test="person-save">Save</ActButton>
      </div>
      <ActProblem act={act} />
    </form>
  );
}

/** A shared number gives several names; the agent asks, the page never picks. */
function Maybe({ contact }: { contact: ContactView }) {
  const act = useAct();
  const maybe = contact.person?.maybe ?? [];
  const named = maybe.filter((person) => person.name && person.name !== contact.person?.name);
  if (named.length === 0) return null;
  return (
    <div class="stack">
      <p class="small"><strong>This number is shared.</strong> Ask who is speaking:</p>
      <div class="row wrap">
        {named.map((person) => (
          <ActButton key={person.id} act={act} work={() => setPerson(contact.id, person.name!, true)} look="tight">
            {person.name}
          </ActButton>
        ))}
      </div>
      <ActProblem act={act} />
    </div>
  );
}
