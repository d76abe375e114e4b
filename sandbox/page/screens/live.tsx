// What a screen reader is told as it happens.
import * as model from "../model";

export function LiveRegion() {
  const last = model.heard.value.findLast(({ kind }) => kind !== "self" && kind !== "call");
  return (
    <div class="sr" aria-live="polite">
      <p>{model.phase.value === "incoming" ? `${model.other.value} ${model.phaseWords.value}` : model.phaseWords}</p>
      <p>{last?.text}</p>
      <p>{model.unread.value ? `${model.unread.value} unread ${model.unread.value === 1 ? "message" : "messages"}` : ""}</p>
    </div>
  );
}
