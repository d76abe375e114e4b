// Keys to press on the caller's line.
import { useSignal } from "@preact/signals";
import { pressDigits } from "../phone/switchhook";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

export function Keypad({ off, close }: { off: boolean; close: () => void }) {
  const sent = useSignal("");
  const press = (key: string) => {
    if (off) return;
    pressDigits(key);
    sent.value += key;
  };
  return (
    <div class="keypad" role="group" aria-label="Keypad" onKeyDown={(event) => event.key === "Escape" && close()}>
      <output class="keypad-sent num" aria-label="Sent">{sent.value || " "}</output>
      {KEYS.map((key) => (
        <button key={key} type="button" class="button" aria-disabled={off ? "true" : undefined} onClick={() => press(key)}>
          {key}
        </button>
      ))}
    </div>
  );
}
