// The page: a resident's telephone in the middle, what is heard beside it, and, folded, what the carrier did.
import { render } from "preact";
import { press, rubOut, dial, stats, switchOn } from "./actions";
import * as model from "./model";
import { Aside } from "./screens/aside";
import { Handset } from "./screens/handset";
import { LiveRegion } from "./screens/live";
import { Side } from "./screens/side";
import "./styles/base.css";
import "./styles/handset.css";
import "./styles/dialling.css";
import "./styles/call.css";
import "./styles/messages.css";
import "./styles/panels.css";
import "./styles/heard.css";

declare global {
  interface Window {
    __phone: { stats: typeof stats; phase: () => string; sid: () => string };
  }
}

window.__phone = {
  stats,
  phase: () => model.phase.value,
  sid: () => model.call.value?.sid ?? "",
};

function App() {
  return (
    <div class="stage">
      <Aside />
      <Handset />
      <Side />
      <LiveRegion />
    </div>
  );
}

const TYPES = new Set(["INPUT", "TEXTAREA", "SELECT"]);

/** Digits typed anywhere are keys of the telephone, unless they are being written into something. */
window.addEventListener("keydown", (event) => {
  const target = event.target as HTMLElement;
  if (event.ctrlKey || event.metaKey || event.altKey || TYPES.has(target.tagName)) return;
  if (model.tab.value !== "phone" && !matchMedia("(min-width: 900px)").matches) return;
  if (/^[\d*#]$/.test(event.key)) press(event.key);
  else if (event.key === "Backspace" && !model.inCall.value) rubOut();
  else if (event.key === "Enter" && !["BUTTON", "A", "SUMMARY"].includes(target.tagName) && !model.inCall.value) void dial();
  else return;
  event.preventDefault();
});

switchOn();
render(<App />, document.getElementById("app")!);
