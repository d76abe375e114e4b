// The telephone during a call: whom, how long, what it says, the keys, something to say, and a red button.
import { useState } from "preact/hooks";
import { hangUp, mute, say, speakAloud } from "../actions";
import { Handset, Microphone, MicrophoneOff, Send, Speaker, SpeakerOff, Talk } from "../icons";
import * as model from "../model";
import { canListen, listen } from "../voice";
import { useAtEnd } from "./at-end";
import { Keypad } from "./keypad";
import { Timer } from "./timer";

const BARS = [0.45, 0.8, 1, 0.7, 0.4];

/** Five bars as high as the other side is loud: measured, not drawn. */
function Meter() {
  const height = Math.min(1, model.loudness.value * 7);
  return (
    <span class="meter" aria-hidden="true">
      {BARS.map((share, place) => (
        <i key={place} style={{ transform: `scaleY(${Math.max(0.12, height * share)})` }} />
      ))}
    </span>
  );
}

function Who() {
  if (!model.call.value) return null;
  return (
    <header class="who">
      <h2>{model.other}</h2>
      <p class="state" data-phase={model.phase.value}>
        <Meter />
        <span>{model.phaseWords}</span>
        <Timer />
      </p>
    </header>
  );
}

const IDLE: Partial<Record<model.Phase, string>> = {
  calling: "It rings…",
  listening: "…",
  waiting: "You hear hold music until somebody is free.",
  talking: "You are through. Talk, or just listen.",
  recording: "Speak after the beep. Press hash when you are done.",
  ended: "You can ring again in a moment.",
  held: "You are on hold. Music plays until they come back.",
};

function Caption() {
  const silent = ["talking", "held", "recording", "ended"].includes(model.phase.value);
  const said = silent ? [] : model.captions.value;
  const box = useAtEnd<HTMLDivElement>(said.at(-1)?.key ?? 0);
  return (
    <div class="caption" ref={box} tabIndex={0} role="group" aria-label="What the line says">
      {said.length ? said.map(({ key, text }, place) => <p key={key} class={place < said.length - 1 ? "earlier" : "latest"}>{text}</p>) : <p class="faint">{IDLE[model.phase.value] ?? "…"}</p>}
      {model.microphone.value.state === "none" && said.length < 2 && <small class="no-microphone">{model.microphone.value.why}</small>}
    </div>
  );
}

function Say() {
  const [hearing, setHearing] = useState<(() => void) | null>(null);
  const send = (event: Event) => {
    event.preventDefault();
    say(model.said.value);
    model.said.value = "";
  };
  const hear = () => {
    if (hearing) return hearing();
    const words = (text: string, final: boolean) => {
      model.said.value = final ? "" : text;
      if (final) say(text);
    };
    const failed = (sentence: string) => (model.trouble.value = sentence);
    const stop = listen({ words, failed, done: () => setHearing(null) });
    setHearing(() => stop);
  };
  return (
    <form class="say" onSubmit={send}>
      <label class="sr" for="say">Say something by typing it</label>
      <input id="say" autocomplete="off" placeholder={hearing ? "Listening…" : "Say something…"} value={model.said.value} onInput={({ currentTarget }) => (model.said.value = currentTarget.value)} />
      {canListen() && (
        <button type="button" class="round small" aria-pressed={hearing !== null} aria-label="Say it aloud" onClick={hear}>
          <Talk />
        </button>
      )}
      <button type="submit" class="round small" aria-label="Say it" disabled={!model.said.value.trim()}>
        <Send />
      </button>
    </form>
  );
}

function Buttons() {
  const [off, aloud] = [model.muted.value, model.spokenAloud.value];
  return (
    <div class="act-row">
      <button type="button" class="round" aria-pressed={off} aria-label="Mute yourself" onClick={() => mute(!off)}>
        {off ? <MicrophoneOff /> : <Microphone />}
        <small>{off ? "Muted" : "Mute"}</small>
      </button>
      <button type="button" class="end-button" aria-label="Hang up" onClick={hangUp}>
        <Handset size={32} />
      </button>
      <button type="button" class="round" aria-pressed={!aloud} aria-label="Silence the spoken prompts" onClick={() => speakAloud(!aloud)}>
        {aloud ? <Speaker /> : <SpeakerOff />}
        <small>{aloud ? "Prompts" : "Silent"}</small>
      </button>
    </div>
  );
}

export function InCall() {
  return (
    <div class="in-call" data-phase={model.phase.value}>
      <Who />
      <Caption />
      <Keypad />
      <Say />
      <Buttons />
    </div>
  );
}
