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

const ICONS: Record<string, IconName> = { break: "cup", absent: "warn" };

/** What the button says that ends it. */
export const readyWords = (state: string | undefined): string => (state === "break" ? "I’m back, ready" : "I’m ready");

/** The agent's own state in words, whatever is in hand. */
export function stateWords(state: string, reason: string | null): string {
  if (state === "ready") return "Ready";
  if (state === "absent") return "Not present";
  if (state !== "break") return "Not ready yet";
  const label = me.value?.break_reasons.find(({ id }) => id === reason)?.label ?? reason;
  return label ? `On a break: ${label}` : "On a break";
}

function stateNow(): { words: string; icon: IconName; look: string; since: string | null } {
  const mine = view.value?.me;
  if (!mine) return { words: "Connecting…", icon: "clock", look: "", since: null };
  const held = inHand.value;
  if (held.some(({ state }) => state === "wrapping") && held.every(({ state }) => state === "wrapping")) return { words: "Wrapping up", icon: "edit", look: "busy", since: held[0]!.since };
  if (held.length) return { words: "Helping", icon: "person", look: "busy", since: held[0]!.since };
  const words = stateWords(mine.state, mine.reason);
  if (mine.state === "ready") return { words, icon: "check", look: "ready", since: mine.since };
  return { words, icon: ICONS[mine.state] ?? "clock", look: "break", since: mine.since };
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
        <strong class="grow">{now.words}</strong>
        {now.since && <span class="num">{clockwise(seconds(now.since))}</span>}
      </div>
      <div class="me-body">
        {mine && !isReady && inHand.value.length > 0 && (
          <p class="small" role="status" data-test="me-nothing-rings">
            {stateWords(mine.state, mine.reason)}. Nothing new rings here until you choose “{readyWords(mine.state)}”.
          </p>
        )}
        {!mine ? null : isReady ? (
          <Menu label="Reason for the break" choices={(me.value?.break_reasons ?? []).map(({ id, label }) => ({ id, label, test: `break-${id}` }))} choose={(reason) => void act.run(() => takeBreak(reason))} look="full" test="break" disabled={act.pending.value}>
            <Icon name="cup" />
            Take a break
            <Icon name="down" />
          </Menu>
        ) : (
          <ActButton act={act} work={start} icon="check" look="main full" test="ready">
            {readyWords(mine?.state)}
          </ActButton>
        )}
        <ActProblem act={act} />
        <PhoneLine />
      </div>
    </section>
  );
}
