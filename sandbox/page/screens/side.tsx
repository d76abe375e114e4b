// At the right of the handset on a desk: what is heard, the newest texts, and what the carrier did.
import * as model from "../model";
import { Deeds } from "./deeds";
import { Linked } from "./messages";
import { Transcript } from "./transcript";

const NEWEST = 2;
const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

function Texts() {
  const newest = model.texts.value.slice(-NEWEST);
  return (
    <section class="card texts" aria-labelledby="texts-title">
      <h2 id="texts-title">
        Texts
        {model.unread.value > 0 && <span class="count">{model.unread} new</span>}
      </h2>
      {newest.length ? (
        <ol>
          {newest.map((text) => (
            <li key={text.sid}>
              <b>
                {model.isMine(text) ? "You" : "Council"}
                {model.wayOf(text) === "whatsapp" && ", WhatsApp"}
              </b>
              <p>
                <Linked text={text.body} />
              </p>
              <time>{time.format(new Date(text.date_created))}</time>
            </li>
          ))}
        </ol>
      ) : (
        <p class="faint">None yet. Text the council instead of ringing, or wait for its answer.</p>
      )}
      <button type="button" class="plain" onClick={() => (model.tab.value = "messages")}>
        Open the messages
      </button>
    </section>
  );
}

export function Side() {
  return (
    <div class="side wide-only">
      <Transcript />
      <Texts />
      <Deeds />
    </div>
  );
}
