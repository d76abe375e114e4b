// Two records of one person: who else it may be, both beside each other, why, and the way back.
import { useSignal, type Signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { ContactView, FoundPerson, SamePersonPreview } from "../api/types";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { Dialog } from "../kit/dialog";
import { Field } from "../kit/field";
import { Icon } from "../kit/icon";
import { onceKey } from "../kit/once";
import { Problem } from "../kit/problem";
import { announce } from "../kit/say";
import { mergePeople, previewOf, searchPeople, separate } from "./person-verbs";
import { SideOf } from "./person-side";
import { NAMELESS, whatMoves } from "./same-person-words";

const UNDONE = "Undone at once";
const REASON_AT_MOST = 200;

interface Done {
  merge: string;
  says: string;
}

export function SamePerson({ contact }: { contact: ContactView }) {
  const open = useSignal(false);
  const done = useSignal<Done | null>(null);
  const close = () => (open.value = false);
  /** It may have been separated since, also by a colleague. */
  const stands = done.value && contact.timeline.some(({ merge }) => merge === done.value!.merge);
  return (
    <>
      <button type="button" class="link small" aria-haspopup="dialog" data-test="same-open" onClick={() => (open.value = true)}>Same person as…</button>
      {stands && <Undo contact={contact.id} done={done} />}
      <Dialog title="Same person as…" open={open.value} close={close} wide test="same">
        <Choosing contact={contact} done={(made) => ((done.value = made), close())} />
      </Dialog>
    </>
  );
}

function Undo({ contact, done }: { contact: string; done: Signal<Done | null> }) {
  const act = useAct();
  const undo = async (): Promise<void> => {
    const { says } = await separate(contact, done.value!.merge, UNDONE);
    done.value = null;
    announce(says);
  };
  return (
    <div class="merged-notice" data-test="same-done">
      <p class="small grow"><Icon name="check" /> {done.value!.says}</p>
      <ActButton act={act} work={undo} look="tight" test="same-undo">Undo</ActButton>
      <button type="button" class="button ghost square" aria-label="Dismiss this notice" onClick={() => (done.value = null)}>
        <Icon name="cross" />
      </button>
      <ActProblem act={act} />
    </div>
  );
}

/** First whom, then both beside each other. */
function Choosing({ contact, done }: { contact: ContactView; done: (made: Done) => void }) {
  const act = useAct();
  const found = useSignal<FoundPerson[] | null>(null);
  const preview = useSignal<{ other: string; shown: SamePersonPreview } | null>(null);
  const words = useSignal("");
  const searched = useSignal(false);
  const search = () => act.run(async () => {
    found.value = await searchPeople(contact.id, words.value.trim());
    searched.value = words.value.trim() !== "";
    if (words.value.trim()) announce(foundWords(found.value.length));
  });
  const choose = (other: string) => async () => {
    preview.value = { other, shown: await previewOf(contact.id, other) };
  };
  useEffect(() => void search(), []);
  if (preview.value) {
    return <Beside key={preview.value.other} contact={contact.id} {...preview.value} back={() => (preview.value = null)} done={done} />;
  }
  return (
    <div class="stack wide">
      <form class="same-search" role="search" noValidate onSubmit={(event) => (event.preventDefault(), void search())}>
        <Field label="Find them" value={words.value} set={(value) => (words.value = value)} hint="By name as you hear it, or by a telephone number or email address, or a part of one" focus max={REASON_AT_MOST} test="same-words" />
        <ActButton act={act} submit test="same-search">Search</ActButton>
      </form>
      {found.value && (searched.value || found.value.length > 0) && <p class="small quiet" data-test="same-count">{foundWords(found.value.length)}</p>}
      <ul class="stack">
        {(found.value ?? []).map((person) => (
          <li key={person.id} class="same-found">
            <p class="grow">
              <strong>{person.name ?? NAMELESS}</strong>
              <span class="small quiet num same-reached">{person.reached.join(" · ") || "No address"}</span>
            </p>
            <ActButton act={act} work={choose(person.id)} look="tight" test="same-choose" label={`Compare with ${person.name ?? "somebody without a name"}`}>Compare…</ActButton>
          </li>
        ))}
      </ul>
      <ActProblem act={act} boxed />
    </div>
  );
}

const foundWords = (count: number): string => (count === 0 ? "Nobody was found." : count === 1 ? "One person may be the same." : `${count} people may be the same.`);

interface BesideProps {
  contact: string;
  other: string;
  shown: SamePersonPreview;
  back: () => void;
  done: (made: Done) => void;
}

function Beside({ contact, other, shown, back, done }: BesideProps) {
  const act = useAct();
  const why = useSignal("");
  const heading = useRef<HTMLHeadingElement>(null);
  const key = useSignal(onceKey());
  /** What is to be read stands first; what is to be typed comes after it. */
  useEffect(() => heading.current?.focus(), []);
  const finish = async (): Promise<void> => {
    if (!why.value.trim()) throw new Error("Say in a few words how you know that they are one person.");
    const made = await mergePeople(contact, { person: shown.person, other, reason: why.value.trim(), key: key.value });
    announce(`${made.says} It can be undone.`);
    done(made);
  };
  return (
    <form class="stack wide" noValidate onSubmit={(event) => (event.preventDefault(), void act.run(finish))}>
      <h3 ref={heading} tabIndex={-1} data-test="same-beside">Are these one person?</h3>
      <div class="same-sides">
        <SideOf side={shown.kept} title="Stays" test="same-kept" />
        <SideOf side={shown.merged} title="Is merged into them" test="same-merged" />
      </div>
      {shown.refused ? (
        <Problem text={shown.refused} boxed test="same-refused" />
      ) : (
        <>
          <ul class="join-says small" data-test="same-moves">
            {whatMoves(shown).map((sentence) => <li key={sentence}>{sentence}</li>)}
          </ul>
          <Field label="How do you know that they are one person?" value={why.value} set={(value) => (why.value = value)} hint="Kept with the merge, on their timeline" max={REASON_AT_MOST} test="same-why" />
        </>
      )}
      <ActProblem act={act} boxed />
      <div class="actions">
        <button type="button" class="button" onClick={back} data-test="same-back">Somebody else</button>
        {!shown.refused && <ActButton act={act} submit look="main" icon="check" test="same-submit">{act.pending.value ? "Merging…" : "Merge them"}</ActButton>}
      </div>
    </form>
  );
}
