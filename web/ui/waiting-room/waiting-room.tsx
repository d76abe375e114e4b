// The screen on the wall of the waiting room: numbers and desks, large, and said aloud for whoever cannot read them.
import { computed, effect, signal } from "@preact/signals";
import { render } from "preact";
import { followTheme } from "../kit/theme";
import "../styles/base.css";
import "./waiting-room.css";

interface Call {
  ticket: number;
  desk: string;
  at: string;
  times: number;
}

interface Room {
  at: string;
  council: string;
  called: Call[];
  waiting: number;
}

const SILENCE_MS = 20_000;
const NEW_MS = 12_000;
const room = signal<Room | null>(null);
const heardAt = signal(Date.now());
const now = signal(Date.now());
const lost = computed(() => now.value - heardAt.value > SILENCE_MS);
const said = signal("");
/** The newest call stands out for a while, counted from when this screen heard of it. */
const freshUntil = signal(0);

const sentence = ({ ticket, desk }: Call): string => `Ticket ${ticket}, please go to desk ${desk}.`;

/** Each call is said once, and again when it is called again. */
function followCalls(): void {
  let last: string | null = null;
  effect(() => {
    const call = room.value?.called[0];
    const is = call ? `${call.ticket} ${call.times} ${call.desk}` : "";
    if (room.value && last !== null && call && is !== last) {
      said.value = sentence(call);
      freshUntil.value = Date.now() + NEW_MS;
    }
    if (room.value) last = is;
  });
}

function open(): EventSource {
  const source = new EventSource("/waiting-room/stream");
  const heard = () => (heardAt.value = Date.now());
  source.addEventListener("view", ({ data }: MessageEvent<string>) => {
    room.value = JSON.parse(data) as Room;
    heard();
  });
  source.addEventListener("beat", heard);
  return source;
}

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

function WaitingRoom() {
  const told = room.value;
  const [first, ...before] = told?.called ?? [];
  const fresh = now.value < freshUntil.value;
  return (
    <div class="wall">
      <header class="wall-head">
        <strong>{told?.council ?? "Waiting room"}</strong>
        <span class="num">{clock.format(now.value)}</span>
      </header>
      <main class="wall-main">
        <h1 class="sr-only">Waiting room</h1>
        {first ? (
          <section class={`wall-call ${fresh ? "fresh" : ""}`} data-test="wall-call" data-ticket={first.ticket}>
            <p class="wall-part"><span class="wall-word">Ticket</span><span class="wall-number num">{first.ticket}</span></p>
            <p class="wall-part"><span class="wall-word">please go to desk</span><span class="wall-number num">{first.desk}</span></p>
          </section>
        ) : (
          <p class="wall-none">{told ? "Please wait. Your ticket will be called here." : "Opening…"}</p>
        )}
        {before.length > 0 && (
          <ul class="wall-before" aria-label="Called before">
            {before.map((call) => (
              <li key={call.ticket} class="num">
                <span>Ticket <strong>{call.ticket}</strong></span>
                <span>Desk <strong>{call.desk}</strong></span>
              </li>
            ))}
          </ul>
        )}
      </main>
      <footer class="wall-foot">
        {lost.value ? <span role="status">This screen has lost its line. Please ask at the front desk.</span> : <span data-test="wall-waiting">{told ? `${told.waiting} waiting` : ""}</span>}
      </footer>
      <p class="sr-only" aria-live="assertive" data-test="wall-said">{said.value}</p>
    </div>
  );
}

followTheme();
followCalls();
render(<WaitingRoom />, document.getElementById("app")!);
let source = open();
setInterval(() => {
  now.value = Date.now();
  if (!lost.value || Date.now() - heardAt.value < 2 * SILENCE_MS) return;
  source.close();
  source = open();
  heardAt.value = Date.now() - SILENCE_MS - 1;
}, 1000);
