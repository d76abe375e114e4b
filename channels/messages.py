"""What the carrier tells of texts, and of whatever else it brings as it brings texts: its form read once, in our words.

Which channel it is stands before the number, as `whatsapp:`; a text's number stands alone. Source: CARRIER §2.5.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from channels.form import number, optional, required
from core.channel import Channel

Form = Mapping[str, str]
MEDIA_AT_MOST = 10
"""Twilio sends no more with one message."""
SCHEMES: Final[Mapping[str, Channel]] = {"": Channel.SMS, "whatsapp": Channel.WHATSAPP}
"""What stands before a number, and the channel that it means. Anything else is read as a text from nobody's number."""


def channel_of(address: str) -> Channel:
    """The channel on which an address of the carrier's is reached."""
    scheme, colon, _ = address.partition(":")
    return SCHEMES.get(scheme if colon else "", Channel.SMS)


def bare(address: str) -> str:
    """The number alone."""
    scheme, colon, rest = address.partition(":")
    return rest if colon and scheme in SCHEMES else address


class TextStatus(StrEnum):
    QUEUED = "queued"
    ACCEPTED = "accepted"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    CANCELED = "canceled"
    RECEIVING = "receiving"
    RECEIVED = "received"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A picture or file sent along; `url` needs our credentials."""

    url: str
    content_type: str

    @property
    def sid(self) -> str:
        """The carrier's own name for it."""
        return self.url.rstrip("/").rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place on the map that was sent: degrees (WGS 84), and what it is called, which may be empty."""

    lat: float
    lng: float
    named: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What a resident wrote. `from_` and `to` are as the carrier sent them; `body` may be empty when there is media.

    `name` is what they call themselves, and `spot` where they say it is, where the channel has such things: neither
    proves anything.
    """

    sid: str
    account_sid: str
    from_: str
    to: str
    body: str
    media: tuple[Media, ...] = ()
    segments: int = 1
    name: str | None = None
    spot: Spot | None = None
    raw: Form = field(default_factory=dict)

    @property
    def channel(self) -> Channel:
        return channel_of(self.from_)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChange:
    """One of ours moved on. `sender` is our own address, `to` the resident's, `error_code` Twilio's: all as they came.

    `told` is the carrier's own word for the `status`, which may be one that we do not know.
    """

    sid: str
    sender: str
    status: TextStatus
    error_code: int | None
    told: str = ""
    to: str = ""
    raw: Form = field(default_factory=dict)

    @property
    def channel(self) -> Channel:
        return channel_of(self.sender)


def stored(words: str) -> str:
    """Words as a database keeps them: PostgreSQL takes no NUL, which nobody sees."""
    return words.replace("\0", "")


def text(form: Form) -> Text:
    """What came in (`/sms/incoming`)."""
    media = range(min(number(form, "NumMedia") or 0, MEDIA_AT_MOST))
    return Text(
        sid=required(form, "MessageSid"),
        account_sid=required(form, "AccountSid"),
        from_=required(form, "From"),
        to=required(form, "To"),
        body=stored(form.get("Body", "")),
        media=tuple(
            Media(
                url=required(form, f"MediaUrl{n}"),
                content_type=optional(form, f"MediaContentType{n}") or "application/octet-stream",
            )
            for n in media
        ),
        segments=number(form, "NumSegments") or 1,
        raw=dict(form),
    )


def text_change(form: Form) -> TextChange:
    """A status callback of what we sent (`/sms/status`)."""
    status = form.get("MessageStatus") or form.get("SmsStatus") or ""
    return TextChange(
        sid=required(form, "MessageSid"),
        sender=form.get("From", ""),
        status=word(status),
        error_code=number(form, "ErrorCode"),
        told=status,
        to=form.get("To", ""),
        raw=dict(form),
    )


def word(status: str) -> TextStatus:
    """The carrier's word for a status as ours; UNKNOWN for one that it had not before."""
    return TextStatus(status) if status in set(TextStatus) else TextStatus.UNKNOWN
