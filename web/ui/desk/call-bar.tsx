// The call's own controls: mute, hold, keypad, hang up, and for how long it has lasted.
import { useSignal } from "@preact/signals";
import { ActButton, ActProblem, useAct } from "../kit/act";
import type { InHand } from "../api/types";
import { Icon } from "../kit/icon";
import { clockwise, seconds } from "../kit/time";
import { line, mutePhone } from "../phone/switchhook";
import { isOf } from "../phone/whose-leg";
import { Keypad } from "./keypad";
import { capFor } from "./own-keys";
import { hangUp, hold } from "./verbs";

const STAGES = { fetching: "Your phone…", dialling: "Ringing them…", talking: null };

function word(held: InHand, live: boolean): string {
  const stage = held.ring && STAGES[held.ring.stage];
  if (stage) return stage;
  if (held.state === "connecting") return "Connecting…";
  if (!live && isOf(held, line.value.gone)) return "The line is gone. Checking…";
  if (held.held) return held.consult?.state === "talking" ? "Caller on hold" : "On hold";
  if (!live && isOf(held, line.value.elsewhere)) return "Your call is on your other computer";
  if (!live) return "No sound yet";
  return line.value.muted ? "You are muted" : "On the line";
}

export function CallBar({ held }: { held: InHand }) {
  const holding = useAct();
  const ending = useAct();
  const pad = useSignal(false);
  const { live, muted } = line.value;
  const mine = live != null && [held.contact, held.line].includes(live.contact);
  const asking = held.consult?.side === "asking";
  const speaking = held.ring ? held.ring.stage === "talking" : held.state === "active";
  return (
    <section class={`call-bar ${held.held ? "held-now" : ""}`} aria-label="The call">
      <p class="call-clock" data-test="call-state" data-live={mine ? "yes" : "no"}>
        <strong class="num">{clockwise(seconds(held.ring?.since ?? held.since))}</strong>
        <span class="small">{word(held, mine)}</span>
      </p>
      <div class="row grow call-keys">
        <button type="button" class="button" data-test="call-mute" aria-pressed={muted ? "true" : "false"} aria-disabled={mine ? undefined : "true"} aria-keyshortcuts={capFor("mute")} onClick={() => mine && mutePhone(!muted)}>
          <Icon name={muted ? "mic-off" : "mic"} />
          {muted ? "Unmute" : "Mute"}
        </button>
        <ActButton act={holding} work={() => hold(held)} icon={held.held ? "resume" : "hold"} test="call-hold" pressed={held.held} disabled={!speaking || Boolean(held.consult)} keys={capFor("hold")}>
          {held.held ? "Resume" : "Hold"}
        </ActButton>
        <button type="button" class="button" data-test="call-keypad" aria-expanded={pad.value ? "true" : "false"} onClick={() => (pad.value = !pad.value)}>
          <Icon name="keypad" />
          Keypad
        </button>
      </div>
      <ActButton act={ending} work={() => hangUp(held.contact)} icon="hang-up" look="bad" test="call-hang-up" disabled={asking && held.consult?.state !== "over"}>
        {ending.pending.value ? "Hanging up…" : held.consult?.side === "asked" ? "Leave" : "Hang up"}
      </ActButton>
      {pad.value && <Keypad off={!mine} close={() => (pad.value = false)} />}
      <ActProblem act={holding} />
      <ActProblem act={ending} />
    </section>
  );
}
