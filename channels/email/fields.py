"""The fields that say which message this is: ids, subject, date. What is missing or wrong is a sentence."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from channels.email.encoded_words import decoded
from channels.email.headers import Headers
from channels.email.subjects import one_line

IDS_AT_MOST: Final = 1_000
SUBJECT_AT_MOST: Final = 2_000

_ID: Final = re.compile(r"<[^<>\s]{1,990}>")
_LOOSE_ID: Final = re.compile(r"[^\s<>]{1,990}@[^\s<>]{1,990}")
COMMENTS_DEEP: Final = 3
_ISO: Final = re.compile(r"\s*\d{4}-\d\d-\d\d[T ]")
_COMMENT: Final = re.compile(r"\([^()]*\)")
_SPACED: Final = re.compile(r"(\d) *: *(?=\d)")
_LEAP: Final = re.compile(r"(\d:\d\d:)60\b")
_THREE_DIGITS: Final = re.compile(r"([a-z]{3,9} )(\d{3})( \d{1,2}:)", re.IGNORECASE)


def message_id(headers: Headers) -> str:
    """The Message-ID with its brackets; "" when there is none."""
    return next(iter(_ids(headers.first("message-id"))), "")


def in_reply_to(headers: Headers) -> str:
    """The message that this one answers; "" when it says none."""
    return next(iter(_ids(headers.first("in-reply-to"))), "")


def references(headers: Headers) -> tuple[str, ...]:
    """The thread, oldest first, each once. What it answers stands last, also where References leaves it out."""
    known = [each for value in headers.every("references") for each in _ids(value)]
    return tuple(dict.fromkeys([*known, *_ids(headers.first("in-reply-to"))]))[-IDS_AT_MOST:]


def subject(headers: Headers) -> str:
    """The subject on one line, without control letters."""
    return one_line(decoded(headers.first("subject")[: SUBJECT_AT_MOST * 4]))[:SUBJECT_AT_MOST]


def date(headers: Headers) -> datetime | None:
    """When it says that it was written; a date without a zone is taken as UTC. None when it cannot be read."""
    value = headers.first("date")[:200]
    try:
        found = datetime.fromisoformat(value.strip()) if _ISO.match(value) else parsedate_to_datetime(_mended(value))
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _mended(value: str) -> str:
    """Without what the library stumbles over: spaces in the time, leap seconds, years of three digits (RFC 5322)."""
    for _ in range(COMMENTS_DEEP):
        value = _COMMENT.sub(" ", value)
    value = _SPACED.sub(r"\1:", value)
    value = _LEAP.sub(r"\g<1>59", value)
    return _THREE_DIGITS.sub(lambda found: f"{found[1]}{1900 + int(found[2])}{found[3]}", value)


def oddities(headers: Headers) -> list[str]:
    """What a reader should know about the envelope."""
    found: list[str] = []
    if not headers.first("from"):
        found.append("It does not say who it is from.")
    if not headers.first("message-id"):
        found.append("It has no Message-ID.")
    elif not message_id(headers):
        found.append("Its Message-ID cannot be read.")
    if date(headers) is None:
        found.append("Its date is missing or cannot be read.")
    repeated = [name for name in ("from", "subject", "message-id", "date") if len(headers.every(name)) > 1]
    if repeated:
        found.append(f"It has more than one {', '.join(repeated)}; the first counts.")
    return found


def _ids(value: str) -> list[str]:
    found = _ID.findall(value)
    return found or [f"<{each}>" for each in value.split() if _LOOSE_ID.fullmatch(each)]
