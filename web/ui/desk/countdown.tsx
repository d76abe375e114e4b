// A ring that empties, with the seconds in it: colour is never the only sign.
import { secondsLeft, clockwise } from "../kit/time";

interface CountdownProps {
  from: string;
  until: string;
  says: string;
  size?: number;
}

const RADIUS = 20;
const AROUND = 2 * Math.PI * RADIUS;

export function Countdown({ from, until, says, size = 56 }: CountdownProps) {
  const whole = Math.max(1, (Date.parse(until) - Date.parse(from)) / 1000);
  const left = secondsLeft(until);
  const share = Math.min(1, left / whole);
  return (
    <span class="countdown num" role="timer" aria-label={`${left} seconds ${says}`} style={{ width: `${size}px`, height: `${size}px` }}>
      <svg viewBox="0 0 48 48" aria-hidden="true">
        <circle cx="24" cy="24" r={RADIUS} class="track" />
        <circle cx="24" cy="24" r={RADIUS} class="left" stroke-dasharray={`${AROUND}`} stroke-dashoffset={`${AROUND * (1 - share)}`} />
      </svg>
      <span aria-hidden="true">{left < 100 ? left : clockwise(left)}</span>
    </span>
  );
}
