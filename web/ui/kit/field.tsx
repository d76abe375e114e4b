// A labelled input of any kind, with its hint and its problem tied to it.
import { useEffect, useId } from "preact/hooks";
import { Icon } from "./icon";

export interface FieldProps {
  label: string;
  value: string;
  set: (value: string) => void;
  kind?: string;
  hint?: string | undefined;
  problem?: string | null | undefined;
  required?: boolean;
  /** When it may be left empty, as it stands behind the label of what is not required. */
  unless?: string;
  /** It has the focus as soon as it is there. */
  focus?: boolean;
  choices?: readonly string[];
  rows?: number;
  test?: string;
  autocomplete?: string;
  placeholder?: string;
  max?: number;
  /** The last day that may be chosen, as in "2026-11-30". */
  until?: string | undefined;
}

const TYPES: Record<string, "date" | "time" | "tel" | "email" | "password"> = { date: "date", time: "time", phone: "tel", email: "email", password: "password" };

export function Field(props: FieldProps) {
  const id = useId();
  const { label, hint, problem, required = true, unless = "if known", focus } = props;
  useEffect(() => {
    if (focus) document.getElementById(id)?.focus();
  }, []);
  return (
    <div class="field">
      <label for={id}>
        {label}
        {!required && <span class="quiet"> ({unless})</span>}
      </label>
      {hint && <span class="hint" id={`${id}-hint`}>{hint}</span>}
      <Control {...props} id={id} described={[hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(" ")} />
      {problem && (
        <p class="problem" id={`${id}-problem`}>
          <Icon name="warn" />
          <span>{problem}</span>
        </p>
      )}
    </div>
  );
}

function Control({ id, described, ...props }: FieldProps & { id: string; described: string }) {
  const { kind = "text", value, set, choices = [], rows = 3, test, problem, required = true, max } = props;
  const change = (event: Event) => set((event.currentTarget as HTMLInputElement).value);
  const shared = {
    id,
    class: "input",
    "data-test": test,
    "aria-describedby": described || undefined,
    "aria-invalid": problem ? ("true" as const) : undefined,
    "aria-required": required ? ("true" as const) : undefined,
    maxLength: max,
    value,
  };
  const options = kind === "yes_no" ? ["Yes", "No"] : choices;
  if (kind === "choice" || kind === "yes_no") {
    return (
      <select {...shared} onChange={change}>
        <option value="">Choose…</option>
        {options.map((choice) => (
          <option key={choice} value={choice}>{choice}</option>
        ))}
      </select>
    );
  }
  if (kind === "long_text") return <textarea {...shared} rows={rows} placeholder={props.placeholder} onInput={change} />;
  const typed = { ...shared, type: TYPES[kind] ?? "text", autocomplete: props.autocomplete ?? "off", placeholder: props.placeholder, onInput: change, max: props.until };
  return <input {...(typed as object)} />;
}
