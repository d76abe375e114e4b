// Play a busy day: the sandbox rings, texts and hangs up by itself for a while.
import { useEffect, useState } from "preact/hooks";
import { attempt } from "../actions";
import { carrier, type BusyDay } from "../carrier";
import { clock } from "./timer";

const LOOK_MS = 1000;
const SPEEDS = [
  { value: 1, label: "Unhurried" },
  { value: 3, label: "Busy" },
  { value: 8, label: "Rushed off its feet" },
];

function useBusyDay(): [BusyDay | null, (day: BusyDay | null) => void] {
  const [day, setDay] = useState<BusyDay | null>(null);
  useEffect(() => {
    const look = () => document.hidden || carrier.busy().then(setDay, () => undefined);
    look();
    const timer = setInterval(() => (day?.running ?? true) && look(), LOOK_MS);
    return () => clearInterval(timer);
  }, [day?.running]);
  return [day, setDay];
}

function Progress({ day }: { day: BusyDay }) {
  return (
    <>
      <progress max={1} value={day.progress} aria-label="How much of the day has been played" />
      <dl class="tally">
        <div><dt>Calls</dt><dd>{day.calls}</dd></div>
        <div><dt>On the line</dt><dd>{day.calls_up}</dd></div>
        <div><dt>Texts</dt><dd>{day.texts}</dd></div>
        <div><dt>Gave up</dt><dd>{day.hung_up_early}</dd></div>
      </dl>
    </>
  );
}

export function BusyDayCard() {
  const [day, setDay] = useBusyDay();
  const [speed, setSpeed] = useState(3);
  const [minutes, setMinutes] = useState(5);
  const play = () => attempt(async () => setDay(await carrier.playBusyDay({ speed, minutes, seed: Math.floor(Math.random() * 1e6) })));
  const stop = () => attempt(async () => setDay(await carrier.stopBusyDay()));
  const running = day?.running ?? false;
  return (
    <section class="card busy" aria-labelledby="busy-title">
      <h2 id="busy-title">{running ? "A busy day is being played" : "Play a busy day"}</h2>
      {running && day ? (
        <>
          <Progress day={day} />
          <button type="button" class="plain" onClick={() => void stop()}>Stop · {clock(day.seconds_left)} left</button>
        </>
      ) : (
        <>
          <p class="faint">Made-up residents ring, press keys, wait, text and give up, all by themselves. Watch the desk and the board.</p>
          <div class="wish">
            <label>How busy
              <select value={speed} onChange={({ currentTarget }) => setSpeed(Number(currentTarget.value))}>
                {SPEEDS.map(({ value, label }) => <option key={value} value={value}>{label}</option>)}
              </select>
            </label>
            <label>How long
              <select value={minutes} onChange={({ currentTarget }) => setMinutes(Number(currentTarget.value))}>
                {[1, 2, 5, 15, 30].map((value) => <option key={value} value={value}>{value} min</option>)}
              </select>
            </label>
          </div>
          <button type="button" class="plain strong" onClick={() => void play()}>Play a busy day</button>
        </>
      )}
    </section>
  );
}
