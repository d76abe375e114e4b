// Rows: what was being written, what is in force when the page is opened again, and what the editor then has.
import assert from "node:assert/strict";
import { test } from "node:test";
import { takenUp } from "../console/rules/kept";

const current = { version: 3, text: "rules: []\n", by: "Harold", why: "Snow", at: "2026-11-27T20:54:00Z" };
const kept = (based_on: number, text: string) => JSON.stringify({ based_on, text });

const rows = [
  { label: "nothing was being written", kept: "", has: current.text, begunFrom: null },
  { label: "a draft of the version in force goes on", kept: kept(3, "# Mine\n"), has: "# Mine\n", begunFrom: null },
  { label: "a draft of an earlier version is not lost, and says which", kept: kept(2, "# Mine\n"), has: "# Mine\n", begunFrom: 2 },
  { label: "what somebody else has published just so is no draft any more", kept: kept(2, current.text), has: current.text, begunFrom: null },
];

for (const { label, kept, has, begunFrom } of rows) test(label, () => assert.deepEqual(takenUp(kept, current), { text: has, begunFrom }));
