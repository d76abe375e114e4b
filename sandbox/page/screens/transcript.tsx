// What you hear, line by line, as it is heard.
import * as model from "../model";
import { useAtEnd } from "./at-end";

const KINDS: Record<string, string> = { play: "Sound", beep: "Sound", hold: "Hold", unhold: "Hold", refused: "Refused", problem: "Fault", self: "You", call: "Call", say: "Line" };
const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

const SOUNDS: Record<string, string> = {
  "music:hold": "Hold music plays.",
  "tone:ringing": "It rings.",
};

function words({ kind, text }: model.Heard): string {
  if (kind === "beep") return text || "A beep.";
  if (kind === "play") return SOUNDS[text] ?? (/music/i.test(text) ? "Hold music plays." : "A recording plays.");
  if (kind === "hold") return text ? "You are put on hold, with music." : "You are put on hold.";
  if (kind === "unhold") return "They are back.";
  return text;
}

export function Transcript() {
  const lines = model.heard.value;
  const list = useAtEnd<HTMLOListElement>(lines.length);
  return (
    <section class="card transcript" aria-labelledby="heard-title">
      <h2 id="heard-title">What you hear</h2>
      {lines.length ? (
        <ol ref={list} tabIndex={0} aria-label="What you hear, line by line">
          {lines.map((line) => (
            <li key={line.key} class={`line from-${line.kind}`}>
              <span class="line-kind">{KINDS[line.kind] ?? line.kind}</span>
              <p>{words(line)}</p>
              <time>{time.format(new Date(line.at))}</time>
            </li>
          ))}
        </ol>
      ) : (
        <p class="faint empty-words">Ring the council: every prompt is spoken aloud and written here, with what you press and say.</p>
      )}
    </section>
  );
}
