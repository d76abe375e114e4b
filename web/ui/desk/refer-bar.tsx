// The way to a referral, always in sight below the person's story.
import type { ContactView, InHand } from "../api/types";
import { Icon } from "../kit/icon";
import { referring, serviceOf } from "./state";

export function ReferBar({ contact, held }: { contact: ContactView; held: InHand }) {
  const service = held.service ?? contact.service;
  const destination = serviceOf(service)?.destination ?? null;
  const again = contact.referrals.some((referral) => referral.service === service);
  return (
    <div class="refer-bar">
      {destination ? (
        <button type="button" class={`button full ${again ? "" : "main"}`} data-test="refer-open" aria-keyshortcuts="R" onClick={() => (referring.value = true)}>
          <Icon name="refer" />
          <span class="clip">{again ? "Refer again…" : `Refer to ${destination.name}…`}</span>
        </button>
      ) : (
        <p class="small quiet">{service ? "This service has nobody to refer to: settle it, or choose another service." : "Choose the service first, then it can be referred."}</p>
      )}
    </div>
  );
}
