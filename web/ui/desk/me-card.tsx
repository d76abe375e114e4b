// The agent's own state, as the server has it, and the way from ready to a break and back.
import { me } from "../api/http";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { Icon, type IconName } from "../kit/icon";
import { Menu } from "../kit/menu";
import { clockwise, seconds } from "../kit/time";
import { allowSound } from "./ring";
import { PhoneLine } from "./phone-line";
import { inHand, view } from "./state";
import { ready, takeBreak } from "./verbs";

function stateNow(): { words: string; icon: IconName; look: string; since: string | null } {
  const mine = view.value?.me;
  if (!mine) return { words: "Connecting…", icon: "clock", look: "", since: null };
  const held = inHand.value;
  const reason = me.value?.break_reasons.find(({ id }) => id === mine?.reason)?.label ?? mine?.reason;
  if (held.some(({ state }) => state === "wrapping") && held.every(({ state }) => state === "wrapping")) return { words: "Wrapping up", icon: "edit", look: "busy", since: held[0]!.since };
  if (held.length) return { words: "Helping", icon: "person", look: "busy", since: held[0]!.since };
  if (mine.state === "ready") return { words: "Ready", icon: "check", look: "ready", since: mine.since };
  if (mine.state === "break") return { words: reason ? `On a break: ${reason}` : "On a break", icon: "cup", look: "break", since: mine.since };
  if (mine.state === "absent") return { words: "Not present", icon: "warn", look: "break", since: mine.since };
  return { words: "Not ready yet", icon: "clock", look: "break", since: mine.since };
}

export function MeCard() {
  const act = useAct();
  const mine = view.value?.me;
  const now = stateNow();
  const isReady = mine?.state === "ready";
  const start = () => {
    allowSound();
    if ("Notification" in window && Notification.permission === "default") void Notification.requestPermission();
    return ready();
  };
  return (
    <section class="card me" aria-label="You">
      <div class={`me-state ${now.look}`} data-test="my-state" data-state={mine?.state ?? "unknown"}>
        <Icon name={now.icon} />
        <strong class="grow clip">{now.words}</strong>
        {now.since && <span class="num">{clockwise(seconds(now.since))}</span>}
      </div>
      <div class="me-body">
        {!mine ? null : isReady ? (
          <Menu label="Reason for the break" choices={(me.value?.break_reasons ?? []).map(({ id, label }) => ({ id, label, test: `break-${id}` }))} choose={(reason) => void act.run(() => takeBreak(reason))} look="full" test="break" disabled={act.pending.value}>
            <Icon name="cup" />
            Take a break
            <Icon name="down" />
          </Menu>
        ) : (
          <ActButton act={act} work={start} icon="check" look="main full" test="ready">
            {mine?.state === "break" ? "I’m back, ready" : "I’m ready"}
          </ActButton>
        )}
        <ActProblem act={act} />
        <PhoneLine />
      </div>
    </section>
  );
}
