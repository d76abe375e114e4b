// Where it is: a road and its junction, a postcode, a pin, or the resident's own pin from a texted link.
import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { ContactView, InHand, Place } from "../api/types";
import { type Act, ActButton, ActProblem, useAct } from "../kit/act";
import { useDrafted, useOpened } from "../kit/drafted";
import { Field } from "../kit/field";
import { Icon } from "../kit/icon";
import { countyGround } from "../map/ground";
import { nearby } from "../map/lines";
import { isWords, PinDialog } from "./pin-dialog";
import { PlaceGlimpse } from "./place-glimpse";
import { serviceOf } from "./state";
import { sendPlaceLink, setPlace } from "./verbs";
import { onceKey } from "../kit/once";
import { refusedNow } from "./window";

interface Typing {
  kind: "road" | "postcode";
  road: string;
  junction: string;
  postcode: string;
}
const NOTHING: Typing = { kind: "road", road: "", junction: "", postcode: "" };
const placeKey = (contact: ContactView): string => `place.${contact.id}`;
const POSTCODE = /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/i;

/** Whether this service's specialists need a place at all. */
export function wantsPlace(service: string | null): boolean {
  const found = serviceOf(service);
  return found?.destination?.kind === "open311" || Boolean(found?.fields.some((field) => field.kind === "place"));
}

export function PlaceCard({ contact, held }: { contact: ContactView; held: InHand }) {
  const editing = useOpened(placeKey(contact));
  if (!contact.place && !wantsPlace(contact.service)) return null;
  return (
    <section class="card side-card" aria-label="Place" data-test="place">
      <div class="spread">
        <h3 class="label">Place</h3>
        {contact.place && (
          <button type="button" class="button ghost tight" aria-expanded={editing.on ? "true" : "false"} data-test="place-edit" onClick={editing.toggle}>
            <Icon name="edit" />
            {editing.on ? "Leave it" : "Change"}
          </button>
        )}
      </div>
      {contact.place && (
        <p class="row place-now" data-test="place-text">
          <Icon name="pin" />
          <span>{contact.place.text ?? `${contact.place.lat?.toFixed(5)}, ${contact.place.lng?.toFixed(5)}`}</span>
        </p>
      )}
      {contact.place && <Near place={contact.place} />}
      {!editing.on && typeof contact.place?.lat === "number" && typeof contact.place.lng === "number" && <PlaceGlimpse lat={contact.place.lat} lng={contact.place.lng} />}
      {(!contact.place || editing.on) && <PlaceForm contact={contact} held={held} done={editing.shut} />}
    </section>
  );
}

/** By the county's lines, for whoever is told a pin; what the note of the pin says already is not said twice. */
function Near({ place }: { place: Place }) {
  const near = useSignal("");
  const { lat, lng, text } = place;
  useEffect(() => {
    let gone = false;
    near.value = "";
    if (typeof lat !== "number" || typeof lng !== "number") return;
    void countyGround().then((ground) => !gone && ground && (near.value = nearby({ lat, lng }, ground)));
    return () => void (gone = true);
  }, [lat, lng]);
  const says = near.value.replace(/\.$/, "");
  if (!isWords(near.value) || text?.includes(says)) return null;
  return <p class="small" data-test="place-words">{says}</p>;
}

function PlaceForm({ contact, held, done }: { contact: ContactView; held: InHand; done: () => void }) {
  const act = useAct();
  const linking = useAct();
  const noLink = canOpenLinks(held) ? refusedNow(contact.texting) : null;
  const pinning = useSignal(false);
  const { now, set } = useDrafted(placeKey(contact), NOTHING);
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const ok = await act.run(() => (now.kind === "road" ? saveRoad(contact.id, now.road, now.junction) : savePostcode(contact.id, now.postcode)));
    if (ok) done();
  };
  const { lat, lng } = contact.place ?? {};
  const start = typeof lat === "number" && typeof lng === "number" ? { lat, lng } : null;
  return (
    <form class="stack" onSubmit={(event) => void save(event)} noValidate>
      <div class="segmented" role="group" aria-label="How the place is given">
        {(["road", "postcode"] as const).map((each) => (
          <button key={each} type="button" aria-pressed={now.kind === each ? "true" : "false"} data-test={`place-by-${each}`} onClick={() => set({ kind: each })}>
            {{ road: "Road", postcode: "Postcode" }[each]}
          </button>
        ))}
        <button type="button" data-test="place-by-pin" onClick={() => (pinning.value = true)}>
          Map…
        </button>
      </div>
      {now.kind === "road" ? (
        <>
          <Line label="Road" value={now.road} set={(road) => set({ road })} test="place-road" hint="Mill Lane, or A417" />
          <Line label="Junction or house" value={now.junction} set={(junction) => set({ junction })} test="place-junction" hint="No. 12" required={false} />
        </>
      ) : (
        <Line label="Postcode" value={now.postcode} set={(postcode) => set({ postcode })} test="place-postcode" hint="WM1 2AB" />
      )}
      <div class="row">
        <ActButton act={act} submit look={`grow ${now.road.trim() || now.postcode.trim() ? "main" : ""}`} icon="check" test="place-save">Save place</ActButton>
        {canOpenLinks(held) && <TextLink contact={contact} act={linking} refused={noLink !== null} />}
      </div>
      {noLink && <p class="small quiet" data-test="place-no-link">No link can be sent. {noLink}</p>}
      <ActProblem act={linking} />
      <ActProblem act={act} />
      <PinDialog open={pinning} start={start} choose={(at, near) => setPlace(contact.id, { kind: "pin", ...at, note: near }).then(done)} />
    </form>
  );
}

function saveRoad(contact: string, road: string, junction: string): Promise<unknown> {
  if (!road.trim()) throw new Error("Type the road’s name or number.");
  return setPlace(contact, { kind: "road", road: road.trim(), junction: junction.trim() });
}

function savePostcode(contact: string, postcode: string): Promise<unknown> {
  if (!POSTCODE.test(postcode.trim())) throw new Error("That is not a whole postcode, such as WM1 2AB.");
  return setPlace(contact, { kind: "postcode", postcode: postcode.trim().toUpperCase() });
}

function Line({ label, value, set, test, hint, required = true }: { label: string; value: string; set: (typed: string) => void; test: string; hint: string; required?: boolean }) {
  return <Field label={label} value={value} set={set} required={required} placeholder={hint} max={200} test={test} />;
}

/** Only a mobile can. */
const canOpenLinks = (held: InHand): boolean => /^\+447|^07/.test((held.who.address ?? "").replace(/\s/g, ""));

/** A link goes as they wrote, or as a text; the resident's own pin then arrives by itself. */
function TextLink({ contact, act, refused }: { contact: ContactView; act: Act; refused: boolean }) {
  const sent = useSignal(false);
  const key = useMemo(() => ({ now: onceKey() }), [contact.id]);
  const byWhatsApp = contact.texting.by === "whatsapp";
  const send = async (): Promise<void> => {
    await sendPlaceLink(contact.id, key.now);
    key.now = onceKey();
    sent.value = true;
  };
  return (
    <ActButton act={act} work={send} icon={sent.value ? "check" : byWhatsApp ? "whatsapp" : "sms"} test="place-link" disabled={refused}>
      {sent.value ? "Link sent" : byWhatsApp ? "Send a link" : "Text a link"}
    </ActButton>
  );
}
