// A referral, made of the fields that this service's specialists need. What is missing is said at its field.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Refused } from "../api/http";
import type { ContactView, InHand, Service, ServiceField } from "../api/types";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { Field } from "../kit/field";
import { Icon } from "../kit/icon";
import { announce } from "../kit/say";
import { referring, serviceOf } from "./state";
import { refer } from "./verbs";

type Values = Record<string, string>;

/** What is known already needs no typing again. */
function known(field: ServiceField, contact: ContactView): string {
  const fact = contact.facts[field.name];
  if (typeof fact === "string") return fact;
  if (field.name === "description" && typeof contact.facts["words"] === "string") return contact.facts["words"];
  if (field.kind === "place") return contact.place?.text ?? "";
  if (field.kind === "phone") return addressLike(contact, /^\+?\d[\d ]+$/);
  if (field.kind === "email") return addressLike(contact, /@/);
  return "";
}

function addressLike(contact: ContactView, shape: RegExp): string {
  const all = (contact.person?.addresses ?? []).map((address) => (typeof address === "string" ? address : address.value));
  return all.find((address) => shape.test(address)) ?? "";
}

function lacking(service: Service, values: Values): Values {
  const empty = service.fields.filter(({ name, required }) => required && !values[name]?.trim());
  return Object.fromEntries(empty.map(({ name, label }) => [name, `Please fill in “${label}”.`]));
}

/** What the server says is wrong, each thing at its field. */
function refused(error: Refused): Values {
  const listed = (error.body as { errors?: { field?: string | null; message: string }[] } | null)?.errors ?? [];
  const named = [...listed, { field: error.field, message: error.message }].filter(({ field }) => field);
  return Object.fromEntries(named.reverse().map(({ field, message }) => [field!.replace(/^fields\./, ""), message]));
}

export function ReferForm({ contact, held }: { contact: ContactView; held: InHand }) {
  const service = serviceOf(held.service ?? contact.service);
  const act = useAct();
  const values = useSignal<Values>(Object.fromEntries((service?.fields ?? []).map((field) => [field.name, known(field, contact)])));
  const problems = useSignal<Values>({});
  // The place on the map and the place in the form are one, until somebody types another.
  const place = contact.place?.text ?? "";
  const before = useRef(place);
  useEffect(() => {
    for (const field of service?.fields ?? []) {
      const typed = values.value[field.name] ?? "";
      if (field.kind === "place" && (typed === "" || typed === before.current)) values.value = { ...values.value, [field.name]: place };
    }
    before.current = place;
  }, [place]);
  // What was asked for while the caller was there is no reproach once they have gone.
  useEffect(() => {
    problems.value = {};
    act.problem.value = null;
  }, [held.state]);
  if (!service?.destination) return null;

  const send = async (): Promise<void> => {
    problems.value = lacking(service, values.value);
    const first = Object.keys(problems.value)[0];
    if (first) {
      requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-test="refer-${first}"]`)?.focus());
      throw new Error("Some things that the specialists need are missing.");
    }
    try {
      const made = await refer(contact.id, service.id, values.value);
      announce(`Referred. ${made.state_label}`);
      referring.value = false;
    } catch (error) {
      if (error instanceof Refused) problems.value = refused(error);
      throw error;
    }
  };
  const submit = (event: Event) => {
    event.preventDefault();
    void act.run(send);
  };
  return (
    <form class="card side-card refer-form" onSubmit={submit} noValidate data-test="refer-form">
      <div class="row">
        <button type="button" class="button ghost square" aria-label="Back without referring" data-test="refer-back" onClick={() => (referring.value = false)}>
          <Icon name="left" />
        </button>
        <div class="grow">
          <h2>Refer: {service.label}</h2>
          <p class="small quiet">to {service.destination.name}</p>
        </div>
      </div>
      {service.fields.map((field) => (
        <Field
          key={field.name}
          label={field.label}
          kind={field.kind}
          hint={field.hint ?? undefined}
          required={field.required}
          choices={field.choices}
          value={values.value[field.name] ?? ""}
          set={(value) => (values.value = { ...values.value, [field.name]: value })}
          problem={problems.value[field.name]}
          test={`refer-${field.name}`}
        />
      ))}
      <ActProblem act={act} boxed />
      <ActButton act={act} submit look="main full" icon="refer" test="refer-submit">
        {act.pending.value ? "Sending…" : "Send the referral"}
      </ActButton>
    </form>
  );
}
