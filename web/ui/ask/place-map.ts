// A pin for the question where something is: beside the words for it, for whoever has a map and likes one.
import { countyGround } from "../map/ground";
import type { PinMap } from "../map/pin-map";
import "./place-map.css";

const HOW = "Tap the map or drag the pin. With a keyboard: the arrow keys move the pin, + and − zoom.";

export function offerMaps(): void {
  document.querySelectorAll<HTMLElement>("[data-place]").forEach(offer);
}

const made = <K extends keyof HTMLElementTagNameMap>(tag: K, words: string, look = ""): HTMLElementTagNameMap[K] =>
  Object.assign(document.createElement(tag), { textContent: words, className: look });

function offer(place: HTMLElement): void {
  const name = place.dataset["place"]!;
  const part = (of: string): HTMLInputElement => document.getElementById(`${name}-${of}`) as HTMLInputElement;
  // What the map said of the pin goes along, so that the place is known in words on the pages that follow.
  const [lat, lng, said] = [part("lat"), part("lng"), part("near")];
  const open = made("button", "Show it on a map", "button");
  const remove = made("button", "Take the pin away", "plain");
  const says = made("p", "", "hint");
  const box = made("div", "", "place-map");
  [open.type, remove.type] = ["button", "button"];
  says.setAttribute("role", "status");
  Object.assign(box, { tabIndex: 0 });
  box.setAttribute("role", "application");
  box.setAttribute("aria-label", `Map with a pin. ${HOW}`);
  let map: PinMap | null = null;
  const tell = (words: string): void => {
    remove.hidden = !lat.value;
    says.textContent = words;
  };
  const draw = async (): Promise<void> => {
    const [{ drawMap }, ground] = await Promise.all([import("../map/pin-map"), countyGround()]);
    open.hidden = true;
    box.hidden = false;
    const start = lat.value && lng.value ? { lat: Number(lat.value), lng: Number(lng.value) } : null;
    const { tiles, lat: northing, lng: easting } = document.getElementById("content")!.dataset;
    const centre = { lat: Number(northing), lng: Number(easting) };
    map = drawMap(box, { tiles: tiles || null, ground, centre, start }, (at, near) => {
      [lat.value, lng.value, said.value] = [at.lat.toFixed(6), at.lng.toFixed(6), tiles ? "" : near];
      tell(near || "The pin is on the map.");
    });
    // The button that had the focus has gone.
    box.focus();
  };
  open.addEventListener("click", () => void draw());
  remove.addEventListener("click", () => {
    [lat.value, lng.value, said.value] = ["", "", ""];
    map?.remove();
    map = null;
    box.hidden = true;
    open.hidden = false;
    tell("");
    open.focus();
  });
  box.hidden = true;
  place.append(open, says, box, remove);
  tell(lat.value ? said.value || "There is a pin on the map." : "");
}
