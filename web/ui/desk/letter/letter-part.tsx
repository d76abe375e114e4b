// What the composer has of letters: the button that opens one, and for ten seconds the way to take one back.
import { useSignal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import type { ContactView } from "../../api/types";
import { ActButton, ActProblem, useAct } from "../../kit/act";
import { Dialog } from "../../kit/dialog";
import { Icon } from "../../kit/icon";
import { onceKey, type OnceKey } from "../../kit/once";
import { secondsLeft } from "../../kit/time";
import { takeBack } from "../verbs";
import { again, keepLetter } from "./draft";
import { LetterForm } from "./letter-form";

export function LetterPart({ contact }: { contact: ContactView | null }) {
  const open = useSignal<"new" | "again" | null>(null);
  const opener = useRef<HTMLButtonElement>(null);
  // One key a letter, whether or not its form is open: a send that is tried again after a lost answer is one letter.
  const sending = useMemo(() => ({ now: onceKey() }), [contact?.id]);
  if (!contact) return null;
  const close = () => (open.value = null);
  /** The button that took it back goes; once the dialog is closed, the focus is here. */
  const again = () => {
    opener.current?.focus();
    open.value = "again";
  };
  return (
    <>
      <button type="button" ref={opener} class="composer-kind" data-test="letter-open" onClick={() => (open.value = "new")}>
        <Icon name="letter" />
        {contact.channel === "letter" ? "Reply by letter…" : "By letter…"}
      </button>
      <LetterUndo contact={contact} sending={sending} back={again} />
      <Dialog title="A letter" open={open.value !== null} close={close} wide test="letter-dialog" first={open.value === "again" ? '[data-test="letter-text"]' : undefined}>
        <LetterForm contact={contact} sending={sending} done={close} />
      </Dialog>
    </>
  );
}

function LetterUndo({ contact, sending, back }: { contact: ContactView; sending: OnceKey; back: () => void }) {
  const act = useAct();
  const last = contact.messages.findLast(({ undo_until: until, letter }) => until && letter);
  const left = secondsLeft(last?.undo_until);
  if (!last || left <= 0) return <ActProblem act={act} />;
  const undo = async (): Promise<void> => {
    await takeBack(contact.id, last.id);
    keepLetter(contact.id, again(last));
    // What was taken back is not what goes out next, even if its words are the same.
    sending.now = onceKey();
    back();
  };
  return (
    <p class="row small letter-undo">
      <span role="timer" class="num">The letter goes out in {left} s</span>
      <ActButton act={act} work={undo} look="tight" test="letter-undo">Undo</ActButton>
      <ActProblem act={act} />
    </p>
  );
}
