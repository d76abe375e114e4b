// Where this case has been referred, and how far each referral is.
import type { ContactView, Referral } from "../api/types";
import { Icon, type IconName } from "../kit/icon";
import { when } from "../kit/time";

function lookOf(referral: Referral): { icon: IconName; look: string } {
  if (referral.state === "queued" && referral.problem) return { icon: "refresh", look: "warn" };
  if (referral.problem) return { icon: "warn", look: "bad" };
  if (referral.partner_reference) return { icon: "check", look: "good" };
  return { icon: "clock", look: "" };
}

export function Referrals({ contact }: { contact: ContactView }) {
  if (contact.referrals.length === 0) return null;
  return (
    <section class="card side-card" aria-label="Referrals">
      <h3 class="label">Referred</h3>
      {contact.referrals.map((referral) => (
        <Line key={referral.id} referral={referral} />
      ))}
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
      <p data-test="referral-service">{referral.service_label ?? referral.service}</p>
      <p class="small">to {referral.destination}</p>
      {referral.place && <p class="small" data-test="referral-place">for {referral.place}</p>}
      {referral.partner_reference && (
        <p>
          Their number: <strong class="num nowrap" data-test="referral-number">{referral.partner_reference}</strong>
        </p>
      )}
      {referral.problem && <p class="small" data-test="referral-problem">{referral.problem}</p>}
    </div>
  );
}
