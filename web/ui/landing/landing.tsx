// The landing page: the doors into one system, and who may be tried where there is no real telephone.
import { computed, signal } from "@preact/signals";
import { render } from "preact";
import { get } from "../api/http";
import { Mark } from "../kit/bar";
import { Problem } from "../kit/problem";
import { followTheme } from "../kit/theme";
import "../styles/base.css";
import "../styles/controls.css";
import "../styles/bar.css";
import "./landing.css";
import { Demo, type DemoLogin } from "./demo";
import { DoorCard } from "./door-card";

interface Doors {
  sandbox_url: string | null;
  demo: DemoLogin[];
}

const doors = signal<Doors | null>(null);
const problem = signal(false);
const agents = computed(() => doors.value?.demo.filter(({ role }) => role === "agent") ?? []);
const supervisors = computed(() => doors.value?.demo.filter(({ role }) => role === "supervisor") ?? []);
const receptionists = computed(() => doors.value?.demo.filter(({ role }) => role === "reception") ?? []);

function Landing() {
  const phone = doors.value?.sandbox_url;
  return (
    <div class="landing">
      <header class="landing-head">
        <p class="landing-brand">
          <Mark />
          Switchboard
        </p>
        <h1>One contact centre, every way in.</h1>
        <p class="landing-lede">A resident rings, writes or comes to the council. The right agent answers. A supervisor sees it all and decides how it goes.</p>
      </header>
      <main class="landing-doors">
        {problem.value && <Problem text="The server did not say which doors are open. Load this page again in a moment." boxed />}
        <DoorCard id="phone" href={phone ?? null} title="The caller’s phone" says={phone ? "Ring the council, press the keys, hear the menu, or send a text. Nothing leaves this machine." : "Calls come over the real telephone network here. Ring the council’s own number."} go="Pick up the phone" />
        <DoorCard id="web" href="/ask" title="The residents’ pages" says="A form for every service, a chat, and where a request has got to. No login." go="Ask the council" />
        <DoorCard id="reception" href="/reception" title="The front desk" says="Visitors get a ticket, and the waiting room shows whose turn it is." go="Open the front desk">
          <Demo door="reception" logins={receptionists.value} />
        </DoorCard>
        <DoorCard id="desk" href="/desk" title="The agent’s desk" says="Take calls and texts, see the person’s story, refer, close." go="Sit down at the desk">
          <Demo door="desk" logins={agents.value} />
        </DoorCard>
        <DoorCard id="console" href="/console" title="The supervisor’s console" says="Watch who waits and who helps, change the rules, take them back." go="Open the console">
          <Demo door="console" logins={supervisors.value} />
        </DoorCard>
      </main>
      <footer class="landing-foot small">All of them can be open side by side in one browser: the front desk, the desk and the console each have their own login.</footer>
    </div>
  );
}

followTheme();
render(<Landing />, document.getElementById("app")!);
get<Doors>("/api/doors").then(
  (found) => (doors.value = found),
  () => (problem.value = true),
);
