// A referral in place of the person's story: about what it is, to whom it goes, and that service's form.
import type { ContactView, InHand } from "../api/types";
import { Icon } from "../kit/icon";
import { ServiceOptions } from "../kit/service-options";
import { ReferForm } from "./refer-form";
import { me } from "../api/http";
import { referring, serviceOf } from "./state";

export function ReferCard({ contact, held }: { contact: ContactView; held: InHand }) {
  const referrable = (me.value?.services ?? []).filter(({ destination }) => destination);
  // Whoever rings about a pothole may have a missed bin as well: the contact stays what it was about.
  const chosen = serviceOf(referring.value || held.service || contact.service);
  const service = chosen?.destination ? chosen : null;
  return (
    <section class="card side-card refer-card" aria-label="Refer">
      <div class="row">
        <button type="button" class="button ghost square" aria-label="Back without referring" data-test="refer-back" onClick={() => (referring.value = null)}>
          <Icon name="left" />
        </button>
        <h2 class="grow">Refer</h2>
      </div>
      <div class="field">
        <label for="refer-service">What it is about</label>
        <select id="refer-service" class="input" data-test="refer-service" value={service?.id ?? ""} onChange={(event) => (referring.value = event.currentTarget.value)}>
          {!service && <option value="">Choose a service…</option>}
          <ServiceOptions services={referrable} />
        </select>
        {service && <p class="small quiet" data-test="refer-to">It goes to {service.destination!.name}.</p>}
      </div>
      {service && <ReferForm key={`${contact.id} ${service.id}`} contact={contact} service={service} held={held} />}
    </section>
  );
}
