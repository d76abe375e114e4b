// Where the agent writes in a chat: to the resident, who reads it at once, or a note; and whether the resident is there.
import { useSignal, type Signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { InHand } from "../api/types";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { Icon } from "../kit/icon";
import { draft, keepDraft } from "../kit/keep";
import { leftOver } from "../kit/left-over";
import { now } from "../kit/time";
import { AboutNumber, ReadyReplies } from "./composer-text";
import { details } from "./state";
import { chatTyping, note, sayInChat } from "./verbs";
import { onceKey, underKey } from "../kit/once";

type Kind = "note" | "reply";
const WORDS: Record<Kind, { tab: string; label: string; placeholder: string; send: string }> = {
  reply: { tab: "Chat", label: "Message to the resident", placeholder: "Write to the resident…", send: "Send" },
  note: { tab: "Note", label: "Note, seen by colleagues only", placeholder: "Write a note, seen by colleagues only…", send: "Save note" },
};

const ENDED = "They have ended the chat, so nothing more can be said in it. You can still write a note.";

/** They are at the other end of a chat, or in the building. */
export const isHere = (held: InHand): boolean => held.channel === "chat" || held.channel === "walk_in";

const hasLeft = (held: InHand): boolean => details.value?.id === held.contact && details.value.facts["left"] === "yes";

export function ChatComposer({ held }: { held: InHand }) {
  const kind = useSignal<Kind>("reply");
  const texts = { note: useSignal(draft(`note.${held.contact}`)), reply: useSignal(draft(`reply.${held.contact}`)) };
  const act = useAct();
  const key = useMemo(() => ({ now: onceKey() }), [held.contact]);
  const words = WORDS[kind.value];
  const text = texts[kind.value];
  const refused = kind.value === "reply" && hasLeft(held) ? ENDED : null;
  const write = (value: string): void => {
    text.value = value;
    keepDraft(`${kind.value}.${held.contact}`, value);
    act.problem.value = null;
    if (kind.value === "reply" && value) chatTyping(held.contact);
  };
  const send = async (): Promise<void> => {
    const said = text.value.trim();
    if (!said) throw new Error("Write something first.");
    await underKey(key, (name) => (kind.value === "note" ? note(held.contact, said, name) : sayInChat(held.contact, said, name)));
    write(leftOver(text.value, said));
  };
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!refused) void act.run(send);
  };
  return (
    <section class="composer" aria-label="Write">
      <div class="row composer-kinds">
        <div class="row composer-choice" role="group" aria-label="What to write">
          <KindButton kind="reply" chosen={kind} />
          <KindButton kind="note" chosen={kind} />
        </div>
        <span class="grow" />
        <TheirEnd held={held} />
      </div>
      <AboutNumber refused={refused} warning={null} />
      {/* Not `disabled`: whoever is typing would lose the cursor, and press keys of the desk. */}
      <div class="row composer-row">
        <textarea class="input grow" rows={2} readOnly={refused !== null} aria-disabled={refused ? "true" : undefined} value={text.value} maxLength={1600} onInput={(event) => write(event.currentTarget.value)} onKeyDown={keys} data-test={`${kind.value}-text`} aria-label={words.label} placeholder={refused ? "" : words.placeholder} />
        <ActButton act={act} work={send} look={kind.value === "reply" ? "main" : ""} icon={kind.value === "reply" ? "send" : "check"} test={kind.value === "reply" ? "reply-send" : "note-save"} disabled={refused !== null}>
          {words.send}
        </ActButton>
      </div>
      {kind.value === "reply" && !refused && <ReadyReplies replies={details.value?.replies ?? []} by={held.channel === "chat" ? "chat" : "sms"} choose={(more) => write([text.value.trim(), more].filter(Boolean).join(" "))} />}
      <ActProblem act={act} />
    </section>
  );
}

function KindButton({ kind, chosen }: { kind: Kind; chosen: Signal<Kind> }) {
  return (
    <button type="button" class="composer-kind" aria-pressed={chosen.value === kind ? "true" : "false"} data-test={`write-${kind}`} data-answer={kind === "reply" ? "" : undefined} onClick={() => (chosen.value = kind)}>
      <Icon name={kind === "reply" ? "chat" : "note"} />
      {WORDS[kind].tab}
    </button>
  );
}

/** Whether the resident is typing, or has gone; what is written then waits on their page. */
function TheirEnd({ held }: { held: InHand }) {
  const left = hasLeft(held);
  const typing = held.chat?.typing_until && Date.parse(held.chat.typing_until) > now.value;
  const says = left ? "They have ended the chat" : typing ? "They are typing…" : held.chat?.here ? "They are here" : "They are not on the page now";
  return (
    <span class={`small ${left || !held.chat?.here ? "bad" : "quiet"}`} role="status" data-test="chat-their-end">
      {says}
    </span>
  );
}
