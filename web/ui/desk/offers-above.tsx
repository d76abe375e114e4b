// What rings while a dialog is open: slim, at its top, with its keys, for nothing else of the page can be reached.
import { useEffect, useRef } from "preact/hooks";
import { covered } from "./covered";
import { ringing, useKeys } from "./letter/keys";
import { Offers } from "./offers";
import { offers } from "./state";

export function OffersAbove() {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    covered.value = true;
    return () => void (covered.value = false);
  }, []);
  useKeys(ringing());
  const rings = offers.value.length > 0;
  useEffect(() => {
    // The button that had the focus has gone with its offer: the work in the dialog goes on.
    const inside = box.current?.closest("dialog")?.querySelector<HTMLElement>(".inside :is(input, select, textarea)");
    if (!rings && document.activeElement === document.body) inside?.focus();
  }, [rings]);
  return (
    <div class="above" ref={box}>
      <Offers place="over" />
    </div>
  );
}
