// The resident's side of a chat, alive: it takes over what the server wrote, and the page need not be loaded again.
import { useSignal } from "@preact/signals";
import { render } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { draft, keepDraft } from "../kit/keep";
import { leftOver } from "../kit/left-over";
import { followTheme } from "../kit/theme";
import { end, follow, lost, now, say, typing, view, type ChatMessage } from "./state";
import "./chat.css";
import { onceKey, underKey } from "../kit/once";

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const DRAFT = "chat";
const LONGEST = 2000;

function Said({ message }: { message: ChatMessage }) {
  return (
    <li class={message.mine ? "mine" : "ours"} data-test={message.mine ? "chat-mine" : "chat-ours"}>
      <p class="hint">
        {message.who}, {clock.format(new Date(message.at))}
      </p>
      <p class="words">{message.text}</p>
    </li>
  );
}


function Writing() {
  const act = useAct();
  const ending = useAct();
  const words = useSignal(draft(DRAFT));
  // One key a message: one that is sent again after a lost answer is said once.
  const key = useMemo(() => ({ now: onceKey() }), []);
  const write = (text: string): void => {
    words.value = text;
    act.problem.value = null;
    keepDraft(DRAFT, text);
    if (text) typing();
  };
  const send = async (): Promise<void> => {
    const text = words.value.trim();
    if (!text) throw new Error("Write something first.");
    await underKey(key, (name) => say(text, name));
    write(leftOver(words.value, text));
  };
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void act.run(send);
  };
  return (
    <>
      <form class="chat-form" onSubmit={(event) => (event.preventDefault(), void act.run(send))}>
        <div class="field">
          <label for="words">Your message</label>
          <textarea id="words" class="input" rows={3} maxLength={LONGEST} value={words.value} data-test="chat-words" onInput={(event) => write(event.currentTarget.value)} onKeyDown={keys} aria-describedby="words-how" />
          <p class="hint" id="words-how">Enter sends it; Shift and Enter begin a new line.</p>
        </div>
        <ActProblem act={act} boxed />
        <ActButton act={act} submit look="main big" icon="send" test="chat-send">Send</ActButton>
      </form>
      <ActProblem act={ending} />
      <button type="button" class="plain" data-test="chat-end" onClick={() => void ending.run(end)}>End the chat</button>
    </>
  );
}

/** What was being written when the chat ended. */
function Unsent({ words }: { words: string }) {
  return (
    <>
      <h2>This was not sent</h2>
      <p class="words found" data-test="chat-unsent">{words}</p>
      <form method="post" action="/chat/as-form">
        <input type="hidden" name="words" value={words} />
        <button class="button main" data-test="chat-as-form">Send it with a form</button>
      </form>
    </>
  );
}

function Over() {
  const unsent = draft(DRAFT).trim();
  return (
    <>
      {unsent && <Unsent words={unsent} />}
      <p>
        <a href="/chat/transcript" download="chat.txt">Save what was written</a>
      </p>
      <form method="post" action="/chat/new">
        <button class="button" data-test="chat-new">Begin another chat</button>
      </form>
    </>
  );
}

/** A log that is added to is read aloud; whoever has scrolled up to read is left there. */
function Log({ messages }: { messages: ChatMessage[] }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const list = box.current!;
    const near = list.scrollHeight - list.scrollTop - list.clientHeight < 240;
    if (near || messages.at(-1)?.mine) list.scrollTop = list.scrollHeight;
  }, [messages.length]);
  return (
    <div class="chat-log" ref={box} role="log" aria-label="What was written" tabIndex={0}>
      <ol class="letters">
        {messages.map((message) => (
          <Said key={message.id} message={message} />
        ))}
      </ol>
    </div>
  );
}

function Chat() {
  const told = view.value;
  if (!told) return <p role="status">Opening the chat…</p>;
  // Whoever was writing when we ended it can send that still.
  const ended = told.state === "ended" && !(draft(DRAFT).trim() && told.late_until && Date.parse(told.late_until) > now.value);
  const types = told.agent_typing_until !== null && Date.parse(told.agent_typing_until) > now.value;
  return (
    <>
      <p class={`chat-says ${told.state}`} role="status" data-test="chat-says" data-state={told.state}>
        {lost.value ? "The line is down. We are trying again; what you write is kept." : told.says}
      </p>
      {told.reference && <p class="num">Your reference is {told.reference}.</p>}
      <Log messages={told.messages} />
      <p class="hint chat-typing" role="status" data-test="chat-typing">{types ? `${told.agent ?? "We"} ${told.agent ? "is" : "are"} typing…` : ""}</p>
      {told.state === "ended" && !ended && <p role="status" data-test="chat-late">You were still writing. If you send it within a minute, somebody comes back to you.</p>}
      {ended ? <Over /> : <Writing />}
    </>
  );
}

followTheme();
const place = document.getElementById("chat");
if (place) {
  place.replaceChildren();
  render(<Chat />, place);
  follow();
}
