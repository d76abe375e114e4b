// The desk's first file: finds out who is logged in, and shows the desk or its door.
import { render } from "preact";
import { get, me } from "../api/http";
import type { Me } from "../api/types";
import { followTheme } from "../kit/theme";
import { Login } from "../login/login";
import { phoneFigures } from "../phone/switchhook";
import { DeskPage } from "./desk-page";
import { isRinging } from "./ring";
import "../styles/base.css";
import "../styles/controls.css";
import "../styles/overlays.css";
import "../styles/bar.css";
import "leaflet/dist/leaflet.css";
import "../map/map.css";
import "./desk.css";
import "./offer.css";
import "./composer.css";
import "./contact.css";
import "./consult.css";
import "./pass-on.css";
import "./conversation.css";
import "./side.css";
import "./same-person.css";
import "./aside.css";
import "./joined.css";
import "./letter/indexer.css";
import "./letter/over.css";
import "./letter/letter.css";
import "./mail.css";
import "./assurance.css";
import "./visit.css";
import "./enlarged.css";

declare global {
  interface Window {
    /** For tests: what the browser measures of the live call, and whether the desk rings. */
    __desk: { stats: typeof phoneFigures; ringing: typeof isRinging };
  }
}
window.__desk = { stats: phoneFigures, ringing: isRinging };

function Door() {
  if (me.value === undefined) return <p class="starting" role="status">Opening the desk…</p>;
  return me.value ? <DeskPage key={me.value.account.id} /> : <Login door="desk" />;
}

followTheme();
render(<Door />, document.getElementById("app")!);

async function whoAmI(): Promise<void> {
  try {
    me.value = await get<Me>("/desk/api/me");
  } catch {
    // A refusal has made it null; a server that does not answer is asked again.
    if (me.peek() === undefined) setTimeout(() => void whoAmI(), 2000);
  }
}
void whoAmI();
