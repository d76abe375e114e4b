// An answer by email: whom it goes to is shown before it is sent; some may be left out, and nobody is added.
import { useSignal, type Signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { ContactView, Correspondent, InHand, Mailing } from "../api/types";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { Icon } from "../kit/icon";
import { draft, keepDraft } from "../kit/keep";
import { hasFiles, ReadyReplies, Undo } from "./composer-text";
import { size } from "./mail-words";
import { mail } from "./verbs";
import { onceKey } from "../kit/once";

const NO_UPLOAD = "Only files that came with this case can go along for now.";

type Names = Signal<ReadonlySet<string>>;

function toggle(names: Names, name: string): void {
  const now = new Set(names.value);
  if (!now.delete(name)) now.add(name);
  names.value = now;
}

/** Each is there until it is taken out. */
function Recipients({ label, given, without }: { label: string; given: Correspondent[]; without: Names }) {
  if (given.length === 0) return null;
  return (
    <div class="row mail-line" role="group" aria-label={label}>
      <span class="label">{label}</span>
      {given.map(({ name, address }) => (
        <label key={address} class={`mail-chip ${without.value.has(address) ? "off" : ""}`} data-test="mail-recipient">
          <input type="checkbox" checked={!without.value.has(address)} onChange={() => toggle(without, address)} />
          <span>{name ? `${name} <${address}>` : address}</span>
        </label>
      ))}
    </div>
  );
}

function Attached({ files, chosen }: { files: Mailing["files"]; chosen: Names }) {
  if (files.length === 0) return null;
  return (
    <details class="mail-files">
      <summary class="small" data-test="mail-files">
        {chosen.value.size ? `Files that go along: ${chosen.value.size}` : "Attach files of this case"}
      </summary>
      {files.map(({ id, name, size: bytes }) => (
        <label key={id} class="row small" data-test="mail-file">
          <input type="checkbox" checked={chosen.value.has(id)} onChange={() => toggle(chosen, id)} />
          <span>{name}</span>
          <span class="quiet num">{size(bytes)}</span>
        </label>
      ))}
    </details>
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
  const subject = useSignal<string | null>(null);
  const without: Names = useSignal(new Set<string>());
  const files: Names = useSignal(new Set<string>());
  const act = useAct();
  // One key a draft: a send that is tried again after a lost answer is still one email.
  const key = useMemo(() => ({ now: onceKey() }), [held.contact]);
  const mailing = contact?.mailing;
  if (!contact || !mailing) return <p class="quiet small">Fetching whom it would go to…</p>;
  const refused = Boolean(mailing.refused);
  const write = (value: string) => {
    text.value = value;
    keepDraft(`mail.${held.contact}`, value);
  };
  const add = (words: string) => write([text.value.trim(), words].filter(Boolean).join("\n\n"));
  const left = (given: Correspondent[]) => given.map(({ address }) => address).filter((address) => !without.value.has(address));
  const send = async (): Promise<void> => {
    if (!text.value.trim()) throw new Error("Write the email first.");
    const there = new Set(mailing.files.map(({ id }) => id));
    const attached = [...files.value].filter((id) => there.has(id));
    const written = { text: text.value.trim(), subject: subject.value ?? mailing.subject, answers: mailing.answers, to: left(mailing.to), cc: left(mailing.cc), files: attached };
    if (written.to.length + written.cc.length === 0) throw new Error("Choose at least one recipient.");
    await mail(held.contact, written, key.now);
    [key.now, files.value, subject.value] = [onceKey(), new Set(), null];
    write("");
  };
  const keys = (event: KeyboardEvent) => {
    if (!refused && event.key === "Enter" && (event.ctrlKey || event.metaKey)) void act.run(send);
  };
  const dropped = (event: ClipboardEvent | DragEvent) => {
    if (!hasFiles("clipboardData" in event ? event.clipboardData : event.dataTransfer)) return;
    event.preventDefault();
    act.problem.value = NO_UPLOAD;
  };
  return (
    <div class="mail-composer" role="group" aria-label="Email">
      <About mailing={mailing} />
      <Recipients label="To" given={mailing.to} without={without} />
      <Recipients label="Copy to" given={mailing.cc} without={without} />
      <label class="row mail-line">
        <span class="label">Subject</span>
        <input class="input grow" value={subject.value ?? mailing.subject} maxLength={400} data-test="mail-subject" onInput={(event) => (subject.value = event.currentTarget.value)} />
      </label>
      <div class="row composer-row">
        <textarea class="input grow" rows={4} value={text.value} onInput={(event) => write(event.currentTarget.value)} onKeyDown={keys} onPaste={dropped} onDrop={dropped} data-test="mail-text" aria-label="Email to the resident" placeholder="Write to the resident… What they wrote is added below." />
        <ActButton act={act} work={send} look="main" icon="send" test="mail-send" disabled={refused}>Send</ActButton>
      </div>
      {!refused && (
        <div class="row composer-more">
          <ReadyReplies replies={contact.replies} choose={add} />
          <Attached files={mailing.files} chosen={files} />
          <Undo contact={contact} again={add} />
        </div>
      )}
      <ActProblem act={act} />
    </div>
  );
}
