// What is written while the words before are under way is neither lost nor sent with them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { leftOver } from "../kit/left-over";

const ROWS: [string, string, string, string][] = [
  ["nothing more was written", "We mend it.", "We mend it.", ""],
  ["spaces around it are nothing", " We mend it. \n", "We mend it.", ""],
  ["a sentence was added", "We mend it. On Tuesday.", "We mend it.", "On Tuesday."],
  ["it was changed in its middle", "We will mend it.", "We mend it.", "We will mend it."],
  ["it was emptied", "", "We mend it.", ""],
];
for (const [says, now, sent, left] of ROWS) test(says, () => assert.equal(leftOver(now, sent), left));
