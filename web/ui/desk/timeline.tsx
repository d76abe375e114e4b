// Everything that passed between this person and the council, on every channel, newest first.
import { me } from "../api/http";
import type { Message, TimelineItem } from "../api/types";
import { channelOf, Icon, type IconName } from "../kit/icon";
import { dayOf, timeOf } from "../kit/time";
import { authorOf, noteBy, writerOf } from "./author";
import { LetterLine } from "./letter/letter-line";
import { SOMEBODY } from "./same-person-words";
import { Originals } from "./originals";
import { Separate } from "./separate";
import { details, serviceOf } from "./state";

const KINDS: Record<string, IconName> = { note: "note", referral: "refer", outcome: "check", case: "case", place: "pin", document: "letter", merged: "people", separated: "people" };

function iconOf(item: TimelineItem): IconName {
  return KINDS[item.kind] ?? (item.channel ? channelOf(item.channel).icon : "info");
}

const by = (author: string | null): string => (author ? `, ${author}` : "");

/** What each kind is called; the kinds are the record's own. */
const HEADS: Record<string, (item: TimelineItem) => string> = {
  contact: (item) => `${item.channel ? channelOf(item.channel).label : "Contact"}${by(item.author)}`,
  outcome: (item) => `Ended${by(item.author)}`,
  message: (item) => (item.direction === "out" ? authorOf(item.author, "We wrote") : writerOf(item.author)),
  note: (item) => noteBy(item.author),
  referral: (item) => `Referred${by(item.author)}`,
  merged: (item) => `Merged with ${item.about ?? SOMEBODY}${by(item.author)}`,
  separated: (item) => `Separated from ${item.about ?? SOMEBODY}${by(item.author)}`,
};

function headOf(item: TimelineItem): string {
  return HEADS[item.kind]?.(item) ?? (item.channel ? channelOf(item.channel).label : item.kind);
}

/** The record speaks in ids; people are shown the labels. A referral's text is its service and the partner's number. */
function textOf(item: TimelineItem): string {
  const text = item.text ?? "";
  if (item.kind === "outcome") return me.value?.outcomes.find(({ id }) => id === text)?.label ?? ENDS[text] ?? text;
  const [first = "", ...rest] = text.split(" ");
  const service = item.kind === "contact" || item.kind === "referral" ? serviceOf(first) : null;
  return service ? [service.label, ...rest].join(" · ") : text;
}

/** The message of an item that is a letter of ours, when it is of the contact that is open. */
function letterOf(item: TimelineItem): Message | null {
  if (item.kind !== "message" || item.direction !== "out") return null;
  return details.value?.messages.find(({ letter, at, text }) => letter && at === item.at && text === item.text) ?? null;
}

const ENDS: Record<string, string> = {
  served: "Settled",
  referred: "Referred",
  abandoned: "Gave up waiting",
  voicemail: "Spoken message",
  out_of_hours: "Out of hours",
  merged: "Joined to another contact",
  withdrawn: "Withdrawn",
  to_call_back: "To be called back",
  no_outcome: "No outcome given",
};

export function Timeline({ items, contact, isCut = false }: { items: TimelineItem[]; contact: string; isCut?: boolean | undefined }) {
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
            <li key={item.merge ?? `${item.at} ${index}`} class={item.contact === contact ? "now" : ""}>
              {head && <p class="timeline-day label">{head}</p>}
              <div class="timeline-item">
                <span class="timeline-mark"><Icon name={iconOf(item)} /></span>
                <div class="grow">
                  <p class="small spread">
                    <strong class="clip">{headOf(item)}</strong>
                    <span class="num quiet">{timeOf(item.at)}</span>
                  </p>
                  {letterOf(item) ? <LetterLine message={letterOf(item)!} /> : item.text && <p class="small">{textOf(item)}</p>}
                  {item.documents && <Originals contact={contact} documents={item.documents} />}
                  {item.merge && <Separate item={item} contact={contact} />}
                </div>
              </div>
            </li>
          );
        })}
      </ol>
      {isCut && <p class="small quiet" data-test="timeline-cut">Earlier ones are not shown.</p>}
    </section>
  );
}
