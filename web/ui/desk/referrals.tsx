// Where this case has been referred, how far each referral is, and the way to make one.
import type { ContactView, InHand, Referral } from "../api/types";
import { Icon, type IconName } from "../kit/icon";
import { when } from "../kit/time";
import { referring, serviceOf } from "./state";

function lookOf(referral: Referral): { icon: IconName; look: string } {
  if (referral.problem) return { icon: "warn", look: "bad" };
  if (referral.partner_reference) return { icon: "check", look: "good" };
  return { icon: "clock", look: "" };
}

export function Referrals({ contact, held }: { contact: ContactView; held: InHand }) {
  const destination = serviceOf(held.service ?? contact.service)?.destination ?? null;
  const again = contact.referrals.length > 0;
  return (
    <section class="card side-card" aria-label="Referral">
      {again && <h3 class="label">Referred</h3>}
      {contact.referrals.map((referral) => (
        <Line key={referral.id} referral={referral} />
      ))}
      {destination ? (
        <button type="button" class={`button full ${again ? "" : "main"}`} data-test="refer-open" onClick={() => (referring.value = true)}>
          <Icon name="refer" />
          <span class="clip">{again ? "Refer again…" : `Refer to ${destination.name}…`}</span>
        </button>
      ) : (
        <p class="small quiet">{held.service ? "This service has nobody to refer to: settle it, or choose another service." : "Choose the service first, then it can be referred."}</p>
      )}
    </section>
  );
}

function Line({ referral }: { referral: Referral }) {
  const { icon, look } = lookOf(referral);
  return (
    <div class={`referral ${look}`} data-test="referral" data-state={referral.state}>
      <p class="row">
        <Icon name={icon} />
        <strong class="grow">{referral.state_label}</strong>
        <span class="small num">{when(referral.at)}</span>
      </p>
      <p class="small">
        {referral.destination}
        {referral.partner_reference && (
          <>
            {" · their number "}
            <strong class="num" data-test="referral-number">{referral.partner_reference}</strong>
          </>
        )}
      </p>
      {referral.problem && <p class="small" data-test="referral-problem">{referral.problem}</p>}
    </div>
  );
}
