// Whose phone this is.
import { become } from "../actions";
import * as model from "../model";
import { initials, RESIDENTS, written } from "../residents";

export function Residents() {
  const busy = model.inCall.value;
  return (
    <fieldset class="residents" disabled={busy}>
      <legend>{busy ? "Change phones after the call" : "Whose phone is this?"}</legend>
      {RESIDENTS.map((one, place) => (
        <label key={one.number} class="resident">
          <input type="radio" name="resident" checked={model.resident.value.number === one.number} onChange={() => become(one)} />
          <span class="face" data-hue={place} aria-hidden="true">
            {initials(one.name)}
          </span>
          <span class="resident-words">
            <b>{one.name}</b>
            <small>
              {written(one.number)} · {one.about}
            </small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
