// Putting a pin on the map for the resident. The map is fetched only when it is wanted.
import { useSignal, type Signal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { me } from "../api/http";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { Dialog } from "../kit/dialog";
import { countyGround } from "../map/ground";
import type { LatLng } from "../map/lines";
import type { PinMap } from "../map/pin-map";

interface PinDialogProps {
  open: Signal<boolean>;
  /** Where the pin is already, if there is one. */
  start: LatLng | null;
  /** Keeps the pin; the dialog stays open, and says why, when that fails. */
  choose: (at: LatLng, near: string) => Promise<unknown>;
}

/** What the county's lines say of a place spares a reader its coordinates; where there are none, those are all there is. */
export const isWords = (near: string): boolean => /[a-z]/i.test(near) && !near.startsWith("Outside");

export function PinDialog({ open, start, choose }: PinDialogProps) {
  const act = useAct();
  const box = useRef<HTMLDivElement>(null);
  const map = useRef<PinMap | null>(null);
  const near = useSignal("");
  const how = useId();
  useEffect(() => {
    if (!open.value) return;
    let gone = false;
    [near.value, act.problem.value] = ["", null];
    void Promise.all([import("../map/pin-map"), countyGround()]).then(([{ drawMap }, ground]) => {
      if (gone || !box.current) return;
      const { map_tiles_url, council } = me.peek()!;
      map.current = drawMap(box.current, { start, centre: council.middle, tiles: map_tiles_url ?? null, ground }, (_at, said) => (near.value = said));
    });
    return () => {
      gone = true;
      map.current?.remove();
      map.current = null;
    };
  }, [open.value]);
  const save = async (): Promise<void> => {
    const at = map.current?.at();
    if (!at) throw new Error("Put the pin first.");
    await choose(at, isWords(near.value) ? near.value : "");
    open.value = false;
  };
  return (
    <Dialog title="Put the pin where it is" open={open.value} close={() => (open.value = false)} wide>
      <p class="small quiet" id={how}>Click or tap the map, or drag the pin. With a keyboard: the arrow keys move it, + and − zoom.</p>
      <div class="pin-map" ref={box} data-test="place-map" tabIndex={0} role="application" aria-label="Map with a pin" aria-describedby={how} />
      <p class="spread">
        <span class="quiet" role="status" data-test="place-near">{near.value || "The pin is not placed yet."}</span>
        <ActButton act={act} look="main" icon="pin" test="place-pin-save" work={save}>Use this place</ActButton>
      </p>
      <ActProblem act={act} />
    </Dialog>
  );
}
