// An answer by email: whom it goes to is shown before it is sent; some may be left out, and nobody is added.
import { useSignal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import type { AddedFile, ContactView, Correspondent, InHand, Mailing, Message } from "../api/types";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { Icon } from "../kit/icon";
import { draft, keepDraft } from "../kit/keep";
import { leftOver } from "../kit/left-over";
import { hasFiles, ReadyReplies, Undo } from "./composer-text";
import { AT_MOST, answering, chosenAtFirst, isNewer, keepPin, type Pin, pinBefore, pinOf } from "./mail-draft";
import { addAll, addedBefore, Attached, keepAdded, useNames } from "./mail-files";
import { mail } from "./verbs";
import { onceKey, underKey } from "../kit/once";

/** A subject wraps, so that it can be read whole, and has one line nevertheless. */
function oneLine(box: HTMLTextAreaElement): string {
  if (/[\r\n]/.test(box.value)) box.value = box.value.replace(/\s*[\r\n]+\s*/g, " ");
  return box.value;
}

type Goes = (address: string) => boolean;

/** Each is there until it is taken out; those that one email cannot go to as well are out to begin with. */
function Recipients({ label, given, goes, change }: { label: string; given: Correspondent[]; goes: Goes; change: (address: string) => void }) {
  if (given.length === 0) return null;
  return (
    <div class="row mail-line" role="group" aria-label={label}>
      <span class="label">{label}</span>
      {given.map(({ name, address }) => (
        <label key={address} class={`mail-chip ${goes(address) ? "" : "off"}`} data-test="mail-recipient">
          <input type="checkbox" checked={goes(address)} onChange={() => change(address)} />
          <span>{name ? `${name} <${address}>` : address}</span>
        </label>
      ))}
      {given.length > AT_MOST && (
        <span class="small quiet" data-test="mail-too-many">One email goes to {AT_MOST} at most, so not everybody is chosen.</span>
      )}
    </div>
  );
}

function Newer({ instead }: { instead: () => void }) {
  return (
    <p class="row small composer-about" role="status" data-test="mail-newer">
      <Icon name="warn" />
      <span>A newer message has come. You are answering the one before.</span>
      <button type="button" class="button ghost tight" data-test="mail-answer-newer" onClick={instead}>Answer the newer one instead</button>
    </p>
  );
}

function About({ mailing }: { mailing: Mailing }) {
  const says = mailing.refused ? [mailing.refused] : mailing.warnings;
  return says.map((words) => (
    <p key={words} class={`row small composer-about ${mailing.refused ? "bad" : ""}`} role="status" data-test={mailing.refused ? "mail-refused" : "mail-warning"}>
      <Icon name="warn" />
      <span>{words}</span>
    </p>
  ));
}

export function MailComposer({ held, contact }: { held: InHand; contact: ContactView | null }) {
  const text = useSignal(draft(`mail.${held.contact}`));
  const subject = useSignal<string | null>(draft(`mail.${held.contact}.subject`) || null);
  const pin = useSignal<Pin | null>(pinBefore(held.contact));
  const changed = useNames(`mail.${held.contact}.recipients`);
  const files = useNames(`mail.${held.contact}.of-case`);
  const added = useSignal<AddedFile[]>(addedBefore(held.contact));
  const area = useRef<HTMLTextAreaElement>(null);
  const act = useAct();
  const adding = useAct();
  // One key a draft: a send that is tried again after a lost answer is still one email.
  const key = useMemo(() => ({ now: onceKey() }), [held.contact]);
  const newest = contact?.mailing;
  if (!contact || !newest) return <p class="quiet small">Fetching whom it would go to…</p>;
  const mailing = answering(pin.value, newest);
  const hold = (what: Pin | null) => {
    pin.value = what;
    keepPin(held.contact, what);
  };
  const refused = Boolean(mailing.refused);
  const write = (value: string) => {
    text.value = value;
    keepDraft(`mail.${held.contact}`, value);
    act.problem.value = null;
    hold(value ? (pin.value ?? pinOf(newest)) : null);
  };
  const call = (words: string | null) => {
    subject.value = words;
    keepDraft(`mail.${held.contact}.subject`, words ?? "");
  };
  const instead = () => {
    hold(pinOf(newest));
    call(null);
    changed.set([]);
  };
  const add = (words: string) => write([text.value.trim(), words].filter(Boolean).join("\n\n"));
  const first = chosenAtFirst(mailing);
  const goes: Goes = (address) => first.has(address) !== changed.has(address);
  const left = (given: Correspondent[]) => given.map(({ address }) => address).filter(goes);
  const send = async (): Promise<void> => {
    if (!text.value.trim()) throw new Error("Write the email first.");
    const there = new Set(mailing.files.map(({ id }) => id));
    const attached = files.all().filter((id) => there.has(id));
    const uploads = added.value.map(({ file }) => file);
    const written = { text: text.value.trim(), subject: subject.value ?? mailing.subject, answers: mailing.answers, to: left(mailing.to), cc: left(mailing.cc), files: attached, uploads };
    if (written.to.length + written.cc.length === 0) throw new Error("Choose at least one recipient.");
    if (Math.max(written.to.length, written.cc.length) > AT_MOST) throw new Error(`Choose ${AT_MOST} recipients at most.`);
    await underKey(key, (name) => mail(held.contact, written, name));
    call(null);
    files.set([]);
    keepAdded(held.contact, added, []);
    write(leftOver(text.value, written.text));
  };
  const keys = (event: KeyboardEvent) => {
    if (!refused && event.key === "Enter" && (event.ctrlKey || event.metaKey)) void act.run(send);
  };
  const dropped = (event: ClipboardEvent | DragEvent) => {
    const given = "clipboardData" in event ? event.clipboardData : event.dataTransfer;
    if (!given || !hasFiles(given)) return;
    event.preventDefault();
    const chosen = [...given.files];
    if (mailing.no_files) adding.problem.value = mailing.no_files;
    else void adding.run(() => addAll(held.contact, added, chosen));
  };
  /** What was taken back is a draft again, and so is what went along: the case has it by now. */
  const again = (words: string, message: Message) => {
    add(words);
    if (message.mail && message.mail.subject !== mailing.subject) call(message.mail.subject);
    files.set(message.mail?.files ?? []);
  };
  return (
    <div class="mail-composer" role="group" aria-label="Email">
      {!refused && <Undo contact={contact} again={again} text={area} />}
      {isNewer(pin.value, newest) && <Newer instead={instead} />}
      <About mailing={mailing} />
      <Recipients label="To" given={mailing.to} goes={goes} change={changed.toggle} />
      <Recipients label="Copy to" given={mailing.cc} goes={goes} change={changed.toggle} />
      <label class="row mail-line">
        <span class="label">Subject</span>
        <textarea class="input grow mail-subject" rows={1} value={subject.value ?? mailing.subject} title={subject.value ?? mailing.subject} maxLength={400} data-test="mail-subject" onInput={(event) => call(oneLine(event.currentTarget))} onKeyDown={(event) => event.key === "Enter" && event.preventDefault()} />
      </label>
      <div class="row composer-row">
        <textarea ref={area} class="input grow" rows={3} value={text.value} onInput={(event) => write(event.currentTarget.value)} onKeyDown={keys} onPaste={dropped} onDrop={dropped} data-test="mail-text" aria-label="Email to the resident" placeholder={mailing.answers ? "Write to the resident… What they wrote is added below." : "Write to the resident…"} />
        <ActButton act={act} work={send} look="main" icon="send" test="mail-send" disabled={refused}>Send</ActButton>
      </div>
      {!refused && (
        <div class="row composer-more">
          <ReadyReplies replies={contact.replies} by="email" choose={add} />
          <Attached contact={held.contact} mailing={mailing} chosen={files} added={added} act={adding} />
        </div>
      )}
      <ActProblem act={adding} />
      <ActProblem act={act} />
    </div>
  );
}
