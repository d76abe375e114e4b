// Somebody calls: who, and two buttons.
import { answer } from "../actions";
import { Handset } from "../icons";
import * as model from "../model";

export function Incoming() {
  return (
    <div class="incoming">
      <header class="who">
        <h2>{model.other}</h2>
        <p class="state">{model.phaseWords}</p>
      </header>
      <div class="act-row">
        <button type="button" class="end-button" aria-label="Decline" onClick={() => answer(false)}>
          <Handset size={32} />
        </button>
        <span />
        <button type="button" class="call-button" aria-label="Answer" onClick={() => answer(true)}>
          <Handset size={32} />
        </button>
      </div>
    </div>
  );
}
