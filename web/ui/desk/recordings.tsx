// Spoken messages that came with a contact, to be played where they are read.
import type { ContactView } from "../api/types";
import { Icon } from "../kit/icon";

const SOUND = /^audio\//;

export function Recordings({ contact }: { contact: ContactView }) {
  const sounds = (contact.documents ?? []).filter(({ content_type }) => SOUND.test(content_type));
  if (sounds.length === 0) return null;
  return (
    <section class="recordings" aria-label="Spoken messages">
      {sounds.map(({ id }, place) => (
        <p key={id} class="row" data-test="recording">
          <Icon name="phone" />
          <audio
            controls
            preload="metadata"
            class="grow"
            src={`/desk/api/contacts/${contact.id}/documents/${id}`}
            aria-label={sounds.length > 1 ? `Spoken message ${place + 1}` : "Spoken message"}
          />
        </p>
      ))}
    </section>
  );
}
