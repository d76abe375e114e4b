// The handset itself: its frame, its status line, its four tabs.
import type { ComponentChildren } from "preact";
import { Bubble, Ear, Keys, Person } from "../icons";
import * as model from "../model";
import { BusyDayCard } from "./busyday";
import { Deeds } from "./deeds";
import { Dialler } from "./dialler";
import { InCall } from "./incall";
import { Incoming } from "./incoming";
import { Messages } from "./messages";
import { Residents } from "./residents";
import { StatusLine } from "./status";
import { Transcript } from "./transcript";

const TABS: readonly { id: model.Tab; label: string; icon: () => ComponentChildren; narrow?: boolean }[] = [
  { id: "phone", label: "Phone", icon: Keys },
  { id: "messages", label: "Messages", icon: () => <Bubble /> },
  { id: "heard", label: "Heard", icon: Ear, narrow: true },
  { id: "more", label: "More", icon: Person, narrow: true },
];

function Tabs() {
  return (
    <nav class="tabs" aria-label="The phone’s screens">
      {TABS.map(({ id, label, icon: Icon, narrow }) => (
        <button key={id} type="button" class={narrow ? "tab narrow-only" : "tab"} aria-current={model.tab.value === id ? "page" : undefined} onClick={() => (model.tab.value = id)}>
          <span class="tab-icon">
            <Icon />
            {id === "messages" && model.unread.value > 0 && (
              <b class="badge">
                {model.unread}
                <span class="sr"> unread</span>
              </b>
            )}
          </span>
          {label}
        </button>
      ))}
    </nav>
  );
}

function More() {
  return (
    <div class="more">
      <Residents />
      <BusyDayCard />
      <Deeds />
    </div>
  );
}

function Screen() {
  if (model.tab.value === "messages") return <Messages />;
  if (model.tab.value === "heard") return <Transcript />;
  if (model.tab.value === "more") return <More />;
  if (model.phase.value === "incoming") return <Incoming />;
  return model.call.value ? <InCall /> : <Dialler />;
}

function Trouble() {
  if (!model.trouble.value) return null;
  return (
    <div class="trouble" role="alert">
      <p>{model.trouble}</p>
      <button type="button" class="link" onClick={() => (model.trouble.value = "")}>
        Dismiss
      </button>
    </div>
  );
}

export function Handset() {
  const lit = model.tab.value === "phone" && model.call.value !== null;
  return (
    <main class="handset" aria-label={`${model.resident.value.name}’s phone`}>
      <div class={lit ? "screen lit" : "screen"}>
        <StatusLine />
        <div role="status">{model.link.value === "offline" && <p class="offline">No service. Trying to reach the network again…</p>}</div>
        <Trouble />
        <Screen />
        <Tabs />
      </div>
    </main>
  );
}
