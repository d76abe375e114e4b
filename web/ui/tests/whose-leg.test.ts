// Rows: a leg rings at every computer on which its agent is logged in, and the one that accepted answers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isExpected, isOf, OTHERS_FIRST_MS } from "../phone/whose-leg";

const leg = { contact: "con_1", epoch: 2, id: "CA1" };
const held = [{ contact: "con_1", epoch: 2 }];
const here = new Set(["con_1 2"]);
const nowhere = new Set<string>();

const rows = [
  { label: "where it was accepted it is answered at once", accepted: here, held: [], rang_ms: 0, answers: true },
  { label: "on another computer it waits for the one that accepted", accepted: nowhere, held, rang_ms: OTHERS_FIRST_MS - 1, answers: false },
  { label: "one that nobody answers is answered after a moment, as after a reload", accepted: nowhere, held, rang_ms: OTHERS_FIRST_MS, answers: true },
  { label: "what was offered before is not answered", accepted: nowhere, held: [{ contact: "con_1", epoch: 1 }], rang_ms: 3000, answers: false },
  { label: "what nobody accepted is not answered", accepted: nowhere, held: [], rang_ms: 3000, answers: false },
];

for (const { label, accepted, held, rang_ms, answers } of rows) test(label, () => assert.equal(isExpected(leg, accepted, held, rang_ms), answers));

test("a leg is of what is in hand by its offer, or by the consultation that the call was handed over in", () => {
  assert.equal(isOf({ contact: "con_1", epoch: 2 }, leg), true);
  assert.equal(isOf({ contact: "con_1", epoch: 3 }, leg), false);
  assert.equal(isOf({ contact: "con_9", epoch: 7, line: "con_1" }, leg), true);
  assert.equal(isOf({ contact: "con_1", epoch: 2 }, null), false);
});
