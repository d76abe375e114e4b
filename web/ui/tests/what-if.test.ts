// Rows: what a figure was, what it would be, how sure that is, and the words for it.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Figures, WhatIfRow } from "../api/types";
import { barOf, changeOf, MEASURES } from "../console/rules/what-if-words";

const of = (id: string, value: number | null, interval: [number, number] | null = null): Figures => ({ [id]: value, [`${id}_ci`]: interval });
const row = (id: string, before: number | null, after: number | null, difference: number | null, interval: [number, number] | null): WhatIfRow => ({
  label: "Potholes", channel: "phone", contacts: 4, recorded: {}, again: of(id, before), draft: of(id, after), difference: of(id, difference, interval),
});

const ROWS: [says: string, id: string, found: WhatIfRow, words: string, look: string][] = [
  ["sooner, and surely", "mean_answer", row("mean_answer", 90, 60, -30, [-40, -20]), "Better by 30 s, between −40 s and −20 s", "good"],
  ["later, and surely", "mean_answer", row("mean_answer", 60, 90, 30, [20, 40]), "Worse by 30 s, between +20 s and +40 s", "bad"],
  ["later, perhaps", "mean_answer", row("mean_answer", 60, 62, 2, [-5, 9]), "No clear change (−5 s to +9 s)", ""],
  ["more of the target kept", "target_kept", row("target_kept", 0.7, 0.9, 0.2, [0.1, 0.3]), "Better by 20 points, between +10 and +30", "good"],
  ["the same", "abandoned", row("abandoned", 3, 3, 0, [0, 0]), "No change", ""],
  ["one replication has no interval", "abandoned", row("abandoned", 3, 5, 2, null), "Worse by 2", "bad"],
  ["nobody was answered", "mean_answer", row("mean_answer", null, null, null, null), "", ""],
];

for (const [says, id, found, words, look] of ROWS) {
  test(says, () => {
    const change = changeOf(found, MEASURES.find((measure) => measure.id === id)!);
    assert.equal(change.says, words);
    assert.equal(change.look, look);
  });
}

test("bars are as long as their figures, and nothing is no bar", () => {
  const rows = [row("worst_wait", 100, 50, -50, null), row("worst_wait", 0, 25, 25, null)];
  assert.deepEqual(rows.map((each) => [barOf(each.again.worst_wait as number, rows, "worst_wait"), barOf(each.draft.worst_wait as number, rows, "worst_wait")]), [[100, 50], [0, 25]]);
  assert.equal(barOf(0, rows, "worst_wait"), 0);
});
