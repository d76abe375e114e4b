// A map with one pin that can be dragged, clicked, or moved with the arrow keys while the map has the focus.
import type { FeatureCollection } from "geojson";
import L from "leaflet";
import "leaflet/dist/leaflet.css";
import "./map.css";
import { drawBasemap } from "./basemap";
import { nearby, type LatLng } from "./lines";

export interface MapWishes {
  /** The middle of the county, where a map without a pin opens. */
  centre: LatLng;
  /** Where the pin is already. */
  start: LatLng | null;
  /** The address of map pictures, else the county's own lines; without either there is a plain grid. */
  tiles: string | null;
  ground: FeatureCollection | null;
}

export interface PinMap {
  /** Where the pin is, or null while nobody has put it anywhere. */
  at: () => LatLng | null;
  moveTo: (at: LatLng, zoom?: number) => void;
  remove: () => void;
}

/** Only to be looked at: nothing of it moves. */
const STILL: L.MapOptions = { dragging: false, zoomControl: false, scrollWheelZoom: false, doubleClickZoom: false, touchZoom: false, boxZoom: false };
/** From here on, smaller roads and their names are shown. */
const NEAR = 14;
const PIN = '<svg viewBox="0 0 32 44" width="40" height="55" aria-hidden="true"><path class="pin-body" d="M16 1.5c-8 0-14.5 6.3-14.5 14.3C1.5 26.5 16 42.5 16 42.5s14.5-16 14.5-26.7C30.5 7.8 24 1.5 16 1.5z"/><circle class="pin-eye" cx="16" cy="16" r="5.5"/></svg>';
const STEP_PX = 12;
const ARROWS: Record<string, [number, number]> = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/** `moved` is told where the pin is and, where the map's own lines can say it, what is near. */
export function drawMap(box: HTMLElement, wishes: MapWishes, moved: (at: LatLng, near: string) => void): PinMap {
  const ground = wishes.tiles ? null : wishes.ground;
  const middle = wishes.start ?? wishes.centre;
  const map = surface(box, wishes, middle);
  map.on("zoomend", () => box.classList.toggle("near", map.getZoom() >= NEAR));

  const pin = marker(middle, { draggable: true, autoPan: true }).addTo(map);
  pin.getElement()?.removeAttribute("title");
  pin.getElement()?.classList.toggle("waits", !wishes.start);
  let placed: LatLng | null = wishes.start ?? null;
  const tell = () => {
    const { lat, lng } = pin.getLatLng();
    placed = { lat, lng };
    pin.getElement()?.classList.remove("waits");
    moved(placed, ground ? nearby(placed, ground) : `${lat.toFixed(5)}, ${lng.toFixed(5)}`);
  };
  const put = (at: LatLng) => {
    pin.setLatLng(at);
    if (!map.getBounds().pad(-0.15).contains(at)) map.panTo(at);
    tell();
  };
  pin.on("dragend", tell);
  map.on("click", (event: L.LeafletMouseEvent) => put(event.latlng));
  box.addEventListener("keydown", (event) => moveByKey(event, map, pin, put));
  if (placed) tell();

  return {
    at: () => placed,
    moveTo: (at, zoom) => {
      map.setView(at, zoom ?? map.getZoom());
      put(at);
    },
    remove: () => map.remove(),
  };
}

/** A small picture of a place with its pin. */
export function drawStill(box: HTMLElement, at: LatLng, wishes: Pick<MapWishes, "tiles" | "ground">): { remove: () => void } {
  const map = surface(box, { ...wishes, start: at }, at, STILL);
  marker(at, { interactive: false }).addTo(map);
  return { remove: () => map.remove() };
}

/** The ground, in the middle of the box: pictures, else the county's own lines, else a grid. */
function surface(box: HTMLElement, { tiles, ground, start }: Pick<MapWishes, "tiles" | "ground" | "start">, middle: LatLng, options: L.MapOptions = {}): L.Map {
  const map = L.map(box, { keyboard: false, attributionControl: Boolean(tiles), zoomSnap: 0.5, ...options });
  map.attributionControl?.setPrefix(false);
  if (tiles) L.tileLayer(tiles, { maxZoom: 19, attribution: "Map: OpenStreetMap contributors" }).addTo(map);
  else if (ground) drawBasemap(map, ground);
  else grid().addTo(map);
  map.setView(middle, start ? 15 : 14);
  box.classList.toggle("near", map.getZoom() >= NEAR);
  return map;
}

function marker(at: LatLng, options: L.MarkerOptions): L.Marker {
  const icon = L.divIcon({ className: "map-pin", html: PIN, iconSize: [40, 55], iconAnchor: [20, 53] });
  return L.marker(at, { keyboard: false, icon, ...options });
}

/** Squares that go with the map, so that it can be seen to move. */
function grid(): L.GridLayer {
  return Object.assign(L.gridLayer({ tileSize: 64 }), { createTile: () => L.DomUtil.create("div", "map-square") });
}

function moveByKey(event: KeyboardEvent, map: L.Map, pin: L.Marker, put: (at: LatLng) => void): void {
  const arrow = ARROWS[event.key];
  if (arrow) {
    const step = event.shiftKey ? STEP_PX * 6 : STEP_PX;
    put(map.layerPointToLatLng(map.latLngToLayerPoint(pin.getLatLng()).add([arrow[0] * step, arrow[1] * step])));
  } else if (event.key === "+" || event.key === "=") map.zoomIn();
  else if (event.key === "-") map.zoomOut();
  else return;
  event.preventDefault();
}
