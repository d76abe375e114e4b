// The way to a referral, always in sight below the person's story.
import type { ContactView, InHand } from "../api/types";
import { Icon } from "../kit/icon";
import { capFor } from "./own-keys";
import { serviceOf, startReferring } from "./state";

export function ReferBar({ contact, held }: { contact: ContactView; held: InHand }) {
  const service = held.service ?? contact.service;
  const destination = serviceOf(service)?.destination ?? null;
  const again = contact.referrals.some((referral) => referral.here && referral.service === service);
  return (
    <div class="refer-bar">
      <button type="button" class={`button full ${destination && !again ? "main" : ""}`} data-test="refer-open" aria-keyshortcuts={capFor("refer")} onClick={startReferring}>
        <Icon name="refer" />
        <span class="clip">{again ? "Refer something else…" : destination ? `Refer to ${destination.name}…` : "Refer…"}</span>
      </button>
    </div>
  );
}
