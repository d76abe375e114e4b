// Live regions: what a screen reader is told, once, when something happens that the eye would catch.
import { type ReadonlySignal, signal } from "@preact/signals";

const pressing = signal("");
const calm = signal("");
/** What was said at once last, for a dialog: from there the regions of the page cannot be heard. */
export const saidNow: ReadonlySignal<string> = pressing;

/** Said at once, over whatever is being read: an offer, a call that dropped. */
export function announceNow(sentence: string): void {
  pressing.value = sentence;
}

/** Said when there is a pause. */
export function announce(sentence: string): void {
  calm.value = sentence;
}

export function LiveRegions() {
  return (
    <div class="sr-only">
      <div role="alert" data-test="announced-now">{pressing.value}</div>
      <div role="status" data-test="announced">{calm.value}</div>
    </div>
  );
}
