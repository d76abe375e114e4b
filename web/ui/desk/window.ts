// Whether words of one's own still go to a resident, as the page knows it between two views of the server's.
import type { Texting } from "../api/types";
import { secondsLeft } from "../kit/time";

export const CLOSED = "24 hours have passed since they last wrote, so WhatsApp takes no words of your own. Ring them, or write another way.";

/** The server's reason, or ours while the window closes before the server's next view says so. */
export function refusedNow(texting: Texting | undefined): string | null {
  if (!texting) return null;
  return texting.refused ?? (texting.until && secondsLeft(texting.until) === 0 ? CLOSED : null);
}
