// Everything that passed between this person and the council, on every channel, newest first.
import type { TimelineItem } from "../api/types";
import { channelOf, Icon, type IconName } from "../kit/icon";
import { dayOf, timeOf } from "../kit/time";

const KINDS: Record<string, IconName> = { note: "note", referral: "refer", case: "case", place: "pin", document: "letter" };

function iconOf(item: TimelineItem): IconName {
  return KINDS[item.kind] ?? (item.channel ? channelOf(item.channel).icon : "info");
}

function headOf(item: TimelineItem): string {
  if (item.direction === "out") return `${item.author ?? "The council"} wrote`;
  if (item.direction === "note" || item.kind === "note") return `Note by ${item.author ?? "an agent"}`;
  if (item.kind === "message") return "They wrote";
  if (item.kind === "referral") return "Referred";
  return item.channel ? channelOf(item.channel).label : item.kind;
}

export function Timeline({ items, contact }: { items: TimelineItem[]; contact: string }) {
  const newest = [...items].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  let day = "";
  return (
    <section class="timeline" aria-label="Timeline" data-test="timeline">
      <h3 class="label">Everything so far</h3>
      {newest.length === 0 && <p class="small quiet">This is their first contact with us.</p>}
      <ol>
        {newest.map((item, index) => {
          const today = dayOf(item.at);
          const head = today === day ? null : (day = today);
          return (
            <li key={`${item.at} ${index}`} class={item.contact_id === contact ? "now" : ""}>
              {head && <p class="timeline-day label">{head}</p>}
              <div class="timeline-item">
                <span class="timeline-mark"><Icon name={iconOf(item)} /></span>
                <div class="grow">
                  <p class="small spread">
                    <strong class="clip">{headOf(item)}</strong>
                    <span class="num quiet">{timeOf(item.at)}</span>
                  </p>
                  {item.text && <p class="small">{item.text}</p>}
                </div>
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
