// The caller, what they need, and, apart from them, whom the matter concerns.
import type { ContactView, Person } from "../api/types";
import { type Opened, useOpened } from "../kit/drafted";
import { Icon } from "../kit/icon";
import { languageName } from "../kit/language";
import { ConcernsForm, concernsKey } from "./concerns-form";
import { Confirmed } from "./confirmed";
import { Markers } from "./markers";
import { Maybe, NameForm, nameKey } from "./name-form";
import { NeedsForm, needsKey } from "./needs-form";
import { SamePerson } from "./same-person";

function addressesOf(person: Person): string {
  return person.addresses.map((address) => (typeof address === "string" ? address : address.value)).join(" · ");
}

export function PersonCard({ contact }: { contact: ContactView }) {
  const naming = useOpened(nameKey(contact));
  const { person } = contact;
  return (
    <section class="card side-card" aria-label="Person" data-test="person">
      <div class="spread">
        <h2 class="clip" data-test="person-known">{person?.name ?? "Name not known"}</h2>
        <button type="button" class="button ghost tight" data-test="person-edit" aria-expanded={naming.on ? "true" : "false"} onClick={naming.toggle}>
          <Icon name="edit" />
          {naming.on ? "Leave it" : person?.name ? "Change" : "Add name"}
        </button>
      </div>
      {person && person.addresses.length > 0 && <p class="small quiet num">{addressesOf(person)}</p>}
      {naming.on && <NameForm contact={contact} done={naming.shut} />}
      <Markers contact={contact} />
      <Maybe contact={contact} />
      <SamePerson contact={contact} />
      <Confirmed key={`confirmed ${person?.id}`} contact={contact} />
      <Needs contact={contact} />
      <Concerns contact={contact} />
    </section>
  );
}

function Needs({ contact }: { contact: ContactView }) {
  const changing = useOpened(needsKey(contact));
  const { language, access_needs: needs } = contact.person ?? {};
  const speaks = language && language !== "en" ? languageName(language) : null;
  return (
    <>
      {needs && (
        <p class="need" data-test="access-needs">
          <Icon name="info" />
          <span><strong>Access needs:</strong> {needs}</span>
        </p>
      )}
      {speaks && (
        <p class="need" data-test="language">
          <Icon name="chat" />
          <span><strong>Language:</strong> {speaks}</span>
        </p>
      )}
      <Opens opens={changing} test="needs-open">{needs || speaks ? "Change language or access needs" : "Language or access needs"}</Opens>
      {changing.on && <NeedsForm contact={contact} done={changing.shut} />}
    </>
  );
}

function Concerns({ contact }: { contact: ContactView }) {
  const changing = useOpened(concernsKey(contact));
  const { concerns } = contact;
  return (
    <>
      {concerns ? (
        <div class="spread" data-test="concerns">
          <p class="small">
            <strong>About:</strong> {concerns.name}
            {concerns.relation ? `, ${concerns.relation}` : ""}
            {concerns.authority ? ` (${concerns.authority})` : ""}
          </p>
          <button type="button" class="button ghost tight" data-test="concerns-change" aria-expanded={changing.on ? "true" : "false"} onClick={changing.toggle}>
            <Icon name="edit" />
            {changing.on ? "Leave it" : "Change"}
          </button>
        </div>
      ) : (
        <Opens opens={changing} test="concerns-open">It is about someone else</Opens>
      )}
      {changing.on && <ConcernsForm key={contact.concerns?.name} contact={contact} done={changing.shut} />}
    </>
  );
}

function Opens({ opens, test, children }: { opens: Opened; test: string; children: string }) {
  return (
    <button type="button" class="link small" data-test={test} aria-expanded={opens.on ? "true" : "false"} onClick={opens.toggle}>
      {opens.on ? "Leave it" : children}
    </button>
  );
}
