// Reception's screen: a visitor gets a ticket on the left, who is here on the right.
import { useEffect } from "preact/hooks";
import { render } from "preact";
import { get, me } from "../api/http";
import type { Me } from "../api/types";
import { Bar } from "../kit/bar";
import { Icon } from "../kit/icon";
import { LiveRegions } from "../kit/say";
import { followTheme } from "../kit/theme";
import { StaleBanner } from "../live/freshness";
import { goLive } from "../live/live";
import { Login } from "../login/login";
import { view } from "./state";
import { PostForm } from "./post-form";
import { VisitForm } from "./visit-form";
import { GivenTicket, Visits } from "./visits";
import "../styles/base.css";
import "../styles/controls.css";
import "../styles/overlays.css";
import "../styles/bar.css";
import "./reception.css";

function Reception() {
  useEffect(() => goLive("reception", view), []);
  return (
    <div class="reception">
      <Bar door="reception" title="Front desk">
        <a class="button on-bar" href="/waiting-room" target="switchboard-waiting-room" data-test="open-waiting-room">
          <Icon name="board" />
          <span class="says">Waiting room</span>
        </a>
      </Bar>
      <StaleBanner />
      <main class="reception-columns">
        <div class="stack wide">
          <VisitForm />
          <PostForm />
        </div>
        <div class="stack wide">
          <GivenTicket />
          <Visits />
        </div>
      </main>
      <LiveRegions />
    </div>
  );
}

function Door() {
  if (me.value === undefined) return <p class="starting" role="status">Opening the front desk…</p>;
  return me.value ? <Reception key={me.value.account.id} /> : <Login door="reception" />;
}

async function whoAmI(): Promise<void> {
  try {
    me.value = await get<Me>("/reception/api/me");
  } catch {
    if (me.peek() === undefined) setTimeout(() => void whoAmI(), 2000);
  }
}

followTheme();
render(<Door />, document.getElementById("app")!);
void whoAmI();
