// What was read in a letter, for people to check against its pages; and why somebody has to look, if they have to.
import type { ContactView } from "../api/types";
import { Icon } from "../kit/icon";

const SHOWN: Record<string, string> = {
  date: "Dated",
  references: "Our reference",
  reference: "Reference, by the index",
  postcode: "Postcode",
  phone: "Telephone",
  email: "Email",
  covering: "In the email that brought it",
};

const REASONS: Record<string, string> = {
  blank: "Nothing stands on it.",
  few_words: "Hardly a word could be read.",
  handwriting: "It seems to be written by hand.",
  low_confidence: "It could not be read with certainty.",
  unknown_words: "Many of its words are in no dictionary.",
  dark: "A part of a page is black.",
  unread_ink: "Something is written on it, in pale ink perhaps, that could not be read.",
  page_not_read: "A page of it is damaged.",
  two_references: "Codes on it name two cases: it may be two letters.",
  doubtful_order: "A page of ours lies behind or between other pages: it may be the letters of two people.",
  another_begins: "A later page looks like the beginning of another letter.",
  two_on_a_page: "Somebody is greeted again below a signature: two letters may stand on one page.",
  unsure_postcode: "The writer’s postcode was hard to read: compare it with the page.",
  several_rows: "The bureau’s index has several lines for its file: it may be several letters.",
  encrypted: "The file is locked with a password.",
  too_large: "A page of it is far larger than a letter.",
  too_many_pages: "The file has too many pages.",
  too_heavy: "The file needed too much memory.",
  too_slow: "The file took too long to read.",
};

const HARD_TO_READ = "hard to read: compare it with the page";

const words = (value: unknown): string => (Array.isArray(value) ? value.join(", ") : String(value));

export function LetterFacts({ contact }: { contact: ContactView }) {
  const letter = (contact.facts["letter"] ?? {}) as Record<string, unknown>;
  // What whoever indexed it has put right stands in place of what was read.
  const read = { ...letter, ...((letter["theirs"] ?? {}) as Record<string, unknown>) };
  const unsure = (letter["unsure"] ?? []) as string[];
  const rows = Object.entries(SHOWN).filter(([name]) => read[name]);
  const reason = REASONS[String(read["reason"])];
  return (
    <section aria-label="What was read" data-test="letter-facts">
      {reason && (
        <p data-test="letter-reason">
          <Icon name="warn" /> Please check this letter. {reason}
        </p>
      )}
      {((read["warnings"] ?? []) as string[]).map((each) => (
        <p key={each} class="small">{each}</p>
      ))}
      {Boolean(read["duplicate"]) && <p>The same file came before: it may be a reminder.</p>}
      {rows.length > 0 && (
        <dl class="facts">
          {rows.map(([name, label]) => (
            <div key={name}>
              <dt class="label">{label}</dt>
              <dd>
                {words(read[name])}
                {unsure.includes(name) && <span class="small" data-test={`letter-unsure-${name}`}> ({HARD_TO_READ})</span>}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
