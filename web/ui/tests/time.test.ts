// How durations and moments are said.
import assert from "node:assert/strict";
import { test } from "node:test";
import { me } from "../api/http";
import type { Me } from "../api/types";
import { clockwise, countyDay, hourOf, learnTime, seconds, secondsLeft, serverNow, spoken, timeOf } from "../kit/time";

const CLOCKS: [number, string][] = [[0, "0:00"], [9, "0:09"], [75, "1:15"], [600, "10:00"], [3675, "1:01:15"], [-4, "0:00"]];
for (const [given, said] of CLOCKS) test(`${given} s stands as ${said}`, () => assert.equal(clockwise(given), said));

const SPOKEN: [number, string][] = [[45, "45 s"], [60, "1 min"], [75, "1 min 15 s"], [3600, "1 h"], [3900, "1 h 5 min"], [90_000, "1 d 1 h"]];
for (const [given, said] of SPOKEN) test(`${given} s is said as ${said}`, () => assert.equal(spoken(given), said));

test("a machine whose clock is wrong still counts by the server's", () => {
  const told = "2026-03-02T09:00:00Z";
  learnTime(told, Date.now());
  assert.ok(Math.abs(serverNow() - Date.parse(told)) < 100);
  assert.equal(seconds("2026-03-02T08:59:30Z"), 30);
  assert.equal(secondsLeft("2026-03-02T09:00:20Z"), 20);
  assert.equal(secondsLeft("2026-03-02T08:00:00Z"), 0);
});

test("times are the county's, in summer too", () => assert.equal(timeOf("2026-07-01T09:00:00Z"), "10:00"));
test("no time is nothing", () => assert.equal(timeOf(null), ""));

test("another county's times are its own", () => {
  me.value = { zone: "Europe/Helsinki" } as Me;
  assert.equal(timeOf("2026-07-01T22:30:00Z"), "01:30");
  assert.equal(hourOf("2026-07-01T22:30:00Z"), 1);
  assert.equal(countyDay(Date.parse("2026-07-01T22:30:00Z"), 1), "2026-07-03");
  me.value = undefined;
  assert.equal(timeOf("2026-07-01T22:30:00Z"), "23:30");
});
