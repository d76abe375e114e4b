// The map with its pin, "use where I am", a note, and send.
import { effect, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { Icon } from "../kit/icon";
import type { PinMap } from "../map/pin-map";
import { drawMap } from "../map/pin-map";
import type { LatLng } from "../map/lines";
import { data, describing, ground, note, send } from "./state";

const REFUSED = "Your phone did not say where you are. Move the pin by hand instead.";

function whereIAm(): Promise<{ lat: number; lng: number }> {
  return new Promise((found, failed) => {
    if (!navigator.geolocation) return failed(new Error(REFUSED));
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => found({ lat: coords.latitude, lng: coords.longitude }),
      () => failed(new Error(REFUSED)),
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 30_000 },
    );
  });
}

const same = (one: LatLng | null, other: LatLng | null): boolean => one?.lat === other?.lat && one?.lng === other?.lng;

/** The pin goes where somebody put it on another telephone, unless it was moved here since. */
function followPin(map: PinMap): () => void {
  let last = data.peek()?.already ?? null;
  return effect(() => {
    const already = data.value?.already ?? null;
    if (already && !same(already, last) && same(map.at(), last)) map.moveTo(already);
    last = already;
  });
}

export function MapForm() {
  const box = useRef<HTMLDivElement>(null);
  const map = useRef<PinMap | null>(null);
  const near = useSignal("");
  const at = useSignal("");
  const finding = useAct();
  const sending = useAct();

  useEffect(() => {
    const given = data.peek()!;
    const wishes = { tiles: given.map_tiles_url, ground: ground.peek(), centre: given.centre, start: given.already };
    const drawn = (map.current = drawMap(box.current!, wishes, ({ lat, lng }, said) => ([near.value, at.value, sending.problem.value] = [said, `${lat},${lng}`, null])));
    const stop = followPin(drawn);
    return () => (stop(), drawn.remove());
  }, []);

  const find = async (): Promise<void> => map.current?.moveTo(await whereIAm(), 17);
  const submit = async (): Promise<void> => {
    const pin = map.current?.at();
    if (!pin) throw new Error("Put the pin where it is first: tap the map, or drag the pin.");
    await send(pin, data.value?.map_tiles_url || !ground.value || near.value.startsWith("Outside") ? "" : near.value, note.value.trim());
  };
  return (
    <form class="where-form" onSubmit={(event) => (event.preventDefault(), void sending.run(submit))}>
      <div class="stack">
        <h1>Show us where it is</h1>
        <p class="quiet" id="where-how">Tap the map or drag the pin. With a keyboard: the arrow keys move the pin, + and − zoom.</p>
      </div>
      <div class="row wrap">
        <ActButton act={finding} work={find} icon="target" test="where-here">
          {finding.pending.value ? "Finding you…" : "Use where I am"}
        </ActButton>
        <button type="button" class="button ghost" data-test="where-describe" onClick={() => (describing.value = true)}>
          Describe it instead
        </button>
      </div>
      <ActProblem act={finding} />
      <div class="where-map" ref={box} tabIndex={0} role="application" aria-label="Map with a pin" aria-describedby="where-how" data-test="where-map" />
      <p class="where-near" role="status" data-test="where-near" data-at={at.value}>
        <Icon name="pin" />
        <span>{near.value || "The pin is not placed yet."}</span>
      </p>
      <label class="field">
        <span class="title">Anything that helps us find it <span class="quiet">(if you like)</span></span>
        <input class="input" maxLength={500} value={note.value} placeholder="Outside number 12, on the left going up" data-test="where-note" onInput={(event) => (note.value = event.currentTarget.value)} />
      </label>
      <ActProblem act={sending} boxed />
      <ActButton act={sending} submit look="main full big" icon="send" test="where-send">
        {sending.pending.value ? "Sending…" : "Send this place"}
      </ActButton>
    </form>
  );
}
