// A ready reply in a letter: before its ending, whatever was written already.
import assert from "node:assert/strict";
import { test } from "node:test";
import { withWords } from "../desk/letter/draft";

const ENDING = "Yours sincerely,\n\nAmina\nWestmere";

test("it fills the gap of a letter that was only begun", () => {
  assert.equal(withWords(`Dear Mr Pope,\n\n\n\n${ENDING}`, "We have your letter."), `Dear Mr Pope,\n\nWe have your letter.\n\n${ENDING}`);
});

test("it follows what was written", () => {
  assert.equal(withWords(`Dear Mr Pope,\n\nIt is filled.\n\n${ENDING}`, "Call us."), `Dear Mr Pope,\n\nIt is filled.\n\nCall us.\n\n${ENDING}`);
});

test("it ends a letter that has no ending of ours", () => {
  assert.equal(withWords("Dear Mr Pope,", "Call us."), "Dear Mr Pope,\n\nCall us.");
  assert.equal(withWords("", "Call us."), "Call us.");
});
