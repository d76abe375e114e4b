// The desk: three columns on a wide screen, one at a time on a narrow one. Nothing here scrolls the page.
import { useEffect } from "preact/hooks";
import { Bar } from "../kit/bar";
import { above } from "../kit/dialog";
import { Icon } from "../kit/icon";
import { LiveRegions } from "../kit/say";
import { StaleBanner } from "../live/freshness";
import { goLive } from "../live/live";
import { liftPhone } from "../phone/switchhook";
import { AsideList } from "./aside-list";
import { raiseAlarms } from "./alarm";
import { BottomBar } from "./bottom-bar";
import { ContactPane } from "./contact";
import { InHandList } from "./in-hand";
import { askBeforeLeaving } from "./leaving";
import { KeysSheet } from "./keys-sheet";
import { MeCard } from "./me-card";
import { Notices } from "./notices";
import { Offers } from "./offers";
import { OffersAbove } from "./offers-above";
import { PersonPane } from "./person-pane";
import { listenForKeys } from "./pressing";
import { Queue } from "./queue";
import { allowSound } from "./ring";
import { watchForSilence } from "./silence";
import { WithoutOutcomeList } from "./without-outcome";
import { followContacts, inHand, keysSheet, open, ringOn, shown, view } from "./state";

/** Everything that runs as long as somebody is logged in here. */
function openDesk(): () => void {
  allowSound();
  above.value = OffersAbove;
  const stops = [goLive("desk", view), liftPhone(() => inHand.peek()), followContacts(), raiseAlarms(), listenForKeys(), askBeforeLeaving(), watchForSilence()];
  return () => {
    stops.reverse().forEach((stop) => stop());
    above.value = null;
    view.value = null;
    open.value = null;
  };
}

export function DeskPage() {
  useEffect(openDesk, []);
  const extra = [
    { id: "keys", label: "Keys…" },
    { id: "ring", label: ringOn.value ? "Switch the ring sound off" : "Switch the ring sound on" },
  ];
  const choose = (id: string) => (id === "keys" ? (keysSheet.value = true) : (ringOn.value = !ringOn.value));
  return (
    <div class="desk" data-shown={shown.value}>
      <Bar door="desk" title="Desk" extra={extra} choose={choose}>
        <button type="button" class="button on-bar square keys-button" aria-label="Keys" title="Keys (?)" onClick={() => (keysSheet.value = true)}>
          <Icon name="keys" />
        </button>
      </Bar>
      <div class="desk-banners">
        <StaleBanner />
        <Notices />
      </div>
      <main class="desk-columns">
        <aside class="column left scroll" aria-label="You and your queue">
          <MeCard />
          <Offers place="side" />
          <InHandList />
          <WithoutOutcomeList />
          <AsideList />
          <Queue />
        </aside>
        <section class="column middle" aria-label="The contact at hand">
          <ContactPane />
        </section>
        <aside class="column right" aria-label="The person and the case">
          <PersonPane />
        </aside>
      </main>
      <Offers place="sheet" />
      <BottomBar />
      <KeysSheet />
      <LiveRegions />
    </div>
  );
}
