// Whose voice it is: the name of the known person put right, or somebody else at the same number. The two never mix.
import { useSignal } from "@preact/signals";
import type { ContactView } from "../api/types";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { Field } from "../kit/field";
import { setPerson } from "./verbs";

type Kind = "correct" | "other";

const WORDS: Record<Kind, { asks: string; label: string; hint: (known: string) => string; save: string }> = {
  correct: {
    asks: "Correct the name",
    label: "Their name, put right",
    hint: (known) => `${known} is the person speaking, and the name was wrong.`,
    save: "Save the right name",
  },
  other: {
    asks: "Somebody else is speaking",
    label: "Who is speaking",
    hint: (known) => `${known} keeps their name and their history.`,
    save: "Save who is speaking",
  },
};

export function NameForm({ contact, done }: { contact: ContactView; done: () => void }) {
  const known = contact.person?.name ?? null;
  return known ? <WhichOfTwo contact={contact} known={known} done={done} /> : <Typed contact={contact} label="Their name" save="Save" done={done} />;
}

/** Nothing is chosen at first, so that nobody renames a resident by typing the name of their son. */
function WhichOfTwo({ contact, known, done }: { contact: ContactView; known: string; done: () => void }) {
  const kind = useSignal<Kind | null>(null);
  return (
    <div class="stack">
      <div class="stack either" role="group" aria-label="What is to change?">
        {(["correct", "other"] as const).map((each) => (
          <button key={each} type="button" class="button full" aria-pressed={kind.value === each ? "true" : "false"} data-test={`person-${each}`} onClick={() => (kind.value = each)}>
            {WORDS[each].asks}
          </button>
        ))}
      </div>
      {kind.value && (
        <Typed
          key={kind.value}
          contact={contact}
          label={WORDS[kind.value].label}
          hint={WORDS[kind.value].hint(known)}
          save={WORDS[kind.value].save}
          now={kind.value === "correct" ? known : ""}
          other={kind.value === "other"}
          done={done}
        />
      )}
    </div>
  );
}

interface TypedProps {
  contact: ContactView;
  label: string;
  hint?: string;
  save: string;
  now?: string;
  other?: boolean;
  done: () => void;
}

function Typed({ contact, label, hint, save, now = "", other = false, done }: TypedProps) {
  const act = useAct();
  const name = useSignal(now);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const ok = await act.run(async () => {
      if (!name.value.trim()) throw new Error("Type the person’s name.");
      await setPerson(contact.id, name.value.trim(), other);
    });
    if (ok) done();
  };
  return (
    <form class="stack" onSubmit={(event) => void submit(event)} noValidate>
      <Field label={label} hint={hint} value={name.value} set={(value) => (name.value = value)} max={200} focus test="person-name" />
      <ActProblem act={act} />
      <ActButton act={act} submit look="main" test="person-save">{save}</ActButton>
    </form>
  );
}

/** A shared number gives several names; the agent asks, the page never picks. */
export function Maybe({ contact }: { contact: ContactView }) {
  const act = useAct();
  const maybe = contact.person?.maybe ?? [];
  const named = maybe.filter((person) => person.name && person.name !== contact.person?.name);
  if (named.length === 0) return null;
  return (
    <div class="stack" data-test="maybe">
      <p class="small"><strong>This number is shared.</strong> Ask who is speaking:</p>
      <div class="row wrap">
        {named.map((person) => (
          <ActButton key={person.id} act={act} work={() => setPerson(contact.id, person.name!, true)} look="tight" test="maybe-person">
            {person.name}
          </ActButton>
        ))}
      </div>
      <ActProblem act={act} />
    </div>
  );
}
