// Putting a pin on the map for the resident. The map is fetched only when it is wanted.
import { useSignal, type Signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { me } from "../api/http";
import { ActButton, ActProblem, type Act } from "../kit/act";
import { Dialog } from "../kit/dialog";
import type { PinMap } from "../map/pin-map";

interface PinDialogProps {
  open: Signal<boolean>;
  act: Act;
  choose: (lat: number, lng: number) => void;
}

export function PinDialog({ open, act, choose }: PinDialogProps) {
  const box = useRef<HTMLDivElement>(null);
  const map = useRef<PinMap | null>(null);
  const near = useSignal("");
  useEffect(() => {
    if (!open.value) return;
    let gone = false;
    void import("../map/pin-map").then(({ drawMap }) => {
      if (gone || !box.current) return;
      map.current = drawMap(box.current, { tiles: me.peek()?.map_tiles_url ?? null }, (_at, said) => (near.value = said));
    });
    return () => {
      gone = true;
      map.current?.remove();
      map.current = null;
    };
  }, [open.value]);
  const save = () => {
    const at = map.current?.at();
    if (at) choose(at.lat, at.lng);
  };
  return (
    <Dialog title="Put the pin where it is" open={open.value} close={() => (open.value = false)} wide>
      <div class="pin-map" ref={box} tabIndex={0} role="application" aria-label="Map with a pin: the arrow keys move it, plus and minus zoom" />
      <p class="spread">
        <span class="quiet" role="status">{near.value}</span>
        <ActButton act={act} look="main" icon="pin" test="place-pin-save" work={async () => save()}>Use this place</ActButton>
      </p>
      <ActProblem act={act} />
    </Dialog>
  );
}
