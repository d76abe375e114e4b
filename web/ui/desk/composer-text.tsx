// What stands beside a text while it is written: its cost, ready replies, what to know of the number, and taking it back.
import type { RefObject } from "preact";
import { useRef } from "preact/hooks";
import type { ContactView, Message, ReadyReply } from "../api/types";
import { type Act, ActButton, ActProblem, useAct } from "../kit/act";
import { Icon } from "../kit/icon";
import { secondsLeft } from "../kit/time";
import { plainTwin, segmentsOf, tooLong } from "./segments";
import { linkFile, takeBack } from "./verbs";

export const NO_FILES = "A note holds words alone.";

/** Pictures and files, dropped or pasted; words alone are left to the browser. */
export function hasFiles(given: DataTransfer | null): boolean {
  return Boolean(given?.files.length);
}

/** Texts and WhatsApp carry no files from here: each becomes a link in the words, which whoever has it can open for a week. */
export function LinkedFile({ contact, act, add }: { contact: string; act: Act; add: (words: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const choose = async (): Promise<void> => {
    const given = [...(input.current?.files ?? [])];
    if (input.current) input.current.value = "";
    await linkAll(contact, given, add);
  };
  return (
    <>
      <input ref={input} type="file" multiple hidden aria-hidden="true" data-test="reply-file-input" onChange={() => void act.run(choose)} />
      <ActButton act={act} work={async () => input.current?.click()} look="tight" icon="attach" test="reply-add-file">Link to a file…</ActButton>
      <span class="small quiet">Whoever has the link can open it for a week.</span>
    </>
  );
}

/** One after the other; the first that cannot be sent says why. */
export async function linkAll(contact: string, given: Iterable<File>, add: (words: string) => void): Promise<void> {
  for (const each of given) add((await linkFile(contact, each)).link);
}

export function Counter({ text, longest, straighten }: { text: string; longest: number | undefined; straighten: (text: string) => void }) {
  const { parts, left, unicode } = segmentsOf(text);
  const over = tooLong(text, longest);
  const plain = plainTwin(text);
  const cheaper = unicode && !segmentsOf(plain).unicode;
  return (
    <span class="row small quiet composer-cost">
      {cheaper && (
        <button type="button" class="button ghost tight" data-test="reply-straighten" onClick={() => straighten(plain)}>Use plain quotes</button>
      )}
      <span class="num" data-test="reply-segments">
        {parts > 1 ? `${parts} texts, ` : ""}
        {left} left · {unicode ? "with special signs" : "plain letters"}
      </span>
      {over && <strong class="bad" data-test="reply-too-long">{over}</strong>}
    </span>
  );
}

/** A reply that cannot be filled in yet says why, and cannot be chosen. */
export function ReadyReplies({ replies, by, choose }: { replies: ReadyReply[]; by: "sms" | "whatsapp" | "chat" | "email" | "letter"; choose: (text: string) => void }) {
  const offered = replies.filter((reply) => reply.by.includes(by));
  if (offered.length === 0) return null;
  const chosen = (event: Event & { currentTarget: HTMLSelectElement }) => {
    const reply = offered.find(({ id }) => id === event.currentTarget.value);
    event.currentTarget.value = "";
    if (reply?.text) choose(reply.text);
  };
  return (
    <select class="input composer-ready" aria-label="Ready replies" data-test={by === "letter" ? "letter-ready" : "reply-ready"} onChange={chosen}>
      <option value="">Ready replies…</option>
      {offered.map(({ id, label, text, lacks }) => (
        <option key={id} value={id} disabled={!text}>
          {label}
          {lacks ? ` (${lacks.replace(/\.$/, "").toLowerCase()})` : ""}
        </option>
      ))}
    </select>
  );
}

/** Why nobody can be written to here, or what to know before it. */
export function AboutNumber({ refused, warning }: { refused: string | null; warning: string | null }) {
  const says = refused ?? warning;
  if (!says) return null;
  return (
    <p class={`row small composer-about ${refused ? "bad" : ""}`} role="status" data-test={refused ? "reply-refused" : "reply-warning"}>
      <Icon name="warn" />
      <span>{says}</span>
    </p>
  );
}

/** The newest text of ours that has not left yet. What is taken back is a draft again. */
export function Undo({ contact, again, text }: { contact: ContactView | null; again: (text: string, message: Message) => void; text: RefObject<HTMLTextAreaElement | null> }) {
  const act = useAct();
  const last = contact?.messages.findLast(({ undo_until: until, letter }) => until && !letter);
  const left = secondsLeft(last?.undo_until);
  if (!contact || !last || left <= 0) return <ActProblem act={act} />;
  const undo = async (): Promise<void> => {
    await takeBack(contact.id, last.id);
    again(last.text, last);
    // The button goes with the seconds, and would take the focus with it.
    text.current?.focus();
  };
  return (
    <>
      <p class="row small composer-undo">
        <span role="timer" class="num">Goes out in {left} s</span>
        <ActButton act={act} work={undo} look="tight" test="reply-undo">Undo</ActButton>
      </p>
      <ActProblem act={act} />
    </>
  );
}
