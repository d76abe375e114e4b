// The right of the desk: the person, their case, the place, referrals, and everything before.
import { CaseCard } from "./case-card";
import { Others } from "./others";
import { PersonCard } from "./person-card";
import { PlaceCard } from "./place-card";
import { ReferCard } from "./refer-card";
import { ReferBar } from "./refer-bar";
import { Referrals } from "./referrals";
import { details, openInHand, referring } from "./state";
import { Timeline } from "./timeline";

export function PersonPane() {
  const contact = details.value;
  const held = openInHand.value;
  if (!held) {
    return (
      <div class="side-empty">
        <p class="quiet small">The person’s story, their case and the place appear here with a contact.</p>
      </div>
    );
  }
  if (!contact) return <div class="side-empty" aria-busy="true" />;
  if (referring.value !== null) {
    return (
      <div class="side-story scroll">
        <ReferCard contact={contact} held={held} />
      </div>
    );
  }
  return (
    <>
      <div key={`story ${contact.id}`} class="side-story scroll" tabIndex={0} role="group" aria-label="The person’s story">
        <PersonCard key={`person ${contact.id}`} contact={contact} />
        <CaseCard key={`case ${contact.id}`} contact={contact} />
        <Others key={`others ${contact.id}`} contact={contact} />
        <PlaceCard key={`place ${contact.id}`} contact={contact} held={held} />
        <Referrals contact={contact} />
        <Timeline items={contact.timeline} contact={contact.id} isCut={contact.timeline_is_cut} />
      </div>
      <ReferBar contact={contact} held={held} />
    </>
  );
}
