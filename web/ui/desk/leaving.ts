// Leaving or reloading the page ends the call that is on its line: the browser asks first, and only then.
import { effect } from "@preact/signals";
import { holdsPhone, line } from "../phone/switchhook";

const ask = (event: BeforeUnloadEvent) => event.preventDefault();

/** Until what it gives back is called. Without a call nothing listens, so that the page may be kept for "back". */
export function askBeforeLeaving(): () => void {
  const stop = effect(() => {
    if (holdsPhone.value && line.value.live) window.addEventListener("beforeunload", ask);
    else window.removeEventListener("beforeunload", ask);
  });
  return () => (stop(), window.removeEventListener("beforeunload", ask));
}
