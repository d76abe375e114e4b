// The keys, another key for whoever wants one, and the switch that turns them all off.
import { useSignal, type Signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Dialog } from "../kit/dialog";
import { Problem } from "../kit/problem";
import { announce } from "../kit/say";
import { KEYS, type Key, type KeyId } from "./keys";
import { giveKey, keyFor, ownKeys, resetKeys } from "./own-keys";
import { keysOn, keysSheet } from "./state";

export function KeysSheet() {
  return (
    <Dialog title="Keys" open={keysSheet.value} close={() => (keysSheet.value = false)} wide test="keys-sheet">
      <Sheet />
    </Dialog>
  );
}

function Sheet() {
  const asked = useSignal<KeyId | null>(null);
  const problem = useSignal<string | null>(null);
  const changed = Object.keys(ownKeys.value).length > 0;
  const reset = () => {
    resetKeys();
    [asked.value, problem.value] = [null, null];
    announce("The keys are as they were at first.");
  };
  return (
    <>
      <label class="choice">
        <input type="checkbox" checked={keysOn.value} onChange={(event) => (keysOn.value = event.currentTarget.checked)} data-test="keys-on" />
        <span>Use single keys on this desk</span>
      </label>
      <p class="small quiet">Choose a key to give it another. Yours are kept in this browser. Keys do nothing while you type in a field.</p>
      <Problem text={problem.value} boxed test="key-clash" />
      <dl class={`key-list ${keysOn.value ? "" : "quiet"}`}>
        {KEYS.map((each) => <Line key={each.id} of={each} asked={asked} problem={problem} />)}
        <div class="row">
          <dt><kbd>1</kbd>–<kbd>9</kbd></dt>
          <dd>Go to a contact in hand</dd>
        </div>
        <div class="row">
          <dt><kbd>?</kbd></dt>
          <dd>Show this sheet</dd>
        </div>
      </dl>
      {changed && <button type="button" class="button tight" data-test="keys-reset" onClick={reset}>All keys as they were at first</button>}
    </>
  );
}

interface LineProps {
  of: Key;
  /** Which of them waits for its new key. */
  asked: Signal<KeyId | null>;
  problem: Signal<string | null>;
}

function Line({ of: { id, says }, asked, problem }: LineProps) {
  const button = useRef<HTMLButtonElement>(null);
  const key = keyFor(id).toUpperCase();
  const waits = asked.value === id;
  useEffect(() => {
    if (waits) button.current?.focus();
  }, [waits]);
  const end = (why: string | null) => ([asked.value, problem.value] = [why ? id : null, why]);
  const down = (event: KeyboardEvent) => {
    if (!waits || event.ctrlKey || event.altKey || event.metaKey || ["Tab", "Shift"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") return end(null);
    const none = event.key === "Backspace" || event.key === "Delete";
    end(giveKey(id, none ? "" : event.key));
    if (!problem.value) announce(none ? `${says}: no key.` : `${says}: ${event.key.toUpperCase()}.`);
  };
  const leave = () => waits && end(null);
  return (
    <div class="row">
      <dt>
        <button ref={button} type="button" class="key-cap" aria-pressed={waits ? "true" : "false"} aria-label={`${key || "No key"}: ${says}. Give it another key`} data-test={`key-${id}`} onClick={() => (([asked.value, problem.value] = [id, null]))} onKeyDown={down} onBlur={leave}>
          <kbd>{waits ? "…" : key || "–"}</kbd>
        </button>
      </dt>
      <dd>{waits ? <strong>Press its new key. Backspace: no key. Escape: as it was.</strong> : says}</dd>
    </div>
  );
}
