// What is said of learning: rows of how it stands, with the sentence.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { LastLesson, LearningView } from "../api/types";
import { ago, isNews, matches, saysOf, sureness } from "../console/lessons/words";

const LAST: LastLesson = { n: 1, state: "live", at: null, by: "Grace", problem: null, before: null, after: null, worse: [], blamed: [], unheard: [] };
const VIEW: LearningView = { at: "", holds: { n: 1, examples: 2, at: null, by: "Grace" }, paused: false, under_way: null, last: LAST, no_model: null };

const ROWS: [says: string, view: Partial<LearningView>, sentence: RegExp][] = [
  ["it goes on", { under_way: { n: 2, state: "learning", share: 0.4 } }, /^Learning now/],
  ["it went live", {}, /^Learned from 2 examples/],
  ["nothing was taught", { holds: { n: null, examples: 0, at: null, by: null }, last: null }, /nothing taught is in force/],
  ["somebody went back", { paused: true }, /kept and not used/],
  ["it would have been worse", { last: { ...LAST, state: "refused" } }, /not in force/],
  ["it failed, and says why", { last: { ...LAST, state: "failed", problem: "It took too long." } }, /^It took too long\.$/],
];

for (const [says, view, sentence] of ROWS) test(says, () => assert.match(saysOf({ ...VIEW, ...view }), sentence));

const MOMENTS: [seconds: number, words: string][] = [[5, "just now"], [60, "1 minute ago"], [179, "2 minutes ago"], [7200, "2 hours ago"], [90_000, "1 day ago"]];
for (const [seconds, words] of MOMENTS) test(`${seconds} seconds are ${words}`, () => assert.equal(ago(seconds), words));

test("news is what begins, ends or comes into force", () => {
  assert.equal(isNews(VIEW, { ...VIEW, at: "later" }), false);
  assert.equal(isNews(VIEW, { ...VIEW, under_way: { n: 2, state: "waiting", share: 0 } }), true);
  assert.equal(isNews(VIEW, { ...VIEW, last: { ...LAST, n: 2 } }), true);
  assert.equal(isNews({ ...VIEW, under_way: { n: 2, state: "waiting", share: 0 } }, { ...VIEW, under_way: { n: 2, state: "learning", share: 0.5 } }), false);
});

test("an example is found by any of its words, in any order", () => {
  assert.equal(matches("swan road", "A swan", "Danger on the road"), true);
  assert.equal(matches("", "A swan"), true);
  assert.equal(matches("goose", "A swan"), false);
});

test("how sure it is, is a word", () => assert.deepEqual([0.95, 0.8, 0.5].map(sureness), ["very sure", "fairly sure", "not very sure"]));
