// When "tomorrow" is, in the county's own days, also where a day ends before or after the browser's.
import assert from "node:assert/strict";
import { test } from "node:test";
import { momentOf } from "../desk/put-aside-words";
import { countyDay } from "../kit/time";

test("a day ends at midnight in London, in summer an hour before UTC's", () => {
  assert.equal(countyDay(Date.parse("2026-07-01T22:59:00Z"), 0), "2026-07-01");
  assert.equal(countyDay(Date.parse("2026-07-01T23:01:00Z"), 0), "2026-07-02");
  assert.equal(countyDay(Date.parse("2026-12-31T12:00:00Z"), 1), "2027-01-01");
});

test("each choice is a moment, and half a date is none", () => {
  const now = Date.parse("2026-11-26T14:00:00Z");
  assert.equal(momentOf("hour", "", "", now), "2026-11-26T15:00:00.000Z");
  assert.equal(momentOf("tomorrow", "", "", now), "2026-11-27T09:00");
  assert.equal(momentOf("other", "2026-12-01", "10:30", now), "2026-12-01T10:30");
  assert.equal(momentOf("other", "2026-12-01", "", now), null);
});
