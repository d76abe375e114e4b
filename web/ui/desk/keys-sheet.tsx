// The keys, and the switch that turns them off.
import { Dialog } from "../kit/dialog";
import { KEYS } from "./keys";
import { keysOn, keysSheet } from "./state";

export function KeysSheet() {
  return (
    <Dialog title="Keys" open={keysSheet.value} close={() => (keysSheet.value = false)} test="keys-sheet">
      <label class="choice">
        <input type="checkbox" checked={keysOn.value} onChange={(event) => (keysOn.value = event.currentTarget.checked)} data-test="keys-on" />
        <span>Use single keys on this desk</span>
      </label>
      <dl class={`key-list ${keysOn.value ? "" : "quiet"}`}>
        {KEYS.map(({ key, says }) => (
          <div key={key} class="row">
            <dt><kbd>{key.toUpperCase()}</kbd></dt>
            <dd>{says}</dd>
          </div>
        ))}
        <div class="row">
          <dt><kbd>1</kbd>–<kbd>9</kbd></dt>
          <dd>Go to a contact in hand</dd>
        </div>
        <div class="row">
          <dt><kbd>?</kbd></dt>
          <dd>Show this sheet</dd>
        </div>
      </dl>
      <p class="small quiet">Keys do nothing while you type in a field.</p>
    </Dialog>
  );
}
