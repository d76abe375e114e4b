// The county drawn from its own lines when there are no map pictures.
import type { FeatureCollection } from "geojson";
import L from "leaflet";
import { features, points, townsOf, type LatLng, type Line } from "./lines";

const DRAWN_IN_ORDER = ["green", "built", "water", "river", "road", "b", "a"];
const WIDTHS: Record<string, number> = { river: 5, road: 5, b: 7, a: 9 };
function label(at: LatLng, text: string, look: string): L.Marker {
  const icon = L.divIcon({ className: `map-label ${look}`, html: "", iconSize: [0, 0] });
  const marker = L.marker(at, { icon, interactive: false, keyboard: false });
  marker.on("add", () => {
    const words = document.createElement("span");
    words.textContent = text;
    marker.getElement()?.replaceChildren(words);
  });
  return marker;
}

export function drawBasemap(onto: L.Map, map: FeatureCollection): void {
  const layer = L.geoJSON(undefined, { interactive: false, style: (feature) => ({ className: `map-${feature?.properties.kind}`, weight: WIDTHS[feature?.properties.kind] ?? 0 }), filter: (feature) => feature.geometry.type !== "Point" });
  const byOrder = (kind: string) => DRAWN_IN_ORDER.indexOf(kind);
  [...features(map)].sort((a, b) => byOrder(a.properties.kind) - byOrder(b.properties.kind)).forEach((feature) => layer.addData(feature));
  layer.addTo(onto);
  for (const feature of features(map)) {
    const { kind, name } = feature.properties;
    if (feature.geometry.type === "LineString") label(points(feature as Line)[Math.floor((feature as Line).geometry.coordinates.length * 0.6)]!, name, kind).addTo(onto);
  }
  townsOf(map).forEach(({ name, at }) => label(at, name, "town").addTo(onto));
}
