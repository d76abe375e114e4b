"""Texts in and out: stored, told by webhook, answered by TwiML, delivered with their statuses.

A text in: kept; its opt-out word heeded; the app's address asked; each Message of its answer sent.
A text out: queued, sent, then delivered or not, as `fates` says for that number; each told by callback, but the first.
A message by WhatsApp is a text whose addresses say so: see `whatsapp` for what is different.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any, Final

import httpx

from sandbox.carrier.call import API_VERSION, places
from sandbox.carrier.callbacks import notify
from sandbox.carrier.deliver import Answer, Target, WebhookFailed
from sandbox.carrier.optout import REPLIES, OptOuts, Word, word
from sandbox.carrier.pages import Page, Source, Unusable, page_of_answer
from sandbox.carrier.pictures import Pictures, Sent
from sandbox.carrier.segments import segments
from sandbox.carrier.sids import Kind, new_sid
from sandbox.carrier.whatsapp import OUTSIDE, PLACE, bare, is_whatsapp, may_say, told_in, told_out
from sandbox.twiml import Element, Place, Refused

if TYPE_CHECKING:
    from sandbox.carrier.carrier import Carrier

KIND: Final = "text"
TRANSIT_S: Final = 0.2
COOKIES_S: Final = 4 * 3600
REDIRECTS: Final = 10
Text = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of texts to a number: delivered, undelivered, failed, or sent (and nothing more is known)."""

    status: str = "delivered"
    error_code: int | None = None


class Texts:
    """The account's messages; all are in the store."""

    def __init__(self, carrier: "Carrier") -> None:
        self._carrier = carrier
        self._store = carrier.store
        self._jars: dict[tuple[str, str], tuple[float, httpx.Cookies]] = {}
        self.pictures = Pictures(carrier)
        self.opted_out = OptOuts(carrier.store)
        self.fates: dict[str, Fate] = {}

    # -- in

    def receive(
        self, sender: str, to: str, body: str, media: Sequence[str] = (), files: Sequence[Sent] = (), **more: str
    ) -> Text:
        """A person texts the account's number: `media` are addresses elsewhere, `files` are kept and served here.

        By WhatsApp they have a `profile` name, and may press a `button`, or send a place: `latitude`, `longitude`, and
        its `label` and `address` if it has them.
        """
        text = self._new(sender, to, body, "inbound", "received", media=list(media), files=files, **more)
        self._tell(sender, text)
        self._carrier.background(self._pass_on(text))
        return text

    async def _pass_on(self, text: Text) -> None:
        meaning, by_whatsapp = word(text["body"]), is_whatsapp(text["to"])
        # Its own answers, and its own list of who has opted out, are of long numbers' texts alone.
        if not by_whatsapp and self.opted_out.heed(meaning, text["from"], text["to"]):
            self._reply_as_carrier(text, meaning)
        account, where = self._carrier.account, self._carrier.account.addresses
        source = Source(url=account.whatsapp_url if by_whatsapp else where.sms_url, method=where.sms_method)
        fallback = Source(url=where.sms_fallback_url, method=where.sms_fallback_method)
        try:
            await self._perform(text, source)
        except Unusable as failed:
            self._carrier.problems.add(failed.code, str(failed), url=failed.url, sid=text["sid"])
            if fallback.url:
                await self._fall_back(text, fallback)

    async def _fall_back(self, text: Text, fallback: Source) -> None:
        try:
            await self._perform(text, fallback)
        except Unusable as failed:
            self._carrier.problems.add(failed.code, str(failed), url=failed.url, sid=text["sid"])

    async def _perform(self, text: Text, source: Source) -> None:
        """Asks, answers with each Message, follows Redirects. Raises Unusable."""
        for _ in range(REDIRECTS):
            page = await self._read(text, source)
            following: Source | None = None
            for verb in page.verbs:
                if verb.name == "Redirect":
                    following = Source(url=page.link(verb.text), method=verb.get("method", "POST"))
                    break
                self._answer(text, verb, page)
            if following is None:
                return
            source = following

    async def _read(self, text: Text, source: Source) -> Page:
        try:
            answer = await self._carrier.webhooks.send(
                source.target, list(_told_in(text).items()), jar=self._jar(text), voice=False
            )
            return _reply_page(answer, source)
        except WebhookFailed as failed:
            raise Unusable(failed.code, str(failed), source.url) from failed
        except Refused as refused:
            raise Unusable(refused.code, str(refused), source.url) from refused

    def _jar(self, text: Text) -> httpx.Cookies:
        """Kept for four hours for a pair of numbers."""
        pair, now = (text["from"], text["to"]), self._carrier.clock.seconds()
        made, jar = self._jars.get(pair, (now, httpx.Cookies()))
        if now - made > COOKIES_S:
            made, jar = now, httpx.Cookies()
        self._jars[pair] = (made, jar)
        return jar

    def _answer(self, text: Text, verb: Element, page: Page) -> None:
        body = next((child.text for child in verb.children if child.name == "Body"), verb.text)
        callback = verb.get("statusCallback") or verb.get("action")
        self.send(
            sender=verb.get("from", text["to"]),
            to=verb.get("to", text["from"]),
            body=body,
            direction="outbound-reply",
            callback=page.link(callback) if callback else "",
        )

    def _reply_as_carrier(self, text: Text, meaning: Word) -> None:
        reply = self._new(text["to"], text["from"], REPLIES[meaning], "outbound-reply", "delivered", by="carrier")
        self._tell(reply["to"], reply)

    # -- out

    def send(
        self,
        *,
        sender: str,
        to: str,
        body: str,
        direction: str = "outbound-api",
        callback: str = "",
        template: str = "",
    ) -> Text:
        """Queued; the rest happens by itself."""
        text = self._new(sender, to, body, direction, "queued", callback=callback, template=template)
        self._carrier.background(self._deliver(text))
        return text

    async def _deliver(self, text: Text) -> None:
        fate = self.fates.get(bare(text["to"]), Fate())
        if is_whatsapp(text["to"]) and not may_say(text, self._store.all(KIND), self._carrier.clock.now()):
            fate = Fate("failed", OUTSIDE)
        if (text["to"], text["from"]) in self.opted_out:
            fate = Fate("failed", 21610)
        await self._carrier.clock.sleep(TRANSIT_S)
        if fate.status == "failed":
            self._become(text, fate)
            return
        self._become(text, Fate("sent"))
        if fate.status == "delivered":
            self._tell(text["to"], text)
        if fate.status != "sent":
            await self._carrier.clock.sleep(TRANSIT_S)
            self._become(text, fate)
        if is_whatsapp(text["to"]) and fate.status == "delivered":
            # Now their phone may say that they have read it.
            self._tell(text["to"], text)

    def read(self, sid: str) -> Text | None:
        """A person has read a message by WhatsApp; None when there is no such, or it has not arrived."""
        text = self.get(sid)
        if text is None or not is_whatsapp(text["to"]) or text["status"] not in ("delivered", "read"):
            return None
        if text["status"] == "delivered":
            self._become(text, Fate("read"))
        return text

    def _tell(self, address: str, text: Text) -> None:
        self._carrier.phones.tell(bare(address), {"type": "text", "text": text})

    def _become(self, text: Text, fate: Fate) -> None:
        text |= {"status": fate.status, "error_code": fate.error_code, "date_updated": self._now()}
        if fate.status == "sent":
            text["date_sent"] = self._now()
        self._store.put(KIND, text["sid"], text)
        if text["callback"]:
            target = Target(url=text["callback"])
            notify(self._carrier, target, _told_out(text), sid=text["sid"], voice=False)

    # -- kept

    def get(self, sid: str) -> Text | None:
        return self._store.get(KIND, sid)

    def all(self) -> list[Text]:
        """Newest first."""
        return list(reversed(self._store.all(KIND)))

    def of(self, number: str) -> list[Text]:
        """A person's conversation, oldest first, as their phone shows it."""
        return [text for text in self._store.all(KIND) if number in (bare(text["from"]), bare(text["to"]))]

    def _new(self, sender: str, to: str, body: str, direction: str, status: str, **more: Any) -> Text:
        files: Sequence[Sent] = more.get("files", ())
        media: list[str] = more.get("media", [])
        sid = new_sid(Kind.MEDIA_MESSAGE if media or files else Kind.MESSAGE)
        text: Text = {
            "sid": sid,
            "account_sid": self._carrier.account.sid,
            "from": sender,
            "to": to,
            "body": body,
            "direction": direction,
            "status": status,
            "num_segments": str(segments(body)),
            "media": [*media, *(self.pictures.keep(sid, each) for each in files)],
            "media_types": [*(_media_type(each) for each in media), *(each.content_type for each in files)],
            "date_created": self._now(),
            "date_updated": self._now(),
            "date_sent": self._now() if direction == "inbound" else None,
            "error_code": None,
            "callback": more.get("callback", ""),
            "by": more.get("by", ""),
            "profile": more.get("profile", ""),
            "button": more.get("button", ""),
            "place": {name: more[name] for name in PLACE if more.get(name)},
            "template": more.get("template", ""),
        }
        self._store.put(KIND, text["sid"], text)
        return text

    def _now(self) -> str:
        return format_datetime(self._carrier.clock.now())


