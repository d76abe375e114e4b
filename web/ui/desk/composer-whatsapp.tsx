// What stands beside a WhatsApp message while it is written: until when free words go, and what can be sent after that.
import { useEffect, useMemo } from "preact/hooks";
import type { ContactView, Texting } from "../api/types";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { Icon } from "../kit/icon";
import { onceKey, underKey } from "../kit/once";
import { secondsLeft, spoken, when } from "../kit/time";
import { refetch } from "./state";
import { reply } from "./verbs";

export const BY_WHATSAPP = "whatsapp";
const SOON_S = 3600;
/** By then the server says it too, and what goes instead. */
const SAID_MS = 1500;

/** Until when words of one's own go, and by what name they write: it is their own choice, and proves nothing. */
export function Window({ texting }: { texting: Texting }) {
  const left = secondsLeft(texting.until);
  return (
    <p class={`row small composer-about ${texting.until && left < SOON_S ? "bad" : "open"}`} data-test="whatsapp-window">
      <Icon name="clock" />
      <span>
        {texting.until && left > 0 && (
          <>
            You can write until {when(texting.until)}, <span class="num">{left < SOON_S ? spoken(left) : spoken(left - (left % 60))}</span> from now.{" "}
          </>
        )}
        {texting.name && <>They call themselves “{texting.name}” on WhatsApp.</>}
      </span>
    </p>
  );
}

/** The approved words, which cannot be changed: they ask the resident to write again. */
export function Offers({ contact }: { contact: ContactView }) {
  const act = useAct();
  const key = useMemo(() => ({ now: onceKey() }), [contact.id]);
  const offers = contact.texting.offers ?? [];
  const told = contact.texting.refused !== null;
  useEffect(() => {
    if (told) return;
    const asking = setTimeout(() => void refetch(), SAID_MS);
    return () => clearTimeout(asking);
  }, [told]);
  const send = (words: string) => async (): Promise<void> => {
    await underKey(key, (name) => reply(contact.id, words, name));
  };
  return (
    <>
      {offers.map((words) => (
        <div key={words} class="row composer-row" data-test="whatsapp-offer">
          <blockquote class="grow small composer-offer">{words}</blockquote>
          <ActButton act={act} work={send(words)} look="main" icon="send" test="whatsapp-offer-send">
            Send this
          </ActButton>
        </div>
      ))}
      <ActProblem act={act} />
    </>
  );
}
