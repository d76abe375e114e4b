// A referral, made of the fields that this service's specialists need. What is missing is said at its field.
import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { Refused } from "../api/http";
import type { ContactView, InHand, Service, ServiceField } from "../api/types";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { Field } from "../kit/field";
import { draft, keepDraft } from "../kit/keep";
import { announce } from "../kit/say";
import { countyDay } from "../kit/time";
import { referring } from "./state";
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

/** What was typed for one service of one contact. What was emptied is known again, once the form is opened anew. */
function useTyped(contact: ContactView, service: Service) {
  const key = `refer.${contact.id}.${service.id}`;
  const typed = useSignal<Values>(useMemo(() => JSON.parse(draft(key) || "{}") as Values, []));
  const write = (values: Values) => {
    typed.value = values;
    const words = filled(values);
    keepDraft(key, Object.keys(words).length > 0 ? JSON.stringify(words) : "");
  };
  // A place that is put on the map comes into a form in which none was left.
  useEffect(() => write(filled(typed.value)), [contact.place?.text]);
  return { typed: typed.value, type: (name: string, value: string) => write({ ...typed.value, [name]: value }), drop: () => write({}) };
}

const filled = (values: Values): Values => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));

/** One service's form: there is another for another service, so that their fields never mix. */
export function ReferForm({ contact, service, held }: { contact: ContactView; service: Service; held: InHand }) {
  const act = useAct();
  const { typed, type, drop } = useTyped(contact, service);
  const problems = useSignal<Values>({});
  // What nobody typed follows the contact: a place that is put on the map is in the form as well.
  const values = Object.fromEntries(service.fields.map((field) => [field.name, typed[field.name] ?? known(field, contact)]));
  // What was asked for while the caller was there is no reproach once they have gone.
  useEffect(() => {
    problems.value = {};
    act.problem.value = null;
  }, [held.state]);
  const send = async (): Promise<void> => {
    problems.value = lacking(service, values);
    const first = Object.keys(problems.value)[0];
    if (first) {
      requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-test="refer-${first}"]`)?.focus());
      throw new Error("Some things that the specialists need are missing.");
    }
    try {
      const made = await refer(contact.id, service.id, values);
      drop();
      announce(`Referred. ${made.state_label}`);
      referring.value = null;
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
    <form class="refer-form" onSubmit={submit} noValidate data-test="refer-form">
      {service.fields.map((field) => (
        <Field
          key={field.name}
          label={field.label}
          kind={field.kind}
          hint={field.hint ?? undefined}
          required={field.required}
          choices={field.choices}
          until={field.past ? countyDay(Date.now(), 0) : undefined}
          value={values[field.name] ?? ""}
          set={(value) => type(field.name, value)}
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
