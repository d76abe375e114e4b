// On a narrow screen: which of the three columns is shown. The first says in every column whether contacts come.
import { channelOf, Icon, type IconName } from "../kit/icon";
import { stateWords } from "./me-card";
import { inHand, openInHand, shown, view } from "./state";

type Part = typeof shown.value;

function Tab({ id, icon, says, look, waiting = 0 }: { id: Part; icon: IconName; says: string; look?: string; waiting?: number }) {
  return (
    <button type="button" class={look} aria-current={shown.value === id ? "page" : undefined} data-test={`show-${id}`} onClick={() => (shown.value = id)}>
      <Icon name={icon} />
      <span>{says}</span>
      {waiting > 0 && <span class="badge accent">{waiting}</span>}
    </button>
  );
}

export function BottomBar() {
  const mine = view.value?.me;
  const isReady = mine?.state === "ready";
  return (
    <nav class="bottom-bar" aria-label="Parts of the desk">
      <Tab id="queue" icon={isReady ? "people" : "cup"} says={mine ? `You: ${isReady && inHand.value.length ? "helping" : stateWords(mine.state, null).toLowerCase()}` : "You and queue"} look={mine && !isReady ? "not-ready" : ""} />
      <Tab id="contact" icon={openInHand.value ? channelOf(openInHand.value.channel).icon : "phone"} says="Contact" waiting={inHand.value.length} />
      <Tab id="person" icon="person" says="Person" />
    </nav>
  );
}
