// The made-up county's map, and what its lines say of a point.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { FeatureCollection } from "geojson";
import { nearby, roadsOf, townsOf } from "../map/lines";
import westmere from "../../../config/defaults/map.geojson";

const map = westmere as unknown as FeatureCollection;

test("there are at least twenty-five roads, one of them an A-road", () => {
  const names = roadsOf(map).map(({ name }) => name);
  assert.ok(names.length >= 25);
  assert.ok(names.some((name) => /\(A\d+\)/.test(name)));
});

test("every town is inside the county", () => {
  for (const { name, at } of townsOf(map)) assert.doesNotMatch(nearby(at, map), /Outside/, name);
});

test("a point on a road is on it", () => {
  const lane = roadsOf(map).find(({ name }) => name === "Mill Lane")!;
  assert.match(nearby(lane.line[9]!, map), /^On Mill Lane/);
});

test("a point beside a road says how far", () => {
  const lane = roadsOf(map).find(({ name }) => name === "Moor Lane")!;
  const at = lane.line.at(-1)!;
  assert.match(nearby({ lat: at.lat, lng: at.lng - 0.004 }, map), /^About \d+ metres from Moor Lane/);
});

test("a point in another county is outside", () => assert.equal(nearby({ lat: 55, lng: -1 }, map), "Outside the map."));
