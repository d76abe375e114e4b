// The console: the live board, the rules and what the guess learns, one stream for all.
import { lazy } from "./lazy";
import { useEffect } from "preact/hooks";
import { Bar } from "../kit/bar";
import { Icon } from "../kit/icon";
import { LiveRegions } from "../kit/say";
import { StaleBanner } from "../live/freshness";
import { goLive } from "../live/live";
import { Board } from "./board/board";
import { WhyDrawer } from "./why/drawer";
import { followAddress, page, view, type Page } from "./state";

/** The editor is large and wanted seldom: fetched when it is. */
const RulesPage = lazy(() => import("./rules/rules-page").then((found) => found.RulesPage));

const LessonsPage = lazy(() => import("./lessons/lessons-page").then((found) => found.LessonsPage));

const PAGES: { id: Page; says: string; icon: "board" | "rules" | "target" }[] = [
  { id: "board", says: "Board", icon: "board" },
  { id: "rules", says: "Rules", icon: "rules" },
  { id: "lessons", says: "Lessons", icon: "target" },
];

function openConsole(): () => void {
  const stops = [goLive("console", view), followAddress()];
  return () => {
    stops.forEach((stop) => stop());
    view.value = null;
  };
}

export function ConsolePage() {
  useEffect(openConsole, []);
  return (
    <div class="console">
      <Bar door="console" title="Console">
        <nav class="row" aria-label="Console">
          {PAGES.map(({ id, says, icon }) => (
            <button key={id} type="button" class="button on-bar nav" aria-current={page.value === id ? "page" : undefined} data-test={`go-${id}`} onClick={() => (page.value = id)}>
              <Icon name={icon} />
              {says}
            </button>
          ))}
        </nav>
      </Bar>
      <StaleBanner />
      <main class="console-main">
        {page.value === "rules" ? <RulesPage /> : page.value === "lessons" ? <LessonsPage /> : view.value ? <Board /> : <p class="starting" role="status">Fetching the board…</p>}
      </main>
      <WhyDrawer />
      <LiveRegions />
    </div>
  );
}
