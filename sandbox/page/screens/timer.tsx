// How long the call has been up.
import { useEffect, useState } from "preact/hooks";
import * as model from "../model";

export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  return `${hours ? `${hours}:` : ""}${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

export function Timer() {
  const [now, setNow] = useState(Date.now());
  const { answered, ended } = model.call.value ?? {};
  useEffect(() => {
    if (!answered || ended) return;
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [answered, ended]);
  if (!answered) return null;
  const until = ended ? Date.parse(ended) : Math.max(now, Date.now());
  return (
    <time role="timer" aria-label="Call time">
      {clock((until - Date.parse(answered)) / 1000)}
    </time>
  );
}
