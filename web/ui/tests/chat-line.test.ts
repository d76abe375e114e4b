// While nothing is heard the resident's chat says that its line is down, for as long as that is so.
import assert from "node:assert/strict";
import { mock, test } from "node:test";

/** A line that can be opened, and on which nobody says anything until the server does. */
class Line {
  static opened: Line[] = [];
  private told = new Map<string, () => void>();
  constructor() {
    Line.opened.push(this);
  }
  addEventListener = (name: string, listener: () => void): void => void this.told.set(name, listener);
  close = (): void => {};
  beats = (): void => this.told.get("beat")?.();
}

test("a line that is opened anew is down until something is heard on it", async () => {
  mock.timers.enable({ apis: ["setInterval", "Date"], now: 1_000_000 });
  Object.assign(globalThis, { EventSource: Line, addEventListener: () => {} });
  const { follow, lost } = await import("../chat/state");
  follow();
  mock.timers.tick(14_000);
  assert.equal(lost.value, false);
  for (let second = 17; second < 120; second++) {
    mock.timers.tick(1000);
    if (second > 18) assert.equal(lost.value, true, `after ${second} s`);
  }
  assert.ok(Line.opened.length > 2 && Line.opened.length < 6, "it is tried again, and not each second");
  Line.opened.at(-1)!.beats();
  mock.timers.tick(1000);
  assert.equal(lost.value, false);
});
