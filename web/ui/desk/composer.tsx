// Where the agent writes: a note for colleagues, a text to the resident with its cost in parts, or a WhatsApp message within its 24 hours.
import { useSignal, type Signal } from "@preact/signals";
import { useId, useMemo, useRef } from "preact/hooks";
import type { ContactView, InHand } from "../api/types";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { Icon } from "../kit/icon";
import { draft, keepDraft } from "../kit/keep";
import { leftOver } from "../kit/left-over";
import { AboutNumber, Counter, hasFiles, linkAll, LinkedFile, NO_FILES, ReadyReplies, Undo } from "./composer-text";
import { BY_WHATSAPP, Offers, Window } from "./composer-whatsapp";
import { LetterPart } from "./letter/letter-part";
import { MailComposer } from "./mail-composer";
import { details } from "./state";
import { note, reply } from "./verbs";
import { tooLong } from "./segments";
import { refusedNow } from "./window";
import { onceKey, underKey } from "../kit/once";

type Kind = "note" | "reply" | "mail";

function useDraft(contact: string, kind: Kind): Signal<string> {
  return useSignal(draft(`${kind}.${contact}`));
}

const FIRST: Record<string, Kind> = { sms: "reply", whatsapp: "reply", email: "mail" };
const TEXTED = ["sms", BY_WHATSAPP, "phone", "voicemail", "web_form"];

/** What is written first: to a form's sender by mail, unless they asked for a text or gave no address. */
function firstOf(held: InHand, contact: ContactView | null): Kind {
  if (held.channel !== "web_form") return FIRST[held.channel] ?? "note";
  if (contact?.mailing && !contact.mailing.wants_text) return "mail";
  return canText(held) ? "reply" : "note";
}

/** Texts go to phones; a withheld number can have none. */
function canText(held: InHand): boolean {
  const address = held.who.address ?? "";
  return TEXTED.includes(held.channel) && !address.includes("@") && /\d{5}/.test(address);
}

export function Composer({ held }: { held: InHand }) {
  const contact = details.value?.id === held.contact ? details.value : null;
  const chosen = useSignal<Kind | null>(null);
  const kind = chosen.value ?? firstOf(held, contact);
  const canMail = held.channel === "email" || Boolean(contact?.mailing);
  const kinds: Kind[] = ["note", ...(canText(held) ? (["reply"] as const) : []), ...(canMail ? (["mail"] as const) : [])];
  const first = firstOf(held, contact);
  const answer = first !== "note" ? first : kinds.find((each) => each !== "note");
  const texts = { note: useDraft(held.contact, "note"), reply: useDraft(held.contact, "reply"), mail: useDraft(held.contact, "mail") };
  const act = useAct();
  const box = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  // One key a draft: a send that is tried again after a lost answer is still one text.
  const key = useMemo(() => ({ now: onceKey() }), [held.contact]);
  const text = texts[kind];
  const write = (value: string) => {
    text.value = value;
    keepDraft(`${kind}.${held.contact}`, value);
    act.problem.value = null;
  };
  const send = async (): Promise<void> => {
    const words = text.value.trim();
    if (!words) throw new Error(kind === "note" ? "Write the note first." : "Write the text first.");
    const over = isReply ? tooLong(words, contact?.texting.longest) : null;
    if (over) throw new Error(over);
    await underKey(key, (name) => (kind === "note" ? note(held.contact, words, name) : reply(held.contact, words, name)));
    write(leftOver(text.value, words));
  };
  const keys = (event: KeyboardEvent) => {
    if (!refused && event.key === "Enter" && (event.ctrlKey || event.metaKey)) void act.run(send);
  };
  const files = (event: ClipboardEvent | DragEvent) => {
    const given = "clipboardData" in event ? event.clipboardData : event.dataTransfer;
    if (!hasFiles(given)) return;
    event.preventDefault();
    if (!isReply || refused) act.problem.value = refused ?? NO_FILES;
    else void act.run(() => linkAll(held.contact, [...(given?.files ?? [])], add));
  };
  const isReply = kind === "reply";
  const byWhatsApp = contact?.texting.by === BY_WHATSAPP;
  const refused = isReply ? refusedNow(contact?.texting) : null;
  const add = (words: string) => write([text.value.trim(), words].filter(Boolean).join(" "));
  return (
    <section class="composer" aria-label="Write">
      <div class="row composer-kinds">
        {kinds.length > 1 && (
          <div class="row composer-choice" role="group" aria-label="What to write">
            {kinds.map((each) => <KindButton key={each} kind={each} on={each === kind} answers={each === answer} choose={() => (chosen.value = each)} channel={held.channel} />)}
          </div>
        )}
        <LetterPart contact={contact} />
        {kind !== "mail" && <label class="composer-to small quiet" for={box}>{isReply ? `To ${(!refused && held.who.address) || "the resident"}` : kinds.length > 1 ? "Seen by colleagues only" : "Note, seen by colleagues only"}</label>}
        {isReply && !refused && !byWhatsApp && <Counter text={text.value} longest={contact?.texting.longest} straighten={write} />}
        {isReply && !refused && <Undo contact={contact} again={add} text={area} />}
      </div>
      {isReply && <AboutNumber refused={refused} warning={contact?.texting.warning ?? null} />}
      {isReply && byWhatsApp && contact && (!refused || contact.texting.name) && <Window texting={contact.texting} />}
      {isReply && byWhatsApp && contact && refused && <Offers contact={contact} />}
      {kind === "mail" ? (
        <MailComposer held={held} contact={contact} />
      ) : (
        <div class="row composer-row">
          <textarea id={box} ref={area} class="input grow" rows={2} value={text.value} onInput={(event) => write(event.currentTarget.value)} onKeyDown={keys} onPaste={files} onDrop={files} data-test={isReply ? "reply-text" : "note-text"} />
          <ActButton act={act} work={send} look={isReply ? "main" : ""} icon={isReply ? "send" : "check"} test={isReply ? "reply-send" : "note-save"} disabled={Boolean(refused)}>
            {isReply ? "Send" : "Save note"}
          </ActButton>
        </div>
      )}
      {isReply && !refused && (
        <div class="row composer-more">
          <ReadyReplies replies={contact?.replies ?? []} by={byWhatsApp ? BY_WHATSAPP : "sms"} choose={add} />
          <LinkedFile contact={held.contact} act={act} add={add} />
        </div>
      )}
      <ActProblem act={act} />
    </section>
  );
}

function repliesBy(channel: string): string {
  if (channel === BY_WHATSAPP) return "Reply on WhatsApp";
  return channel === "sms" || channel === "web_form" ? "Reply by text" : "Send a text";
}

const LOOKS = {
  note: { icon: "note", says: () => "Note" },
  reply: { icon: "sms", says: repliesBy },
  mail: { icon: "email", says: () => "Reply by email" },
} as const;

function KindButton({ kind, on, answers, choose, channel }: { kind: Kind; on: boolean; answers: boolean; choose: () => void; channel: string }) {
  return (
    <button type="button" class="composer-kind" aria-pressed={on ? "true" : "false"} data-test={`write-${kind}`} data-answer={answers ? "" : undefined} onClick={choose}>
      <Icon name={kind === "reply" && channel === BY_WHATSAPP ? BY_WHATSAPP : LOOKS[kind].icon} />
      {LOOKS[kind].says(channel)}
    </button>
  );
}
