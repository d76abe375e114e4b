// The drawer behind every "Why?": who waits, why they wait, who could help and why they do not now; and why an offer went where it went.
import { useEffect, useRef } from "preact/hooks";
import { Dialog } from "../../kit/dialog";
import { Icon } from "../../kit/icon";
import { Explained } from "./explained";
import { InHand, Waiting } from "./lists";
import { back, done, trail } from "./state";

export function WhyDrawer() {
  const asked = trail.value.at(-1);
  const top = useRef<HTMLDivElement>(null);
  // What had the focus is gone once something else is shown.
  useEffect(() => {
    if (trail.value.length > 1) top.current?.focus();
  }, [asked]);
  return (
    <Dialog title={asked?.title ?? "Why?"} open={asked !== undefined} close={done} side test="why">
      {asked && (
        <div class="why" ref={top} tabIndex={-1}>
          {trail.value.length > 1 && (
            <button type="button" class="button ghost tight why-back" data-test="why-back" onClick={back}>
              <Icon name="left" />
              Back
            </button>
          )}
          {asked.id ? <Explained key={asked.id} id={asked.id} /> : asked.agent ? <InHand agent={asked.agent} /> : <Waiting service={asked.service ?? ""} />}
        </div>
      )}
    </Dialog>
  );
}
