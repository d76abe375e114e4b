// Whose voice it is: the name of the known person put right, or somebody else at the same number. The two never mix.
import type { ContactView } from "../api/types";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { type Drafted, useDrafted } from "../kit/drafted";
import { Field } from "../kit/field";
import { setPerson } from "./verbs";

type Kind = "correct" | "other";
interface Typing {
  kind: Kind | "";
  name: string;
  /** Whose name it was when the kind was chosen: with another in their place, nothing is chosen. */
  of: string;
}
const NOTHING: Typing = { kind: "", name: "", of: "" };

export const nameKey = (contact: ContactView): string => `name.${contact.id}`;

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
  const typing = useDrafted<Typing>(nameKey(contact), NOTHING);
  return known ? <WhichOfTwo contact={contact} known={known} typing={typing} done={done} /> : <Typed contact={contact} label="Their name" save="Save" typing={typing} done={done} />;
}

/** Nothing is chosen at first, so that nobody renames a resident by typing the name of their son. */
function WhichOfTwo({ contact, known, typing, done }: { contact: ContactView; known: string; typing: Drafted<Typing>; done: () => void }) {
  const kind = typing.now.of === known && typing.now.kind;
  const choose = (chosen: Kind): void => {
    if (chosen !== kind) typing.set({ kind: chosen, name: chosen === "correct" ? known : "", of: known });
  };
  return (
    <div class="stack">
      <div class="stack either" role="group" aria-label="What is to change?">
        {(["correct", "other"] as const).map((each) => (
          <button key={each} type="button" class="button full" aria-pressed={kind === each ? "true" : "false"} data-test={`person-${each}`} onClick={() => choose(each)}>
            {WORDS[each].asks}
          </button>
        ))}
      </div>
      {kind && <Typed key={kind} contact={contact} label={WORDS[kind].label} hint={WORDS[kind].hint(known)} save={WORDS[kind].save} other={kind === "other"} typing={typing} done={done} />}
    </div>
  );
}

interface TypedProps {
  contact: ContactView;
  label: string;
  hint?: string;
  save: string;
  other?: boolean;
  typing: Drafted<Typing>;
  done: () => void;
}

function Typed({ contact, label, hint, save, other = false, typing, done }: TypedProps) {
  const act = useAct();
  const { name } = typing.now;
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const ok = await act.run(async () => {
      if (!name.trim()) throw new Error("Type the person’s name.");
      await setPerson(contact.id, name.trim(), other);
    });
    if (ok) done();
  };
  return (
    <form class="stack" onSubmit={(event) => void submit(event)} noValidate>
      <Field label={label} hint={hint} value={name} set={(typed) => typing.set({ name: typed })} max={200} focus test="person-name" />
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
