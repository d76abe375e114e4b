// What was said and written in this contact: what the menu learned, texts both ways with their fate, and notes.
import { useEffect, useRef } from "preact/hooks";
import type { ContactView, Guess, Message } from "../api/types";
import { channelOf, Icon, type IconName } from "../kit/icon";
import { languageName } from "../kit/language";
import { when } from "../kit/time";
import { Files, loose, Papers, partOf, Pictures, Recordings } from "./documents";
import { LetterFacts } from "./letter-facts";
import { MailLine, MailWarnings, SuggestedCase } from "./mail-message";
import { authorOf, noteBy, writerOf } from "./author";
import { LetterLine } from "./letter/letter-line";

const FATES: Record<string, { says: string; icon: IconName; look: string }> = {
  queued: { says: "Waiting to be sent", icon: "clock", look: "" },
  sending: { says: "Being sent", icon: "clock", look: "" },
  sent: { says: "Sent", icon: "check", look: "" },
  delivered: { says: "Delivered", icon: "check", look: "" },
  read: { says: "Read", icon: "check", look: "" },
  canceled: { says: "Taken back, and never sent", icon: "cross", look: "" },
  undelivered: { says: "Not delivered", icon: "warn", look: "bad" },
  failed: { says: "Not sent", icon: "warn", look: "bad" },
  unknown: { says: "May have been sent", icon: "warn", look: "bad" },
};

/** What a print room does takes longer than what a carrier does. */
const LETTER_FATES: Record<string, (typeof FATES)[string]> = {
  sent: { says: "Handed over for printing", icon: "check", look: "" },
  delivered: { says: "In the post", icon: "check", look: "" },
};

function Fate({ message }: { message: Message }) {
  const { status, problem } = message;
  // Being sent, with a problem: nobody knows whether it went, and it is not sent again by itself.
  const fate = (message.letter && LETTER_FATES[status ?? ""]) || (status ? FATES[status === "sending" && problem ? "unknown" : status] : null);
  if (!fate) return null;
  return (
    <span class={`fate ${fate.look}`} data-test="message-status" data-status={status}>
      <Icon name={fate.icon} />
      {fate.says}
      {problem ? `: ${problem}` : ""}
    </span>
  );
}

