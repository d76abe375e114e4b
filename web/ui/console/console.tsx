// The console's first file: finds out who is logged in, and shows the console or its door.
import { render } from "preact";
import { get, me } from "../api/http";
import type { Me } from "../api/types";
import { followTheme } from "../kit/theme";
import { Login } from "../login/login";
import { ConsolePage } from "./console-page";
import "../styles/base.css";
import "../styles/controls.css";
import "../styles/overlays.css";
import "../styles/bar.css";
import "./console.css";
import "./board/by-service.css";
import "./rules.css";
import "./lessons.css";
import "./what-if.css";
import "./why.css";
import "./acts.css";

function Door() {
  if (me.value === undefined) return <p class="starting" role="status">Opening the console…</p>;
  return me.value ? <ConsolePage key={me.value.account.id} /> : <Login door="console" />;
}

followTheme();
render(<Door />, document.getElementById("app")!);

async function whoAmI(): Promise<void> {
  try {
    me.value = await get<Me>("/console/api/me");
  } catch {
    // A refusal has made it null; a server that does not answer is asked again.
    if (me.peek() === undefined) setTimeout(() => void whoAmI(), 2000);
  }
}
void whoAmI();
