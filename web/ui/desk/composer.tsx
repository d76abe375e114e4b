// Where the agent writes: a note for colleagues, or a text to the resident with its cost in parts.
import { useSignal, type Signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { InHand } from "../api/types";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { Icon } from "../kit/icon";
import { draft, keepDraft } from "../kit/keep";
import { AboutNumber, Counter, hasFiles, NO_FILES, ReadyReplies, Undo } from "./composer-text";
import { details } from "./state";
import { note, reply } from "./verbs";

type Kind = "note" | "reply";

function useDraft(contact: string, kind: Kind): Signal<string> {
  return useSignal(draft(`${kind}.${contact}`));
}

const TEXTED = ["sms", "phone", "voicemail", "web_form"];

/** Texts go to phones; a withheld number can have none. */
function canText(held: InHand): boolean {
  return TEXTED.includes(held.channel) && /\d{5}/.test(held.who.address ?? "");
}

export function Composer({ held }: { held: InHand }) {
  const kind = useSignal<Kind>(held.channel === "sms" ? "reply" : "note");
  const texts = { note: useDraft(held.contact, "note"), reply: useDraft(held.contact, "reply") };
  const act = useAct();
  // One key a draft: a send that is tried again after a lost answer is still one text.
  const key = useMemo(() => ({ now: crypto.randomUUID?.() ?? String(Math.random()) }), [held.contact]);
  const text = texts[kind.value];
  const write = (value: string) => {
    text.value = value;
    keepDraft(`${kind.value}.${held.contact}`, value);
  };
  const send = async (): Promise<void> => {
    const words = text.value.trim();
    if (!words) throw new Error(kind.value === "note" ? "Write the note first." : "Write the text first.");
    if (kind.value === "note") await note(held.contact, words);
    else await reply(held.contact, words, key.now);
    key.now = crypto.randomUUID?.() ?? String(Math.random());
    write("");
  };
  const keys = (event: KeyboardEvent) => {
    if (!refused && event.key === "Enter" && (event.ctrlKey || event.metaKey)) void act.run(send);
  };
  const files = (event: ClipboardEvent | DragEvent) => {
    if (!hasFiles("clipboardData" in event ? event.clipboardData : event.dataTransfer)) return;
    event.preventDefault();
    act.problem.value = NO_FILES;
  };
  const isReply = kind.value === "reply";
  const contact = details.value?.id === held.contact ? details.value : null;
  const refused = isReply ? contact?.texting.refused : null;
  const add = (words: string) => write([text.value.trim(), words].filter(Boolean).join(" "));
  return (
    <section class="composer" aria-label="Write">
      <div class="row composer-tabs" role="tablist" aria-label="What to write">
        <Tab kind="note" chosen={kind} icon="note" says="Note" />
        {canText(held) && <Tab kind="reply" chosen={kind} icon="sms" says={held.channel === "sms" ? "Reply by text" : "Send a text"} />}
        <span class="grow" />
        {isReply && !refused && <Counter text={text.value} straighten={write} />}
      </div>
      {isReply && <AboutNumber texting={contact?.texting} />}
      <div class="row composer-row" role="tabpanel" aria-label={isReply ? "Text" : "Note"}>
        <textarea class="input grow" rows={2} value={text.value} onInput={(event) => write(event.currentTarget.value)} onKeyDown={keys} onPaste={files} onDrop={files} data-test={isReply ? "reply-text" : "note-text"} aria-label={isReply ? "Text to the resident" : "Note, seen by colleagues only"} placeholder={isReply ? "Write to the resident…" : "Write a note, seen by colleagues only…"} />
        <ActButton act={act} work={send} look={isReply ? "main" : ""} icon={isReply ? "send" : "check"} test={isReply ? "reply-send" : "note-save"} disabled={Boolean(refused)}>
          {isReply ? "Send" : "Save note"}
        </ActButton>
      </div>
      {isReply && !refused && (
        <div class="row composer-more">
          <ReadyReplies replies={contact?.replies ?? []} choose={add} />
          <Undo contact={contact} again={add} />
        </div>
      )}
      <ActProblem act={act} />
    </section>
  );
}

function Tab({ kind, chosen, icon, says }: { kind: Kind; chosen: Signal<Kind>; icon: "note" | "sms"; says: string }) {
  return (
    <button type="button" role="tab" class="tab" aria-selected={chosen.value === kind ? "true" : "false"} data-test={`${kind}-tab`} onClick={() => (chosen.value = kind)}>
      <Icon name={icon} />
      {says}
    </button>
  );
}
