// What is tried again after a lost answer has the name it had; what the server took for something else gets another.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Refused } from "../api/http";
import { underKey } from "../kit/once";

const refused = (code: string) => new Refused("No.", 409, code, null, null);
const ROWS: [string, Error | null, boolean][] = [
  ["what was sent is over, and the next has a name of its own", null, false],
  ["an answer that was lost leaves the name as it was", refused("unreached"), true],
  ["other words were taken under that name, so these get another", refused("already_sent"), false],
];
for (const [says, error, same] of ROWS)
  test(says, async () => {
    const key = { now: "k" };
    const sending = underKey(key, () => (error ? Promise.reject(error) : Promise.resolve()));
    if (error) await assert.rejects(sending, error);
    else await sending;
    assert.equal(key.now === "k", same);
  });
