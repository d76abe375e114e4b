// The twelve keys, with their letters.
import { useEffect, useState } from "preact/hooks";
import { press } from "../actions";

const KEYS: readonly [key: string, letters: string][] = [
  ["1", ""],
  ["2", "ABC"],
  ["3", "DEF"],
  ["4", "GHI"],
  ["5", "JKL"],
  ["6", "MNO"],
  ["7", "PQRS"],
  ["8", "TUV"],
  ["9", "WXYZ"],
  ["*", ""],
  ["0", "+"],
  ["#", ""],
];
const NAMES: Record<string, string> = { "*": "star", "#": "hash" };
const LIT_MS = 140;

/** Keys typed on a keyboard light up as if they were touched. */
function useTyped(): string {
  const [lit, setLit] = useState("");
  useEffect(() => {
    let timer = 0;
    const light = ({ key, target }: KeyboardEvent) => {
      if (!/^[\d*#]$/.test(key) || (target as HTMLElement).closest("input, textarea, select")) return;
      setLit(key);
      clearTimeout(timer);
      timer = window.setTimeout(() => setLit(""), LIT_MS);
    };
    addEventListener("keydown", light);
    return () => removeEventListener("keydown", light);
  }, []);
  return lit;
}

export function Keypad() {
  const lit = useTyped();
  return (
    <div class="keypad" role="group" aria-label="Keypad">
      {KEYS.map(([key, letters]) => (
        <button key={key} type="button" class={lit === key ? "key lit" : "key"} aria-label={NAMES[key]} onClick={() => press(key)}>
          <span class={key === "*" ? "digit star" : "digit"}>{key === "*" ? "∗" : key}</span> <span class="letters">{letters}</span>
        </button>
      ))}
    </div>
  );
}
