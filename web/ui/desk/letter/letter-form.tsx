// A letter is written on the left and looked at on the right. It is sent only as it was looked at.
import { useSignal } from "@preact/signals";
import { me, Refused, sentenceOf } from "../../api/http";
import type { ContactView } from "../../api/types";
import { ActButton, useAct } from "../../kit/act";
import { Field } from "../../kit/field";
import { Problem } from "../../kit/problem";
import { ReadyReplies } from "../composer-text";
import { begun, keepLetter, sameLetter, withWords, type LetterDraft } from "./draft";
import { postLetter, previewLetter } from "./verbs";
import { underKey, type OnceKey } from "../../kit/once";

const FOUND: Record<string, string> = {
  letter: "As it was read in their letter: please check it",
  known: "Where our last letter to them went",
};

interface Told {
  field: string | null;
  sentence: string;
}

export function LetterForm({ contact, sending, done }: { contact: ContactView; sending: OnceKey; done: () => void }) {
  const act = useAct();
  const letter = useSignal<LetterDraft>(begun(contact, me.value?.account.name ?? "", me.value?.council.name ?? ""));
  const seen = useSignal<LetterDraft | null>(null);
  const pages = useSignal<string[]>([]);
  const told = useSignal<Told | null>(null);
  const change = (part: Partial<LetterDraft>) => {
    letter.value = { ...letter.value, ...part };
    keepLetter(contact.id, letter.value);
  };
  /** What the server refuses stands at its field. */
  const tell = async (work: () => Promise<unknown>): Promise<void> => {
    told.value = null;
    try {
      await work();
    } catch (error) {
      told.value = { field: error instanceof Refused ? error.field : null, sentence: sentenceOf(error) };
    }
  };
  const look = () =>
    tell(async () => {
      const asked = letter.value;
      pages.value = (await previewLetter(contact.id, asked)).pages;
      seen.value = asked;
    });
  const send = () =>
    tell(async () => {
      await underKey(sending, (key) => postLetter(contact.id, letter.value, key));
      keepLetter(contact.id, null);
      done();
    });
  const problem = (field: string) => (told.value?.field === field ? told.value.sentence : null);
  const ready = sameLetter(seen.value, letter.value);
  const { name, address, abroad, subject, text } = letter.value;
  return (
    <div class="letter-form">
      <form class="stack" onSubmit={(event) => (event.preventDefault(), void act.run(ready ? send : look))} noValidate>
        <Field label="To" value={name} set={(value) => change({ name: value })} problem={problem("name")} max={80} test="letter-name" focus />
        <Field label="Address" kind="long_text" rows={4} value={address} set={(value) => change({ address: value })} problem={problem("address")} hint={FOUND[contact.posting.found ?? ""]} placeholder={"14 Mill Lane\nNether Wickham\nWM3 7QD"} test="letter-address" />
        <label class="row small letter-abroad">
          <input type="checkbox" checked={abroad} onChange={(event) => change({ abroad: event.currentTarget.checked })} data-test="letter-abroad" />
          It goes abroad, and ends with its country
        </label>
        <Field label="What it is about" value={subject} set={(value) => change({ subject: value })} problem={problem("subject")} max={100} test="letter-subject" />
        <ReadyReplies replies={contact.replies} by="letter" choose={(words) => change({ text: withWords(text, words) })} />
        <Field label="The letter" kind="long_text" rows={11} value={text} set={(value) => change({ text: value })} problem={problem("text")} hint="An empty line begins a new paragraph" max={10000} test="letter-text" />
        {told.value && !told.value.field && <Problem text={told.value.sentence} boxed />}
        <div class="actions">
          <ActButton act={act} submit={!ready} work={ready ? look : undefined!} look={ready ? "" : "main"} test="letter-look">Look at it</ActButton>
          <ActButton act={act} submit={ready} look={ready ? "main" : ""} icon="send" disabled={!ready} test="letter-send">Send</ActButton>
        </div>
      </form>
      <Paper pages={pages.value} stale={!ready} />
    </div>
  );
}

function Paper({ pages, stale }: { pages: string[]; stale: boolean }) {
  if (pages.length === 0) return <p class="letter-paper empty quiet small">Look at the letter before it goes: it appears here, on the council's paper.</p>;
  return (
    <div class={`letter-paper ${stale ? "stale" : ""}`} tabIndex={0} role="group" aria-label="The letter as it will be printed">
      {stale && <p class="small letter-stale" role="status">You have changed it since. Look at it again, then send it.</p>}
      {pages.map((page, at) => (
        <img key={at} src={page} alt={`Page ${at + 1} of ${pages.length}`} data-test="letter-page" />
      ))}
    </div>
  );
}
