// What the pin page knows: what the server gave, where the pin is, and whether it was sent.
import { signal } from "@preact/signals";
import type { FeatureCollection } from "geojson";
import { get, post, Refused, sentenceOf } from "../api/http";
import { countyGround } from "../map/ground";
import type { LatLng } from "../map/lines";

export interface WhereData {
  council: string;
  map_tiles_url: string | null;
  centre: LatLng;
  already: LatLng | null;
}

export const data = signal<WhereData | null>(null);
/** The county's own lines, if it has any: what the map draws, and the roads that words can choose from. */
export const ground = signal<FeatureCollection | null>(null);
/** Why there is nothing to show: the link has run out, or the page could not be opened at all. */
export const problem = signal<string | null>(null);
export const describing = signal(false);
export const note = signal("");
/** The sentence that says what was sent, once it was. */
export const sent = signal<string | null>(null);

const page = location.pathname.replace(/\/$/, "");
const LOOK_MS = 10_000;
/** Coming back is several events at once. */
const SOONEST_MS = 500;

/** The link has run out for good: there is nothing more to look for. */
let over = false;

async function look(): Promise<void> {
  try {
    // The map opens with its lines, or without: they are not waited for again.
    if (!data.value) ground.value = await countyGround();
    data.value = await get<WhereData>(`${page}/data`);
    problem.value = null;
  } catch (error) {
    over = error instanceof Refused && error.status === 404;
    if (over || !data.value) problem.value = sentenceOf(error);
  }
}

/** Looks now, every while, and whenever the page comes back: the pin may have been moved elsewhere, the link may be over. */
export function follow(): void {
  let looked = -LOOK_MS;
  const again = (): void => {
    if (over || performance.now() - looked < SOONEST_MS || (looked > 0 && document.visibilityState === "hidden")) return;
    looked = performance.now();
    void look();
  };
  const moments: [EventTarget, string][] = [[document, "visibilitychange"], [window, "online"], [window, "pageshow"], [document, "resume"]];
  moments.forEach(([target, name]) => target.addEventListener(name, again));
  setInterval(again, LOOK_MS);
  again();
}

/** `near` is what the map's own lines say of the place; it spares the agent reading coordinates. */
export async function send(at: LatLng | null, near: string, words: string): Promise<void> {
  const said = [near, words].filter(Boolean).join(" ").slice(0, 500);
  await post(page, { ...at, note: said });
  if (data.value && at) data.value = { ...data.value, already: at };
  sent.value = said;
}
