// Who waits, by service: a bar for how many, words and a sign for how late.
import type { BoardLine } from "../../api/types";
import { channelOf, Icon, type IconName } from "../../kit/icon";
import { clockwise, seconds, secondsLeft, spoken } from "../../kit/time";
import { asidesOpen } from "../acts/state";
import { view } from "../state";
import { ask } from "../why/state";
import { useRowsBelow } from "./below";
import { DayByService } from "./day-by-service";

/** What is left of the time from arrival to due: from here on a supervisor is warned. */
const NEARLY = 0.3;

interface Lateness {
  says: string;
  icon: IconName;
  look: string;
}

/** How many seconds the first of them is past its due time; all grow alike, so that the order of lines stays. */
function overdue(line: BoardLine): number {
  return seconds(line.due_at);
}

/** The latest first, then what nobody here can serve, then where most wait. */
function byLateness(a: BoardLine, b: BoardLine): number {
  return overdue(b) - overdue(a) || b.late - a.late || Number(b.unreached) - Number(a.unreached) || b.waiting - a.waiting;
}

function latenessOf(line: BoardLine): Lateness {
  const left = secondsLeft(line.due_at);
  if (line.waiting === 0) return { says: "Nobody waits", icon: "check", look: "" };
  const by = overdue(line) > 0 ? ` by up to ${spoken(overdue(line))}` : "";
  const late = line.late > 0 ? `${line.late} late${by}` : "";
  if (line.unreached) return { says: late ? `Nobody here · ${late}` : "Nobody here for it", icon: "warn", look: "bad" };
  if (late) return { says: late, icon: "warn", look: "bad" };
  if (left < (left + seconds(line.oldest_at)) * NEARLY) return { says: `Due in ${spoken(left)}`, icon: "clock", look: "warn" };
  return { says: "On time", icon: "check", look: "good" };
}

function Line({ line, most }: { line: BoardLine; most: number }) {
  const lateness = latenessOf(line);
  const channels = Object.entries(line.channels).filter(([, count]) => count > 0);
  return (
    <tr data-test="board-service" data-service={line.service}>
      <th scope="row">{line.label}</th>
      <td>
        <span class="wait-bar">
          <span class={`wait-fill ${lateness.look}`} style={{ width: `${(100 * line.waiting) / most}%` }} />
        </span>
      </td>
      <td class="num count">{line.waiting}</td>
      <td class="channels">
        {channels.map(([channel, count]) => (
          <span key={channel} class="row small num">
            <Icon name={channelOf(channel).icon} label={channelOf(channel).label} />
            {count}
          </span>
        ))}
      </td>
      <td class="num">{line.oldest_at ? clockwise(seconds(line.oldest_at)) : "–"}</td>
      <td class="lateness">
        <span class={`badge ${lateness.look}`}>
          <Icon name={lateness.icon} />
          {lateness.says}
        </span>
        <button type="button" class="button ghost why-open" data-test="why-open" aria-label={`Why do they wait for ${line.label}?`} onClick={() => ask({ title: `${line.label}: who waits`, service: line.service })}>
          Why?
        </button>
      </td>
    </tr>
  );
}

export function ByService() {
  const lines = (view.value?.services ?? []).filter((line) => line.waiting > 0);
  const aside = view.value?.aside?.length ?? 0;
  const most = Math.max(5, ...lines.map((line) => line.waiting));
  const [box, below] = useRowsBelow();
  return (
    <section class="card panel by-service" aria-label="Waiting, by service">
      <div class="spread">
        <div class="row">
          <h2>Waiting, by service</h2>
          {below.value > 0 && (
            <span class="badge warn" data-test="board-below">
              <Icon name="warn" />
              {below.value === 1 ? "1 more service below" : `${below.value} more services below`}
            </span>
          )}
        </div>
        {aside > 0 && (
          <button type="button" class="button tight" data-test="asides-open" onClick={() => (asidesOpen.value = true)}>
            <Icon name="clock" />
            {aside} put aside
          </button>
        )}
      </div>
      {lines.length === 0 && (
        <p class="panel-empty">
          <Icon name="check" />
          Nobody is waiting for anything.
        </p>
      )}
      {lines.length > 0 && (
        <div class="scroll table-box waits" ref={box} tabIndex={0} role="group" aria-label="Waiting now">
          <table>
            <thead>
              <tr>
                <th scope="col">Service</th>
                <th scope="col"><span class="sr-only">How many, as a bar</span></th>
                <th scope="col" class="count">Waiting</th>
                <th scope="col">By</th>
                <th scope="col">Longest</th>
                <th scope="col">Against its target</th>
              </tr>
            </thead>
            <tbody>
              {[...lines].sort(byLateness).map((line) => (
                <Line key={line.service} line={line} most={most} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div class="scroll table-box day" tabIndex={0} role="group" aria-label="Today so far">
        <DayByService />
      </div>
    </section>
  );
}