def _told_in(text: Text) -> dict[str, str]:
    said = {
        "MessageSid": text["sid"],
        "SmsSid": text["sid"],
        "SmsMessageSid": text["sid"],
        "AccountSid": text["account_sid"],
        "From": text["from"],
        "To": text["to"],
        "Body": text["body"],
        "NumMedia": str(len(text["media"])),
        "NumSegments": text["num_segments"],
        "SmsStatus": "received",
        "ApiVersion": API_VERSION,
        **(told_in(text) if is_whatsapp(text["to"]) else _places(text)),
    }
    for position, (url, kind) in enumerate(zip(text["media"], text["media_types"], strict=True)):
        said |= {f"MediaUrl{position}": url, f"MediaContentType{position}": kind}
    return said


def _places(text: Text) -> dict[str, str]:
    return {name: value for name, value in places(text["from"], text["to"]).items() if not name.startswith("Call")}


def _told_out(text: Text) -> dict[str, str]:
    said = {
        "MessageSid": text["sid"],
        "MessageStatus": text["status"],
        "SmsSid": text["sid"],
        "SmsStatus": text["status"],
        "To": text["to"],
        "From": text["from"],
        "AccountSid": text["account_sid"],
        "ApiVersion": API_VERSION,
        **(told_out(text) if is_whatsapp(text["to"]) else {}),
    }
    return said | ({"ErrorCode": str(text["error_code"])} if text["error_code"] else {})


def _media_type(url: str) -> str:
    endings = {"png": "image/png", "gif": "image/gif", "pdf": "application/pdf", "mp4": "video/mp4"}
    return endings.get(url.rsplit(".", 1)[-1].lower(), "image/jpeg")


def _reply_page(answer: Answer, source: Source) -> Page:
    """An empty answer is no reply; plain words are the reply."""
    if not answer.body.strip():
        return Page(verbs=(), url=answer.url)
    if answer.content_type == "text/plain":
        return Page(verbs=(Element("Message", words=answer.body.decode(errors="replace")),), url=answer.url)
    return page_of_answer(answer, source, Place.TEXT)
