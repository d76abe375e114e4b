// What a draft would have changed, in words: before and after of one figure, and how sure that is.
import type { Figures, WhatIfRow } from "../../api/types";
import { spoken } from "../../kit/time";

export interface Measure {
  id: string;
  title: string;
  /** True where less is better. */
  less: boolean;
  says: (value: number) => string;
}

const count = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(1));
const share = (value: number): string => `${Math.round(value * 100)} %`;

export const MEASURES: Measure[] = [
  { id: "mean_answer", title: "Answered after, on average", less: true, says: spoken },
  { id: "target_kept", title: "Target kept", less: false, says: share },
  { id: "worst_wait", title: "Worst wait", less: true, says: spoken },
  { id: "abandoned", title: "Gave up", less: true, says: count },
];

export function figure(figures: Figures, id: string): number | null {
  const found = figures[id];
  return typeof found === "number" ? found : null;
}

export function interval(figures: Figures, id: string): [number, number] | null {
  const found = figures[`${id}_ci`];
  if (!Array.isArray(found)) return null;
  const [low, high] = found;
  return low === null || high === null ? null : [low, high];
}

export interface Change {
  before: number | null;
  after: number | null;
  says: string;
  look: "good" | "bad" | "";
}

/** Only a change whose whole interval lies on one side of nothing is called better or worse. */
export function changeOf(row: WhatIfRow, measure: Measure): Change {
  const [before, after] = [figure(row.again, measure.id), figure(row.draft, measure.id)];
  const difference = figure(row.difference, measure.id);
  if (difference === null) return { before, after, says: "", look: "" };
  if (difference === 0) return { before, after, says: "No change", look: "" };
  const range = interval(row.difference, measure.id);
  if (range && range[0] <= 0 && range[1] >= 0) return { before, after, says: `No clear change (${signed(range[0], measure)} to ${signed(range[1], measure)})`, look: "" };
  const better = difference < 0 === measure.less;
  const between = range ? `, between ${signed(range[0], measure)} and ${signed(range[1], measure)}` : "";
  return { before, after, says: `${better ? "Better" : "Worse"} by ${unsigned(difference, measure)}${between}`, look: better ? "good" : "bad" };
}

const unsigned = (value: number, measure: Measure): string => (measure.id === "target_kept" ? `${Math.round(Math.abs(value) * 100)} points` : measure.says(Math.abs(value)));

const signed = (value: number, measure: Measure): string => `${value < 0 ? "−" : "+"}${measure.id === "target_kept" ? Math.round(Math.abs(value) * 100) : measure.says(Math.abs(value))}`;

/** How much of the widest bar a value takes, 0 to 100. */
export function barOf(value: number | null, rows: WhatIfRow[], id: string): number {
  const all = rows.flatMap((row) => [figure(row.again, id) ?? 0, figure(row.draft, id) ?? 0]);
  const most = Math.max(...all, 0);
  return !value || most === 0 ? 0 : Math.max(2, Math.round((100 * value) / most));
}
