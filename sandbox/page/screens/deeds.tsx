// What the carrier did: the webhooks that it sent, and what it refused to perform and why. Folded away until wanted.
import { useEffect, useState } from "preact/hooks";
import { carrier } from "../carrier";
import * as model from "../model";
import { notesOf } from "../notes";

const LOOK_MS = 2000;
const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

function useNotes(open: boolean): void {
  useEffect(() => {
    if (!open) return;
    const look = () =>
      document.hidden || Promise.all([carrier.webhooks(), carrier.problems()]).then(
        ([webhooks, problems]) => (model.notes.value = notesOf(webhooks, problems)),
        () => undefined,
      );
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [open]);
}

export function Deeds() {
  const [open, setOpen] = useState(false);
  useNotes(open);
  return (
    <details class="card deeds" open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>What the carrier did</summary>
      {model.notes.value.length ? (
        <ol tabIndex={0} aria-label="Webhooks and refusals, newest first">
          {model.notes.value.map((note) => (
            <li key={`${note.at} ${note.title} ${note.detail}`} class={note.bad ? "bad" : ""}>
              <time>{time.format(new Date(note.at))}</time>
              <p>
                <b>{note.title}</b> {note.detail}
              </p>
            </li>
          ))}
        </ol>
      ) : (
        <p class="faint">Nothing yet. Webhooks that the carrier sends, and documents that it refuses, are listed here with the reason.</p>
      )}
    </details>
  );
}
