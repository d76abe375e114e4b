// Boxes on a page: drawn in any direction, on a page turned any way, moved by the arrows and never beyond its edge.
import { strict as assert } from "node:assert";
import { test } from "node:test";
import { boxOf, moved, onPage, turnLeft, zoomed } from "../desk/letter/leaf";

test("a box is the same whichever corner was first", () => {
  assert.deepEqual(boxOf([0.5, 0.6], [0.1, 0.2]), [0.1, 0.2, 0.5, 0.6]);
});

test("a click that was no drag is no box, and none goes beyond the page", () => {
  assert.equal(boxOf([0.5, 0.5], [0.501, 0.5]), null);
  assert.deepEqual(boxOf([-1, -1], [2, 2]), [0, 0, 1, 1]);
});

test("a point of a turned page lies where it is seen", () => {
  assert.deepEqual(onPage(0.25, 0.1, 0), [0.25, 0.1]);
  assert.deepEqual(onPage(1, 0, 90), [0, 0]);
  assert.deepEqual(onPage(1, 1, 180), [0, 0]);
  assert.deepEqual(onPage(0, 1, 270), [0, 0]);
});

test("of a turn that went on while a part of it was kept, the rest is left", () => {
  assert.equal(turnLeft(270, 90), 180);
  assert.equal(turnLeft(90, 270), 180);
  assert.equal(turnLeft(0, 270), 90);
  assert.equal(turnLeft(180, 180), 0);
});

test("nearer and further end somewhere", () => {
  assert.equal(zoomed(3, 1), 3);
  assert.equal(zoomed(0.5, -1), 0.5);
  assert.equal(zoomed(1, 1), 1.5);
});

test("arrows move a box up to the edge, and Shift makes it larger", () => {
  assert.deepEqual(moved([0, 0, 0.5, 0.5], "ArrowLeft", false), [0, 0, 0.5, 0.5]);
  assert.deepEqual(moved([0, 0, 0.5, 0.5], "ArrowRight", true), [0, 0, 0.51, 0.5]);
  assert.equal(moved([0, 0, 0.5, 0.5], "x", false), null);
});
