"""Texts that we send, and whatever else leaves by the carrier as texts do; and the carrier's own list of both.

Synchronous: the centre calls it in a thread.
"""

from dataclasses import dataclass
from datetime import datetime

from channels.carrier import Carrier, translated
from channels.messages import Media, Text, TextStatus, channel_of, stored, word
from channels.phone.addresses import PATIENCE
from core.channel import Channel
from core.errors import InvalidInput, NotFound

LONGEST = 1600
TOO_LONG = "The text is too long: {longest:,} characters is the most. It has {has:,}."
MEDIA_AT_MOST = 16 * 1024 * 1024
PAGE = 200
NOT_LISTED = (
    "(a place on the map, or a button that was pressed: we heard of it late, and cannot see which. Please ask.)"
)
"""Of a WhatsApp message the carrier's list has the words and the files, and nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSummary:
    """A message as the carrier lists it. `inbound` is whether a resident sent it; `error_code` is the carrier's."""

    sid: str
    from_: str
    to: str
    body: str
    status: TextStatus
    inbound: bool
    sent_at: datetime | None
    media: int = 0
    error_code: int | None = None


class MessagesOutbound:
    """Every act on one channel's messages. Errors are those of `channels.carrier`: Unavailable, Refused or
    OutcomeUnknown.

    `sender` is our own address there, with its scheme; numbers of residents are given in E.164, without one.
    """

    warning = ""
    """What whoever writes should know of the way on which it goes; empty when there is nothing."""

    longest = LONGEST
    """Characters of one message at most."""

    def __init__(self, carrier: Carrier, *, number: str, status_url: str, scheme: str = "") -> None:
        self._carrier = carrier
        self._scheme = scheme
        self.sender = self._address(number)
        self._status = f"{status_url}{PATIENCE}"

    def send(self, to: str, body: str, *, reference: str = "", template: str = "") -> str:
        """Sends one message; its sid. Never repeat it after OutcomeUnknown: look first.

        `reference` is our own name for it, which this carrier has no place for: see `sent_to`. `template` is the
        carrier's name of approved words, sent in place of `body`, which are the same.
        """
        must_be_short(body, self.longest)
        what = {"content_sid": template} if template else {"body": body}
        with translated(sending=True):
            message = self._carrier.client.messages.create(
                to=self._address(to), from_=self.sender, status_callback=self._status, **what
            )
        return str(message.sid)

    def find(self, reference: str) -> str | None:
        """Under which name whoever sends it has a message of ours; None where they do not know our names for them."""
        return None

    def recent(self, since: datetime) -> list[TextSummary]:
        """All from or to our address after `since`: what webhooks may have missed, and what did go out."""
        with translated(sending=False):
            lists = (
                self._carrier.client.messages.list(to=self.sender, date_sent_after=since, page_size=PAGE),
                self._carrier.client.messages.list(from_=self.sender, date_sent_after=since, page_size=PAGE),
            )
        return [_summary(message) for several in lists for message in several]

    def sent_to(self, to: str, since: datetime) -> list[TextSummary]:
        """The last from our address to one resident, made after `since`, those among them that wait to be sent."""
        # A list by date of sending would leave out what the carrier still has queued.
        with translated(sending=False):
            listed = self._carrier.client.messages.list(
                to=self._address(to), from_=self.sender, limit=PAGE, page_size=PAGE
            )
        return [each for each in map(_summary, listed) if each.sent_at is None or each.sent_at >= since]

    def look(self, sid: str) -> TextSummary | None:
        """One message by its sid; None when the carrier does not keep it any more."""
        try:
            with translated(sending=False):
                return _summary(self._carrier.client.messages(sid).fetch())
        except NotFound:
            return None

    def media_of(self, sid: str) -> tuple[Media, ...]:
        """What came with a message, as the carrier lists it."""
        with translated(sending=False):
            listed = self._carrier.client.messages(sid).media.list()
        return tuple(
            Media(url=str(each.uri).removesuffix(".json"), content_type=str(each.content_type)) for each in listed
        )

    def media(self, url: str) -> tuple[bytes, str]:
        """A picture or file that came along, and its content type; Refused when it is larger than 16 MB."""
        return self._carrier.fetch(url, at_most=MEDIA_AT_MOST)

    def _address(self, number: str) -> str:
        return f"{self._scheme}:{number}" if self._scheme else number


def listed_text(summary: TextSummary, media: tuple[Media, ...]) -> Text:
    """What a resident wrote, by the carrier's list, which says less than its webhook did."""
    wordless = not summary.body.strip() and not media and not summary.media
    body = NOT_LISTED if wordless and channel_of(summary.from_) is Channel.WHATSAPP else summary.body
    return Text(sid=summary.sid, account_sid="", from_=summary.from_, to=summary.to, body=body, media=media)


def must_be_short(body: str, longest: int = LONGEST) -> None:
    """Raises InvalidInput for what is no text."""
    if not body.strip():
        raise InvalidInput("A text needs some words.", field="text")
    if len(body) > longest:
        raise InvalidInput(TOO_LONG.format(longest=longest, has=len(body)), field="text")


def _summary(message: object) -> TextSummary:
    return TextSummary(
        sid=str(getattr(message, "sid", "")),
        from_=str(getattr(message, "from_", "") or ""),
        to=str(getattr(message, "to", "") or ""),
        body=stored(str(getattr(message, "body", "") or "")),
        status=word(str(getattr(message, "status", ""))),
        inbound=getattr(message, "direction", "") == "inbound",
        sent_at=getattr(message, "date_sent", None) or getattr(message, "date_created", None),
        media=int(getattr(message, "num_media", 0) or 0),
        error_code=int(getattr(message, "error_code", 0) or 0) or None,
    )
