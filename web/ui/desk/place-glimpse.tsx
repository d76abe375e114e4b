// Where a place is, at a glance: a small map that only shows. What it says stands in words beside it.
import { useEffect, useRef } from "preact/hooks";
import { me } from "../api/http";
import { countyGround } from "../map/ground";

export function PlaceGlimpse({ lat, lng }: { lat: number; lng: number }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let drawn: { remove: () => void } | null = null;
    let gone = false;
    void Promise.all([import("../map/pin-map"), countyGround()]).then(([{ drawStill }, ground]) => {
      if (!gone && box.current) drawn = drawStill(box.current, { lat, lng }, { tiles: me.peek()?.map_tiles_url ?? null, ground });
    });
    return () => {
      gone = true;
      drawn?.remove();
    };
  }, [lat, lng]);
  return <div class="place-glimpse" ref={box} aria-hidden="true" data-test="place-glimpse" />;
}
