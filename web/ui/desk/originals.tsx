// What came with an earlier contact, as it came: played, looked at in a tab of its own, or saved.
import type { TimelineItem } from "../api/types";
import { Icon } from "../kit/icon";
import { Dangers } from "./documents";

type Original = NonNullable<TimelineItem["documents"]>[number];

const SOUND = /^audio\//;
/** What the server lets a browser show; anything else is only saved. */
const PICTURE = /^image\/(jpeg|png|gif|webp)$/;

/** A letter's own name is its place in a file, an email's is always the same: neither says what it is. */
export function called({ name, content_type: kind }: Original): string {
  if (name === "original.eml") return "The email as it came";
  if (/^\d+\.pdf$/.test(name)) return "The letter";
  return SOUND.test(kind) ? "The spoken message" : name;
}

/** The pages of a letter are in its PDF as well. */
export function worthALink(documents: readonly Original[]): Original[] {
  const letter = documents.some(({ name }) => /^\d+\.pdf$/.test(name));
  return documents.filter(({ name }) => !letter || !/^page-\d+\.jpg$/.test(name));
}

export function Originals({ contact, documents }: { contact: string; documents: readonly Original[] }) {
  return (
    <ul class="timeline-originals small">
      {worthALink(documents).map((each) => {
        const shown = SOUND.test(each.content_type) || PICTURE.test(each.content_type);
        const where = shown ? { target: "_blank", rel: "noopener" } : { download: each.name };
        return (
          <li key={each.id}>
            <a href={`/desk/api/contacts/${contact}/documents/${each.id}`} {...where} data-test="timeline-original">
              <Icon name="attach" />
              {called(each)}
            </a>
            <Dangers dangers={each.dangers} />
          </li>
        );
      })}
    </ul>
  );
}
