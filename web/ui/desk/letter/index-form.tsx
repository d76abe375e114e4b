// What a letter is: about what, from whom, of which day, in which case. Then it goes on.
import { useSignal, type Signal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { me, Refused, sentenceOf } from "../../api/http";
import { ActButton, useAct } from "../../kit/act";
import { Field } from "../../kit/field";
import { draft, keepDraft } from "../../kit/keep";
import { Problem } from "../../kit/problem";
import { dayOf } from "../../kit/time";
import { details, refetch } from "../state";
import { index, TO_BE_INDEXED, type IndexingView, type Writer } from "./indexing-verbs";
import { ServiceOptions } from "../../kit/service-options";

const SOMEBODY_NEW = "new";
const NOBODY = "nobody";
const HARD_TO_READ = "It was hard to read: compare it with the page.";

export function IndexForm({ contact, view, done }: { contact: string; view: IndexingView; done: () => void }) {
  const act = useAct();
  const guess = details.value?.guess?.service ?? "";
  const read = { service: guess === TO_BE_INDEXED ? "" : guess, name: view.name, dated: view.dated ?? "", reference: view.reference, postcode: view.postcode ?? "", phone: view.phone ?? "", email: view.email ?? "" };
  // Whoever took a call in between finds what they had filled in.
  const begun = useMemo(() => JSON.parse(draft(`index.${contact}`) || "{}") as Partial<typeof read & { who: string }>, [contact]);
  const service = useSignal(begun.service ?? read.service);
  const who = useSignal(begun.who ?? view.person ?? (view.people.length ? NOBODY : view.name ? SOMEBODY_NEW : NOBODY));
  const name = useSignal(begun.name ?? read.name);
  const dated = useSignal(begun.dated ?? read.dated);
  const reference = useSignal(begun.reference ?? read.reference);
  const postcode = useSignal(begun.postcode ?? read.postcode);
  const phone = useSignal(begun.phone ?? read.phone);
  const email = useSignal(begun.email ?? read.email);
  const filled = { service: service.value, who: who.value, name: name.value, dated: dated.value, reference: reference.value, postcode: postcode.value, phone: phone.value, email: email.value };
  const touched = useRef(false);
  useEffect(() => {
    if (touched.current) keepDraft(`index.${contact}`, JSON.stringify(filled));
  });
  // What nobody has changed follows what is read, once pages were turned or are another letter's.
  const before = useRef(read);
  useEffect(() => {
    const follow = (field: Signal<string>, which: keyof typeof read) => field.value === before.current[which] && (field.value = read[which]);
    follow(service, "service");
    follow(name, "name");
    follow(dated, "dated");
    follow(reference, "reference");
    follow(postcode, "postcode");
    follow(phone, "phone");
    follow(email, "email");
    // Whoever was suggested by a page that went is chosen no more.
    if (![SOMEBODY_NEW, NOBODY, ...view.people.map(({ id }) => id)].includes(who.value)) who.value = NOBODY;
    before.current = read;
  }, [view, guess]);
  const told = useSignal<{ field: string | null; sentence: string } | null>(null);
  const hint = (field: "postcode" | "phone" | "email", now: string) => (view.unsure?.includes(field) && now === read[field] ? HARD_TO_READ : undefined);
  const problem = (field: string) => (told.value?.field === field ? told.value.sentence : null);
  const send = async (): Promise<void> => {
    told.value = null;
    const person = who.value === SOMEBODY_NEW || who.value === NOBODY ? null : who.value;
    try {
      await index(contact, { service: service.value, person, name: who.value === SOMEBODY_NEW ? name.value : "", dated: dated.value || null, reference: reference.value, phone: phone.value, email: email.value, ...(view.postcode === undefined ? {} : { postcode: postcode.value }) });
      touched.current = false;
      keepDraft(`index.${contact}`, "");
      done();
      void refetch();
    } catch (error) {
      told.value = { field: error instanceof Refused ? error.field : null, sentence: sentenceOf(error) };
    }
  };
  const services = (me.value?.services ?? []).filter(({ id }) => id !== TO_BE_INDEXED);
  return (
    <form class="index-form stack" aria-label="What it is" onInput={() => (touched.current = true)} onChange={() => (touched.current = true)} onSubmit={(event) => (event.preventDefault(), void act.run(send))} noValidate>
      <p class="small quiet">Received {dayOf(view.received)}. Its target has run since then.</p>
      <div class="field">
        <label for="index-service">What it is about</label>
        <select id="index-service" class="input" value={service.value} aria-invalid={problem("service") ? "true" : undefined} onChange={(event) => (service.value = event.currentTarget.value)} data-test="index-service">
          <option value="">Choose…</option>
          <ServiceOptions services={services} />
        </select>
        <Problem text={problem("service")} />
      </div>
      <fieldset class="field">
        <legend>Whom it is from</legend>
        {view.people.map((each) => (
          <Choice key={each.id} value={each.id} chosen={who.value} choose={(value) => (who.value = value)} says={each.name ?? "Name not known"} more={reachedBy(each)} />
        ))}
        <Choice value={SOMEBODY_NEW} chosen={who.value} choose={(value) => (who.value = value)} says="Somebody new" />
        {who.value === SOMEBODY_NEW && <Field label="Name" value={name.value} set={(value) => (name.value = value)} problem={problem("name")} max={200} test="index-name" />}
        <Choice value={NOBODY} chosen={who.value} choose={(value) => (who.value = value)} says="It does not say" />
      </fieldset>
      <div class="row asked">
        <Field label="Dated" kind="date" value={dated.value} set={(value) => (dated.value = value)} required={false} problem={problem("dated")} test="index-dated" />
        <Field label="Our reference" value={reference.value} set={(value) => (reference.value = value)} required={false} problem={problem("reference")} placeholder="482-193-074" max={40} test="index-reference" />
      </div>
      {view.postcode !== undefined && <Field label="The writer’s postcode" value={postcode.value} set={(value) => (postcode.value = value)} required={false} hint={hint("postcode", postcode.value)} problem={problem("postcode")} autocomplete="off" max={40} test="index-postcode" />}
      <Field label="The writer’s telephone" kind="phone" hint={hint("phone", phone.value)} value={phone.value} set={(value) => (phone.value = value)} required={false} problem={problem("phone")} autocomplete="off" max={40} test="index-phone" />
      <Field label="The writer’s email" kind="email" hint={hint("email", email.value)} value={email.value} set={(value) => (email.value = value)} required={false} problem={problem("email")} autocomplete="off" max={200} test="index-email" />
      <p class="small quiet">Whoever has that postcode, number or address may follow this request. Empty them if they are somebody else’s.</p>
      {told.value && !["service", "name", "dated", "reference", "postcode", "phone", "email"].includes(told.value.field ?? "") && <Problem text={told.value.sentence} boxed />}
      <ActButton act={act} submit look="main full" icon="check" test="index-submit">Index</ActButton>
    </form>
  );
}

const reachedBy = ({ reached }: Writer): string => reached.join(" · ");

function Choice({ value, chosen, choose, says, more }: { value: string; chosen: string; choose: (value: string) => void; says: string; more?: string }) {
  return (
    <label class="choice">
      <input type="radio" name="index-who" value={value} checked={chosen === value} onChange={() => choose(value)} data-test="index-who" />
      <span>
        {says}
        {more && <span class="small quiet index-reached">{more}</span>}
      </span>
    </label>
  );
}
