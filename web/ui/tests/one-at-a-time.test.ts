// What is asked for while it is being done is done once more, and never beside itself.
import assert from "node:assert/strict";
import { test } from "node:test";
import { oneAtATime } from "../live/one-at-a-time";

const ROWS: [string, number, number][] = [
  ["asked for once, it is done once", 0, 1],
  ["asked for again meanwhile, it is done twice", 1, 2],
  ["asked for three times meanwhile, it is done twice", 3, 2],
];
for (const [says, meanwhile, times] of ROWS)
  test(says, async () => {
    let [now, most, done] = [0, 0, 0];
    const ask = oneAtATime(async () => {
      most = Math.max(most, ++now);
      await new Promise((later) => setTimeout(later, 5));
      [now, done] = [now - 1, done + 1];
    });
    const first = ask();
    for (let count = 0; count < meanwhile; count++) void ask();
    await first;
    assert.deepEqual([done, most], [times, 1]);
  });

test("work that fails is no reason not to do it again", async () => {
  let done = 0;
  const ask = oneAtATime(async () => {
    done += 1;
    if (done === 1) throw new Error("once");
  });
  await assert.rejects(ask());
  await ask();
  assert.equal(done, 2);
});
