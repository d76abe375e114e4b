// The threads with the council, as bubbles: texts, and WhatsApp where the council is there.
import { useEffect, useState } from "preact/hooks";
import { readThread, send, sendPicture, sendPlace } from "../actions";
import { Bubble, Picture, Pin, Send } from "../icons";
import * as model from "../model";
import { useAtEnd } from "./at-end";

const LINK = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/g;

/** The words with their addresses made into links; nothing else of a text is ever markup. */
export function Linked({ text }: { text: string }) {
  return (
    <>
      {text.split(LINK).map((part, place) =>
        place % 2 ? (
          <a key={place} href={part} target="_blank" rel="noopener noreferrer">
            {part.replace(/^https?:\/\//, "")}
          </a>
        ) : (
          part
        ),
      )}
    </>
  );
}

const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
const dayOf = (text: model.Text) => day.format(new Date(text.date_created));
/** Where the page itself may fetch what came with a text; the carrier's own addresses want a password. */
const picturesOf = (text: model.Text) =>
  text.media.flatMap((address) => {
    const sid = /\/Media\/(\w+)$/.exec(address)?.[1];
    return sid ? [`/sandbox/media/${sid}`] : [];
  });
const FAILED = new Set(["failed", "undelivered"]);

function One({ text, before }: { text: model.Text; before: model.Text | undefined }) {
  const mine = model.isMine(text);
  return (
    <>
      {(!before || dayOf(before) !== dayOf(text)) && <li class="day">{dayOf(text)}</li>}
      <li class={mine ? "bubble mine" : "bubble"}>
        <span class="sr">{mine ? "You wrote:" : "The council wrote:"}</span>
        {picturesOf(text).map((address) => (
          <img key={address} src={address} alt="The picture that was sent" />
        ))}
        {text.place?.label && <p>A place: {text.place.label}</p>}
        {text.body && (
          <p>
            <Linked text={text.body} />
          </p>
        )}
        <small>
          {time.format(new Date(text.date_created))}
          {FAILED.has(text.status) && " · not delivered"}
          {text.status === "read" && " · read"}
        </small>
      </li>
    </>
  );
}

export function Thread() {
  const texts = model.thread.value;
  const list = useAtEnd<HTMLOListElement>(texts.length);
  if (!texts.length) {
    return (
      <div class="empty">
        <Bubble size={40} />
        <p>No messages yet.</p>
        <p class="faint">Write to the council below. Its {model.way.value === "whatsapp" ? "messages" : "texts"} arrive here too.</p>
      </div>
    );
  }
  return (
    <ol class="thread" ref={list} aria-label="Messages" tabIndex={0}>
      {texts.map((text, place) => (
        <One key={text.sid} text={text} before={texts[place - 1]} />
      ))}
    </ol>
  );
}

export function Composer() {
  const [body, setBody] = useState("");
  const submit = async (event?: Event) => {
    event?.preventDefault();
    if (await send(body)) setBody("");
  };
  const picked = async ({ currentTarget }: { currentTarget: HTMLInputElement }) => {
    const picture = currentTarget.files?.[0];
    currentTarget.value = "";
    if (picture && (await sendPicture(picture, body))) setBody("");
  };
  return (
    <form class="composer" onSubmit={submit}>
      <label class="round small attach" title="Send a picture">
        <span class="sr">Send a picture</span>
        <input type="file" accept="image/*" onChange={picked} />
        <Picture />
      </label>
      {model.way.value === "whatsapp" && (
        <button type="button" class="round small attach" aria-label="Send a place" title="Send a place" onClick={() => void sendPlace()}>
          <Pin />
        </button>
      )}
      <label class="sr" for="text">{model.way.value === "whatsapp" ? "WhatsApp message to the council" : "Text to the council"}</label>
      <textarea
        id="text"
        rows={1}
        maxLength={1600}
        placeholder={model.way.value === "whatsapp" ? "WhatsApp message" : "Text message"}
        value={body}
        onInput={({ currentTarget }) => setBody(currentTarget.value)}
        onKeyDown={(event) => event.key === "Enter" && !event.shiftKey && void submit(event)}
      />
      <button type="submit" class="round small send" aria-label="Send" disabled={!body.trim()}>
        <Send />
      </button>
    </form>
  );
}

const WAYS: readonly { id: model.Way; label: string }[] = [
  { id: "text", label: "Texts" },
  { id: "whatsapp", label: "WhatsApp" },
];

function Ways() {
  return (
    <div class="ways" role="group" aria-label="Write by">
      {WAYS.map(({ id, label }) => (
        <button key={id} type="button" class="plain" aria-pressed={model.way.value === id ? "true" : "false"} onClick={() => (model.way.value = id)}>
          {label}
        </button>
      ))}
    </div>
  );
}

export function Messages() {
  useEffect(readThread, [model.thread.value]);
  return (
    <div class={`messages ${model.way.value}`}>
      <header class="bar">
        <h2>{model.council.value.name}</h2>
        {model.onWhatsApp.value && <Ways />}
      </header>
      <Thread />
      <Composer />
    </div>
  );
}
