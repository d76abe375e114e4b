// A letter of ours in the conversation and on the timeline: whom it went to, and its paper to be saved.
import type { ContactView, Message } from "../../api/types";
import { Icon } from "../../kit/icon";
import { details } from "../state";

/** Documents that are papers of ours, and not what the resident sent. */
export function oursOf(contact: ContactView): Set<string> {
  return new Set(contact.messages.flatMap(({ letter }) => letter?.document ?? []));
}

export function LetterLine({ message }: { message: Message }) {
  const letter = message.letter;
  const contact = details.value?.id;
  if (!letter) return null;
  return (
    <p class="small letter-line" data-test="letter-line">
      <Icon name="letter" />
      <span>
        <strong>{letter.subject}</strong>
        <br />
        Letter to {letter.to.join(", ")}, {letter.pages === 1 ? "one page" : `${letter.pages} pages`}
        {letter.document && (
          <>
            {" · "}
            <a href={`/desk/api/contacts/${contact}/documents/${letter.document}`} download={`${letter.subject}.pdf`} data-test="letter-paper">Save it as PDF</a>
          </>
        )}
      </span>
    </p>
  );
}
