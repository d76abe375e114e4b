// The county's lines as data: its roads, its towns, and what is near a point, in words. Draws nothing.
import type { Feature, FeatureCollection, LineString, Point, Polygon } from "geojson";

export interface LatLng {
  lat: number;
  lng: number;
}

interface Named {
  kind: string;
  name: string;
  label?: string;
  size?: string;
}

export interface Road {
  name: string;
  line: LatLng[];
}

export type Line = Feature<LineString, Named>;

const ROADS = new Set(["road", "b", "a"]);

export function points(feature: Line): LatLng[] {
  return feature.geometry.coordinates.map(([lng, lat]) => ({ lat: lat!, lng: lng! }));
}

export function features(map: FeatureCollection): Feature<LineString | Polygon | Point, Named>[] {
  return map.features as Feature<LineString | Polygon | Point, Named>[];
}

/** A road's name as people say it: "Ashcombe Road (A4172)". */
function saidName({ name, label }: Named): string {
  return label ? `${label} (${name})` : name;
}

export function roadsOf(map: FeatureCollection): Road[] {
  const lines = features(map).filter((feature): feature is Line => ROADS.has(feature.properties.kind));
  return lines.map((line) => ({ name: saidName(line.properties), line: points(line) }));
}

export function townsOf(map: FeatureCollection): { name: string; at: LatLng }[] {
  const towns = features(map).filter((feature): feature is Feature<Point, Named> => feature.properties.kind === "town");
  return towns.map(({ properties, geometry }) => ({ name: properties.name, at: { lat: geometry.coordinates[1]!, lng: geometry.coordinates[0]! } }));
}

const METRES_A_DEGREE = 111_320;

function metres(a: LatLng, b: LatLng): number {
  const east = (a.lng - b.lng) * Math.cos((a.lat * Math.PI) / 180);
  return Math.hypot(east, a.lat - b.lat) * METRES_A_DEGREE;
}

/** The point of a piece of road that is nearest. */
function onPiece(at: LatLng, from: LatLng, to: LatLng): LatLng {
  const squeeze = Math.cos((at.lat * Math.PI) / 180);
  const [dx, dy] = [(to.lng - from.lng) * squeeze, to.lat - from.lat];
  const along = dx || dy ? ((at.lng - from.lng) * squeeze * dx + (at.lat - from.lat) * dy) / (dx * dx + dy * dy) : 0;
  const part = Math.max(0, Math.min(1, along));
  return { lat: from.lat + (to.lat - from.lat) * part, lng: from.lng + (to.lng - from.lng) * part };
}

function metresTo(at: LatLng, road: Road): number {
  return Math.min(...road.line.slice(1).map((to, index) => metres(at, onPiece(at, road.line[index]!, to))));
}

/** "On Mill Lane, near High Street" – for those who do not see the map, and to check for those who do. */
export function nearby(at: LatLng, map: FeatureCollection): string {
  const roads = roadsOf(map).map((road) => ({ name: road.name, far: metresTo(at, road) })).sort((a, b) => a.far - b.far);
  const town = townsOf(map).map((each) => ({ name: each.name, far: metres(at, each.at) })).sort((a, b) => a.far - b.far)[0];
  const [first, second] = roads;
  if (!first || first.far > 3000) return "Outside the map.";
  const where = first.far < 40 ? `On ${first.name}` : `About ${Math.round(first.far / 10) * 10} metres from ${first.name}`;
  const also = second && second.far < 250 ? `, near ${second.name}` : "";
  const miles = town ? town.far / 1609 : 0;
  const by = !town ? "" : miles < 0.6 ? `, ${town.name}` : `, ${miles.toFixed(1)} miles from ${town.name}`;
  return `${where}${also}${by}.`;
}
