// What the pin page knows: what the server gave, where the pin is, and whether it was sent.
import { computed, signal } from "@preact/signals";
import type { FeatureCollection } from "geojson";
import { post } from "../api/http";
import type { LatLng } from "../map/basemap";

export interface WhereData {
  council?: string | { name: string } | null;
  tiles_url?: string | null;
  map_tiles_url?: string | null;
  centre?: LatLng | null;
  basemap?: FeatureCollection | null;
  already?: LatLng | null;
}

export const data = signal<WhereData | null>(null);
export const council = computed(() => {
  const given = data.value?.council;
  return typeof given === "string" ? given : (given?.name ?? null);
});
export const describing = signal(false);
export const note = signal("");
/** The sentence that says what was sent, once it was. */
export const sent = signal<string | null>(null);

export async function send(at: LatLng, words: string, said: string): Promise<void> {
  await post(location.pathname.replace(/\/$/, ""), { lat: at.lat, lng: at.lng, note: words.slice(0, 500) });
  data.value = { ...data.value, already: at };
  sent.value = said;
}
