"""What the carrier tells us about texts: its form parameters read once, into our words. Source: CARRIER §2.5."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from channels.form import number, optional, required

Form = Mapping[str, str]
MEDIA_AT_MOST = 10
"""Twilio sends no more with one message."""


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
class Text:
    """A text from a resident. `from_` is as the carrier sent it; `body` may be empty when there is media."""

    sid: str
    account_sid: str
    from_: str
    to: str
    body: str
    media: tuple[Media, ...] = ()
    segments: int = 1
    raw: Form = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChange:
    """One of our texts moved on. `error_code` is Twilio's, kept as it is."""

    sid: str
    status: TextStatus
    error_code: int | None
    raw: Form = field(default_factory=dict)


def text(form: Form) -> Text:
    """A text that came in (`/sms/incoming`)."""
    media = range(min(number(form, "NumMedia") or 0, MEDIA_AT_MOST))
    return Text(
        sid=required(form, "MessageSid"),
        account_sid=required(form, "AccountSid"),
        from_=required(form, "From"),
        to=required(form, "To"),
        body=form.get("Body", ""),
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
    """A status callback of a text we sent (`/sms/status`)."""
    status = form.get("MessageStatus") or form.get("SmsStatus") or ""
    return TextChange(
        sid=required(form, "MessageSid"),
        status=TextStatus(status) if status in set(TextStatus) else TextStatus.UNKNOWN,
        error_code=number(form, "ErrorCode"),
        raw=dict(form),
    )


READERS = {"incoming": text, "status": text_change}
"""What reads each request under /sms/."""