/** What the carrier, or Notify, told of a message of ours, each word as it came. */
function Fared({ contact, told }: { contact: string; told: NonNullable<Message["fared"]> }) {
  return (
    <details class="small" data-test="fared">
      <summary>Originals: what we were told of it</summary>
      <ul class="timeline-originals">
        {told.map(({ id, word, at }) => (
          <li key={id}>
            <a href={`/desk/api/contacts/${contact}/documents/${id}`} download="text.json" data-test="fared-original">
              <Icon name="attach" />
              <span>“{word}”, <span class="num">{when(at)}</span></span>
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Its own files, and what is odd about an email. */
function Beside({ contact, message }: { contact: ContactView; message: Message }) {
  if (message.direction !== "in") return null;
  const own = partOf(contact, message);
  return (
    <>
      <MailWarnings warnings={message.mail?.warnings} />
      <Recordings contact={own} />
      <Pictures contact={own} />
      <Files contact={own} />
    </>
  );
}

function Said({ whole, message }: { whole: ContactView; message: Message }) {
  const contact = whole.id;
  const who = { in: writerOf(message.author), out: authorOf(message.author, "We wrote"), note: noteBy(message.author) }[message.direction] ?? "";
  return (
    <li class={`said ${message.direction}`} data-test="message" data-direction={message.direction}>
      <p class="said-head small">
        {message.direction === "note" && <Icon name="note" />}
        <span>{who}{message.joined && message.direction === "in" ? `, ${channelOf(message.joined).label.toLowerCase()} joined to this` : ""}</span>
        <span class="num">{when(message.at)}</span>
        {message.request && (
          <a href={`/desk/api/contacts/${contact}/documents/${message.request}`} download="text.json" aria-label="Original: the text as the carrier sent it" data-test="text-original">Original</a>
        )}
      </p>
      {message.letter && <LetterLine message={message} />}
      {message.mail && <MailLine contact={contact} message={message} mail={message.mail} />}
      <p class="said-text">{message.text}</p>
      <Beside contact={whole} message={message} />
      {message.direction === "out" && <Fate message={message} />}
      {Boolean(message.fared?.length) && <Fared contact={contact} told={message.fared ?? []} />}
    </li>
  );
}

/** Nobody wrote it. */
function Withdrawal({ at }: { at: string }) {
  return (
    <li class="banner" data-test="withdrawal">
      <Icon name="info" />
      <span>They withdrew this request online, <span class="num">{when(at)}</span>.</span>
    </li>
  );
}

/** Facts are the menu's; those that are sentences or words are shown, the machinery's own are not. */
const SHOWN: Record<string, string> = { words: "They said", said: "They said", reason: "Reason", place_said: "Place, as said", language: "Language", pressed: "Chose" };

function Facts({ facts }: { facts: Record<string, unknown> }) {
  const rows = Object.entries(facts).filter(([name, value]) => name in SHOWN && typeof value === "string" && value);
  if (rows.length === 0) return null;
  return (
    <dl class="facts" aria-label="From the menu">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt class="label">{SHOWN[name]}</dt>
          <dd>{name === "language" ? languageName(String(value)) : String(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

const FAIRLY_SURE = 0.8;

/** The service can be put right in the head of the contact, in one choice. */
function Guessed({ guess, now }: { guess: Guess; now: string | null }) {
  const about = guess.label && `We think: ${guess.label}, ${guess.confidence >= FAIRLY_SURE ? "fairly sure" : "not sure"}`;
  const risk = guess.alarm && guess.alarm !== guess.service && "Somebody may be at risk";
  const said = [risk, about].filter(Boolean).join(". ");
  return (
    <p class="small quiet" data-test="guess">
      {now === (guess.alarm ?? guess.service) ? `${said}. Not right? Choose the service above.` : `${said}. It was put right.`}
    </p>
  );
}

/** What comes in one piece, to be read from its beginning. */
const LONG = ["email", "web_form", "letter"];

/** To the end, or to the top of what is to be read next: the newest that they wrote, when it is opened or has just come. */
function lookAt(box: HTMLElement, contact: ContactView, opened: boolean): void {
  const news = opened || contact.messages.at(-1)?.direction === "in";
  const newest = [...box.querySelectorAll<HTMLElement>('[data-test="message"][data-direction="in"]')].at(-1);
  if (!LONG.includes(contact.channel) || !news || !newest) return box.scrollTo({ top: box.scrollHeight });
  const top = newest.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
  // What stands above a first message is short, and belongs to it.
  box.scrollTo({ top: top < box.clientHeight / 2 ? 0 : top - ABOVE });
}

const ABOVE = 8;

/** A picture has its height once it has come: whoever was at the end stays there. */
function stayAtEnd(box: HTMLElement, contact: ContactView, came: EventTarget | null): void {
  if (!(came instanceof HTMLImageElement) || LONG.includes(contact.channel)) return;
  const below = box.scrollHeight - box.scrollTop - box.clientHeight;
  if (below <= came.offsetHeight + ABOVE) box.scrollTo({ top: box.scrollHeight });
}

export function Conversation({ contact }: { contact: ContactView | null }) {
  const box = useRef<HTMLDivElement>(null);
  const before = useRef<string | null>(null);
  const count = contact?.messages.length ?? 0;
  const files = contact?.documents?.length ?? 0;
  useEffect(() => {
    if (contact && box.current) lookAt(box.current, contact, before.current !== contact.id);
    before.current = contact?.id ?? null;
  }, [contact?.id, count, files]);
  if (!contact) {
    return (
      <div class="conversation scroll" aria-busy="true">
        <p class="quiet">Fetching what we know…</p>
      </div>
    );
  }
  const rest = loose(contact);
  return (
    <div class="conversation scroll" ref={box} onLoadCapture={(event) => stayAtEnd(event.currentTarget, contact, event.target)} tabIndex={0} role="log" aria-label="Conversation and notes">
      {contact.guess && <Guessed guess={contact.guess} now={contact.service} />}
      <SuggestedCase key={contact.id} contact={contact} />
      <MailWarnings warnings={contact.warnings} />
      {contact.channel === "letter" && <LetterFacts contact={contact} />}
      {contact.channel === "phone" && <Facts facts={contact.facts} />}
      <Recordings contact={rest} missing={contact.not_heard} />
      <Pictures contact={rest} />
      {contact.channel === "letter" ? <Papers contact={contact} /> : <Files contact={rest} />}
      {count === 0 && (
        <p class="quiet small conversation-empty">
          {contact.channel === "phone" ? "Nothing written down yet. What you note here stays with the case." : "No messages yet."}
        </p>
      )}
      <ol class="said-list">
        {contact.messages.map((message) =>
          message.withdrawal ? <Withdrawal key={message.id} at={message.at} /> : <Said key={message.id} whole={contact} message={message} />,
        )}
      </ol>
    </div>
  );
}
