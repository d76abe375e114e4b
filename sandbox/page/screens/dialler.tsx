// The telephone when nobody is on it: a number, the keys, and a green button.
import { dial, rubOut } from "../actions";
import { Backspace, Handset } from "../icons";
import * as model from "../model";
import { dialable, written } from "../residents";
import { Keypad } from "./keypad";

function NumberField() {
  const number = dialable(model.typed.value);
  const known = number === model.council.value.number;
  const shown = model.typed.value ? written(number) : "";
  return (
    <div class="number">
      <input
        class={shown.length > 14 ? "typed long" : "typed"}
        type="tel"
        inputMode="none"
        autocomplete="off"
        spellcheck={false}
        aria-label="Number to ring"
        placeholder="Dial a number"
        value={shown}
        onInput={({ currentTarget }) => (model.typed.value = currentTarget.value.replace(/[^\d+*#]/g, "").slice(0, 20))}
        onKeyDown={({ key }) => key === "Enter" && void dial()}
      />
      <p class="whose">
        {known ? (
          model.council.value.name
        ) : (
          <button type="button" class="link" onClick={() => (model.typed.value = written(model.council.value.number).replace(" ", ""))}>
            Use the council’s number
          </button>
        )}
      </p>
    </div>
  );
}

export function Dialler() {
  const ready = model.typed.value !== "" && model.link.value === "online";
  return (
    <div class="dialler">
      <NumberField />
      <Keypad />
      <div class="act-row">
        <span class="spacer" />
        <button type="button" class="call-button" aria-label="Call" disabled={!ready} onClick={() => void dial()}>
          <Handset size={32} />
        </button>
        <button type="button" class="quiet-button" aria-label="Delete the last digit" disabled={!model.typed.value} onClick={rubOut}>
          <Backspace />
        </button>
      </div>
    </div>
  );
}
