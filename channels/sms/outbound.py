"""Texts that we send, and the carrier's own list of texts. Synchronous: the centre calls it in a thread."""

from dataclasses import dataclass
from datetime import datetime

from channels.carrier import Carrier, translated
from channels.phone.addresses import PATIENCE
from channels.sms.inbound import Media, TextStatus
from core.errors import InvalidInput

LONGEST = 1600
MEDIA_AT_MOST = 16 * 1024 * 1024
PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSummary:
    """A text as the carrier lists it. `inbound` is whether a resident sent it."""

    sid: str
    from_: str
    to: str
    body: str
    status: TextStatus
    inbound: bool
    sent_at: datetime | None
    media: int = 0


class SmsOutbound:
    """Every act on texts. Errors are those of `channels.carrier`: Unavailable, Refused or OutcomeUnknown."""

    def __init__(self, carrier: Carrier, *, public_url: str) -> None:
        self._carrier = carrier
        self.number = carrier.account.number
        self._status = f"{public_url.rstrip('/')}/sms/status{PATIENCE}"

    def send(self, to: str, body: str, *, reference: str = "") -> str:
        """Sends one text from the council's number; its sid. Never repeat it after OutcomeUnknown: look first.

        `reference` is our own name for it, which this carrier has no place for: see `sent_to`.
        """
        must_be_short(body)
        with translated(sending=True):
            message = self._carrier.client.messages.create(
                to=to, from_=self._carrier.account.number, body=body, status_callback=self._status
            )
        return str(message.sid)

    def find(self, reference: str) -> str | None:
        """Under which name whoever sends it has a text of ours; None where they do not know our names for them."""
        return None

    def recent(self, since: datetime) -> list[TextSummary]:
        """Every text from or to our number after `since`: what webhooks may have missed, and what did go out."""
        number = self._carrier.account.number
        with translated(sending=False):
            lists = (
                self._carrier.client.messages.list(to=number, date_sent_after=since, page_size=PAGE),
                self._carrier.client.messages.list(from_=number, date_sent_after=since, page_size=PAGE),
            )
        return [_summary(message) for several in lists for message in several]

    def sent_to(self, to: str, since: datetime) -> list[TextSummary]:
        """The last texts from our number to one resident, made after `since`, those among them that wait to be sent."""
        # A list by date of sending would leave out what the carrier still has queued.
        with translated(sending=False):
            listed = self._carrier.client.messages.list(to=to, from_=self.number, limit=PAGE, page_size=PAGE)
        return [each for each in map(_summary, listed) if each.sent_at is None or each.sent_at >= since]

    def media_of(self, sid: str) -> tuple[Media, ...]:
        """What came with a text, as the carrier lists it."""
        with translated(sending=False):
            listed = self._carrier.client.messages(sid).media.list()
        return tuple(
            Media(url=str(each.uri).removesuffix(".json"), content_type=str(each.content_type)) for each in listed
        )

    def media(self, url: str) -> tuple[bytes, str]:
        """A picture or file that came with a text, and its content type; Refused when it is larger than 16 MB."""
        return self._carrier.fetch(url, at_most=MEDIA_AT_MOST)


def must_be_short(body: str) -> None:
    """Raises InvalidInput for what is no text."""
    if not body.strip():
        raise InvalidInput("A text needs some words.", field="text")
    if len(body) > LONGEST:
        raise InvalidInput(f"The text is too long: {LONGEST:,} characters is the most.", field="text")


def _summary(message: object) -> TextSummary:
    return TextSummary(
        sid=str(getattr(message, "sid", "")),
        from_=str(getattr(message, "from_", "") or ""),
        to=str(getattr(message, "to", "") or ""),
        body=str(getattr(message, "body", "") or ""),
        status=_word(getattr(message, "status", "")),
        inbound=getattr(message, "direction", "") == "inbound",
        sent_at=getattr(message, "date_sent", None) or getattr(message, "date_created", None),
        media=int(getattr(message, "num_media", 0) or 0),
    )


def _word(word: str) -> TextStatus:
    return TextStatus(word) if word in set(TextStatus) else TextStatus.UNKNOWN
