// Today by the hour: arrived, answered, gave up. Lines differ in dash as well as colour; a table says the same.
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { BoardView } from "../../api/types";
import { isDark } from "../../kit/theme";
import { hourOf } from "../../kit/time";
import { view } from "../state";

const HEIGHT_PX = 132;
const SERIES = [
  { key: "arrived", label: "Arrived", colour: "--series-1", dash: [] as number[], shape: "solid" },
  { key: "answered", label: "Answered", colour: "--series-2", dash: [8, 4], shape: "dashed" },
  { key: "abandoned", label: "Gave up", colour: "--series-3", dash: [2, 4], shape: "dotted" },
] as const;

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function figures(hours: BoardView["hours"]): uPlot.AlignedData {
  return [hours.map(({ hour }) => hour), ...SERIES.map(({ key }) => hours.map((each) => each[key]))] as uPlot.AlignedData;
}

/** The hours of work, and any other in which somebody came, three at least: one alone is a dot. None that is to come. */
function shownHours(board: BoardView | null): BoardView["hours"] {
  if (!board) return [];
  const hourNow = hourOf(board.at);
  const busy = board.hours.filter(({ arrived, answered, abandoned }) => arrived + answered + abandoned > 0).map(({ hour }) => hour);
  const [first, last] = [Math.min(8, hourNow - 2, ...busy), Math.max(hourNow, ...busy)];
  return busy.length ? board.hours.filter(({ hour }) => hour >= first && hour <= last) : [];
}

function options(width: number): uPlot.Options {
  const ink = colour("--ink-2");
  const grid = { stroke: colour("--line"), width: 1 };
  const font = "12px system-ui, sans-serif";
  return {
    width,
    height: HEIGHT_PX,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false, range: (_plot, low, high) => [low, Math.max(high, low + 1)] }, y: { range: (_plot, _low, high) => [0, Math.max(5, high * 1.1)] } },
    axes: [
      { stroke: ink, grid: { show: false }, font, size: 28, incrs: [1, 2, 3], values: (_plot, marks) => marks.map((hour) => `${hour}:00`) },
      { stroke: ink, grid, font, size: 34, incrs: [1, 2, 5, 10, 20, 50, 100, 200] },
    ],
    series: [{}, ...SERIES.map(({ label, colour: name, dash }) => ({ label, stroke: colour(name), width: 2.5, dash: [...dash], points: { show: true, size: 6, fill: colour(name) } }))],
  };
}

export function HoursChart() {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const hours = shownHours(view.value);
  const dark = isDark.value;

  useEffect(() => {
    const place = box.current!;
    plot.current = new uPlot(options(place.clientWidth), figures(shownHours(view.peek())), place);
    const resized = new ResizeObserver(() => plot.current?.setSize({ width: place.clientWidth, height: HEIGHT_PX }));
    resized.observe(place);
    return () => {
      resized.disconnect();
      plot.current?.destroy();
    };
  }, [dark]);
  useEffect(() => plot.current?.setData(figures(hours)), [view.value]);

  return (
    <section class="card panel hours" aria-label="Today, by the hour">
      <div class="spread hours-head">
        <h2>Today, by the hour</h2>
        <ul class="row legend small" aria-hidden="true">
          {SERIES.map(({ key, label, shape }) => (
            <li key={key} class="row">
              <span class={`legend-line ${key} ${shape}`} />
              {label}
            </li>
          ))}
        </ul>
      </div>
      {hours.length === 0 && <p class="panel-empty quiet">Nothing yet today.</p>}
      <div ref={box} class="hours-plot" aria-hidden="true" hidden={hours.length === 0} />
      <details hidden={hours.length === 0}>
        <summary class="small">The same as a table</summary>
        <HoursTable hours={hours} />
      </details>
    </section>
  );
}

function HoursTable({ hours }: { hours: BoardView["hours"] }) {
  return (
    <table class="small num">
      <thead>
        <tr>
          <th scope="col">Hour</th>
          {SERIES.map(({ key, label }) => <th key={key} scope="col">{label}</th>)}
        </tr>
      </thead>
      <tbody>
        {hours.map((each) => (
          <tr key={each.hour}>
            <th scope="row">{each.hour}:00</th>
            {SERIES.map(({ key }) => <td key={key}>{each[key]}</td>)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
