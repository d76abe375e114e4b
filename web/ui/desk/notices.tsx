// What the agent must know beyond the contact at hand: a text that was not delivered, a referral that was refused.
import { useSignal } from "@preact/signals";
import { Icon } from "../kit/icon";
import { when } from "../kit/time";
import { dismissed, inHand, look, notices, offers } from "./state";

const FIRST = 3;

/** To the contact that a notice is about: to what is in hand, or to where it rings again. */
function Leads({ contact }: { contact: string }) {
  const held = inHand.value.some((each) => each.contact === contact);
  if (!held && !offers.value.some((each) => each.contact === contact)) return null;
  const ringing = (): void => document.querySelector<HTMLElement>(`[data-test="offer"][data-contact="${contact}"] [data-test="offer-accept"]`)?.focus();
  return (
    <button type="button" class="button tight" data-test="notice-show" onClick={() => (held ? look(contact) : ringing())}>
      {held ? "Show" : "It rings again"}
    </button>
  );
}

export function Notices() {
  const all = useSignal(false);
  const more = notices.value.length - FIRST;
  const drop = (id: string) => (dismissed.value = new Set([...dismissed.value, id]));
  return (
    <div class="notices" role="status" aria-label="Notices">
      {(all.value ? notices.value : notices.value.slice(0, FIRST)).map((notice) => (
        <div key={notice.id} class={`banner ${notice.level === "bad" || notice.level === "error" ? "bad" : ""}`} data-test="notice">
          <Icon name={notice.level === "info" ? "info" : "warn"} />
          <span class="grow">
            {notice.text} <span class="small num">{when(notice.at)}</span>
          </span>
          {notice.contact && <Leads contact={notice.contact} />}
          <button type="button" class="button ghost square" aria-label="Dismiss this notice" onClick={() => drop(notice.id)}>
            <Icon name="cross" />
          </button>
        </div>
      ))}
      {more > 0 && (
        <button type="button" class="button ghost tight" aria-expanded={all.value ? "true" : "false"} data-test="notices-more" onClick={() => (all.value = !all.value)}>
          {all.value ? "Show fewer" : `and ${more} more`}
        </button>
      )}
    </div>
  );
}
