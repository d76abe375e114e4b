// The county's own lines, as its folder has them; fetched once, and only by a page that draws a map.
import type { FeatureCollection } from "geojson";
import { get } from "../api/http";

let ground: Promise<FeatureCollection | null> | null = null;

/** Null where the county has none, or they cannot be had just now: the pin works without. */
export function countyGround(): Promise<FeatureCollection | null> {
  ground ??= get<FeatureCollection>("/map.geojson").then(
    (found) => (found.features.length ? found : null),
    () => (ground = null),
  );
  return ground;
}
