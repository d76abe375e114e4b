// What came with a contact: spoken messages, to be played where they are read, pictures, and files to be saved.
import type { ContactView, Message } from "../api/types";
import { Icon } from "../kit/icon";
import { oursOf } from "./letter/letter-line";

const SOUND = /^audio\//;
/** What the server lets a browser show; anything else is only saved. */
const PICTURE = /^image\/(jpeg|png|gif|webp)$/;
const CARRIERS = /^(ME|MM|RE|page|scan)[-_ ]?[0-9a-f]+\b/i;
const PAPER = /^application\//;

const at = (contact: ContactView, document: string): string => `/desk/api/contacts/${contact.id}/documents/${document}`;

/** What a file might do, in words, right beside it: a colour alone would be missed. */
export function Dangers({ dangers = [] }: { dangers?: readonly string[] | undefined }) {
  return dangers.map((words) => (
    <span key={words} class="danger" data-test="danger">
      <Icon name="warn" />
      <span>May be dangerous: it {words}</span>
    </span>
  ));
}

/** `missing` is why one of them is not there. */
export function Recordings({ contact, missing = null }: { contact: ContactView; missing?: string | null | undefined }) {
  const sounds = (contact.documents ?? []).filter(({ content_type }) => SOUND.test(content_type));
  if (sounds.length === 0 && !missing) return null;
  return (
    <section class="recordings" aria-label="Spoken messages">
      {missing && (
        <p class="row small recording-missing" data-test="recording-missing">
          <Icon name="warn" />
          <span>What they said cannot be played: {missing}</span>
        </p>
      )}
      {sounds.map(({ id }, place) => (
        <p key={id} class="row" data-test="recording">
          <Icon name="voicemail" />
          <audio
            controls
            preload="metadata"
            class="grow"
            src={at(contact, id)}
            aria-label={sounds.length > 1 ? `Spoken message ${place + 1}` : "Spoken message"}
          />
        </p>
      ))}
    </section>
  );
}

/** A letter as one file that can be searched, beside the pictures of its pages. */
export function Papers({ contact }: { contact: ContactView }) {
  const papers = (contact.documents ?? []).filter(({ id, content_type }) => PAPER.test(content_type) && !oursOf(contact).has(id));
  return papers.map(({ id, name, dangers }) => (
    <p key={id} class="small">
      <a href={at(contact, id)} download={name} data-test="paper">
        Save the letter ({name})
      </a>
      <Dangers dangers={dangers} />
    </p>
  ));
}

/** What the resident called it; a carrier and a scanner give numbers, which say nothing. */
const named = (name: string | null | undefined): string => (name && /^[^.]*\p{L}{3}/u.test(name) && !CARRIERS.test(name) ? `: ${name}` : "");

/** Each opens in a tab of its own, in its full size. */
export function Pictures({ contact }: { contact: ContactView }) {
  const pictures = (contact.documents ?? []).filter(({ content_type }) => PICTURE.test(content_type));
  const missing = contact.not_kept ?? [];
  const what = contact.channel === "letter" ? "Page" : "Picture";
  if (pictures.length + missing.length === 0) return null;
  return (
    <section class="pictures" aria-label="Pictures">
      {pictures.map(({ id, name }, place) => (
        <a key={id} href={at(contact, id)} target="_blank" rel="noopener" title={name} data-test="picture">
          <img src={at(contact, id)} loading="lazy" alt={`${what} ${place + 1} from the resident${named(name)}`} />
          {named(name) && <span class="small clip">{name}</span>}
        </a>
      ))}
      {missing.map((why) => (
        <p key={why} class="small" data-test="picture-missing">
          A file that the resident sent is not here: {why}
        </p>
      ))}
    </section>
  );
}

/** What came with one message stands with it; an email as it came is behind its own button, and no attachment. */
export function partOf(contact: ContactView, message: Message): ContactView {
  const came = new Set(message.came);
  return { ...contact, not_kept: message.not_kept ?? [], documents: (contact.documents ?? []).filter(({ id }) => came.has(id)) };
}

/** What came with the contact and with no message of it that is known. */
export function loose(contact: ContactView): ContactView {
  const apart = new Set(contact.messages.flatMap(({ mail, came = [] }) => (mail?.original ? [mail.original, ...came] : came)));
  return { ...contact, documents: (contact.documents ?? []).filter(({ id }) => !apart.has(id)) };
}

/** A file that a stranger sent is saved, and never opened beside the desk. */
export function Files({ contact }: { contact: ContactView }) {
  const files = (contact.documents ?? []).filter(({ id, content_type }) => !SOUND.test(content_type) && !PICTURE.test(content_type) && !oursOf(contact).has(id));
  if (files.length === 0) return null;
  return (
    <section aria-label="Files">
      {files.map(({ id, name, size, dangers }) => (
        <p key={id} class="small">
          <a href={at(contact, id)} download={name} data-test="file">
            {name}
          </a>{" "}
          <span class="quiet num">{Math.ceil(size / 1024).toLocaleString("en-GB")} kB</span>
          <Dangers dangers={dangers} />
        </p>
      ))}
    </section>
  );
}
