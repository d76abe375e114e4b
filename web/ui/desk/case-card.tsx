// The matter: its reference to read out, who has it, and what was promised by when.
import { useSignal } from "@preact/signals";
import type { ContactView } from "../api/types";
import { copyText, NOT_COPIED } from "../kit/copy";
import { useOpened } from "../kit/drafted";
import { Icon } from "../kit/icon";
import { Problem } from "../kit/problem";
import { announce } from "../kit/say";
import { dayOf } from "../kit/time";
import { PromiseForm, promiseKey } from "./promise-form";

export function CaseCard({ contact }: { contact: ContactView }) {
  const promising = useOpened(promiseKey(contact));
  const copied = useSignal(false);
  const problem = useSignal<string | null>(null);
  const matter = contact.case;
  if (!matter) return null;
  const copy = async (): Promise<void> => {
    copied.value = await copyText(matter.reference);
    problem.value = copied.value ? null : NOT_COPIED;
    if (!copied.value) return;
    announce("Reference copied.");
    setTimeout(() => (copied.value = false), 2000);
  };
  return (
    <section class="card side-card" aria-label="Case" data-test="case">
      <div class="spread">
        <h3 class="case-title">
          <span class="label">Case{matter.state === "closed" ? ", closed" : ""}</span>
          <span class="reference num" data-test="case-reference">{matter.reference}</span>
        </h3>
        <button type="button" class="button ghost tight" onClick={() => void copy()}>
          <Icon name={copied.value ? "check" : "copy"} />
          {copied.value ? "Copied" : "Copy"}
        </button>
      </div>
      <Problem text={problem.value} />
      <dl class="facts-line small">
        {matter.promised_at && (
          <div><dt>Promised by</dt> <dd>{dayOf(matter.promised_at)}</dd></div>
        )}
        {matter.next_action && (
          <div><dt>Next</dt> <dd>{matter.next_action}</dd></div>
        )}
        {matter.owner && (
          <div><dt>With</dt> <dd>{matter.owner}</dd></div>
        )}
      </dl>
      <button type="button" class="link small" data-test="promise-open" aria-expanded={promising.on ? "true" : "false"} onClick={promising.toggle}>
        {matter.next_action ? "Change what was promised" : "Promise what happens next"}
      </button>
      {promising.on && <PromiseForm contact={contact} matter={matter} done={promising.shut} />}
    </section>
  );
}
