// The five figures a supervisor looks at first.
import { Icon, type IconName } from "../../kit/icon";
import { clockwise, seconds, spoken } from "../../kit/time";
import { oldest, percent, view, waiting } from "../state";

interface TileProps {
  test: string;
  title: string;
  value: string;
  says: string;
  state?: "good" | "warn" | "bad" | undefined;
  spokenValue?: string;
}

const SIGNS: Record<string, { icon: IconName; label: string }> = {
  good: { icon: "check", label: "On target" },
  warn: { icon: "clock", label: "Watch this" },
  bad: { icon: "warn", label: "Off target" },
};

function Tile({ test, title, value, says, state, spokenValue }: TileProps) {
  const sign = state && SIGNS[state];
  return (
    <div class={`card tile ${state ?? ""}`}>
      <p class="spread">
        <span class="label">{title}</span>
        {sign && <Icon name={sign.icon} label={sign.label} />}
      </p>
      <p class="tile-value num" data-test={test}>
        <span aria-hidden={spokenValue ? "true" : undefined}>{value}</span>
        {spokenValue && <span class="sr-only">{spokenValue}</span>}
      </p>
      <p class="small quiet">{says}</p>
    </div>
  );
}

const ANSWERED_TARGET = 80;
const SETTLED_TARGET = 80;

function against(target: number, value: number | null): TileProps["state"] {
  if (value === null) return undefined;
  return value >= target ? "good" : value >= target - 10 ? "warn" : "bad";
}

const said = (value: number | null): string => (value === null ? "–" : `${value}%`);

function waitingSays(late: number, unreached: number): string {
  if (unreached) return `Nobody here for ${unreached === 1 ? "one service" : `${unreached} services`}`;
  return late ? `${late} past their target` : "All within their targets";
}

export function Tiles() {
  const board = view.value;
  if (!board) return null;
  const { today } = board;
  const late = board.services.reduce((sum, line) => sum + line.late, 0);
  const unreached = board.services.filter((line) => line.unreached).length;
  const age = seconds(oldest.value);
  const inTarget = percent(today.answered_in_target, today.answered_total);
  const settled = percent(today.settled, today.served);
  const lost = percent(today.abandoned, today.arrived);
  return (
    <section class="tiles" aria-label="Now and today">
      <Tile test="board-waiting" title="Waiting now" value={String(waiting.value)} says={waitingSays(late, unreached)} state={late || unreached ? "bad" : "good"} />
      <Tile test="board-oldest" title="Longest wait" value={oldest.value ? clockwise(age) : "–"} spokenValue={oldest.value ? spoken(age) : "nobody waits"} says={oldest.value ? "and counting" : "Nobody is waiting"} />
      <Tile test="board-in-target" title="Answered in target" value={said(inTarget)} says={`${today.answered_in_target} of ${today.answered_total} today · aim ${ANSWERED_TARGET}%`} state={late && against(ANSWERED_TARGET, inTarget) === "good" ? "warn" : against(ANSWERED_TARGET, inTarget)} />
      <Tile test="board-abandoned" title="Gave up waiting" value={String(today.abandoned)} says={lost === null ? "Nobody came yet today" : `${lost}% of ${today.arrived} today`} state={lost === null ? undefined : lost <= 5 ? "good" : lost <= 10 ? "warn" : "bad"} />
      <Tile test="board-settled" title="Settled without referral" value={said(settled)} says={`${today.settled} of ${today.served} served · aim ${SETTLED_TARGET}%`} state={against(SETTLED_TARGET, settled)} />
    </section>
  );
}
