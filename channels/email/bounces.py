"""Reports that a message did not arrive: by RFC 3464 where it is kept to, else by what flufl.bounce knows."""

import email
import logging
import re
from collections.abc import Iterator
from email.errors import MessageError
from typing import Final

from flufl.bounce import all_failures

from channels.email import fields
from channels.email.addresses import sender
from channels.email.automatic import ROBOTS
from channels.email.charsets import decode
from channels.email.encoded_words import decoded
from channels.email.headers import Headers, split
from channels.email.mail import NO_SUCH_ADDRESS, Bounce, BounceKind
from channels.email.subjects import one_line
from channels.email.tree import Part

logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)
"""Its detectors stumble over odd headers, say so with a traceback, and the next one is asked."""

READ_AT_MOST: Final = 200_000
"""Bytes of a report that are looked at for what it does not say in fields of its own."""
REASON_AT_MOST: Final = 500
AT_MOST: Final = 100
"""Recipients of one report."""

STATUS: Final = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
REPLY: Final = re.compile(r"\s*(?:[a-z ]{1,60}: )?([45])[0-7]\d[ -]\S", re.IGNORECASE)
"""What a mail server says to a command (RFC 5321 §4.2), without a status of RFC 3463."""
FULL_OR_TOO_LONG: Final = frozenset({"5.2.2", "5.2.3", "5.3.4"})
"""Said to be for good, but the address is right: a full mailbox, or a message too long for it."""
SAYS_NOTHING: Final = frozenset({"", "5.0.0"})
"""Statuses beside which the words count."""
NOBODY: Final = re.compile(
    r"\bno such (?:user|recipient|mailbox|address)\b|\b(?:user|recipient) unknown\b|\bunknown (?:user|recipient)\b"
    r"|\b(?:user|recipient|mailbox|address) (?:does not|doesn['’]t) exist\b"
    r"|\baddress (?:you entered )?(?:could not|couldn['’]t) be found\b|\bwasn['’]t found at\b",
    re.IGNORECASE,
)
FULL: Final = re.compile(r"\bmailbox is (?:currently |temporarily )?full\b|\bover (?:its )?quota\b", re.IGNORECASE)
EXCHANGE_SAYS_SO: Final = "x-ms-exchange-message-is-ndr"
EXCHANGE: Final = re.compile(
    r"^[ \t]*(?:delivery has failed to these recipients or (?:groups|distribution lists):"
    r"|your message to (?=\S+@\S+ (?:could not|couldn['’]t) be delivered))",
    re.IGNORECASE | re.MULTILINE,
)
"""How Exchange begins a report in prose; whom it did not reach stands behind it."""
EXCHANGE_NAMES_WITHIN: Final = 2_000
_ADDRESS: Final = re.compile(r"[^\s<>()\[\]:;,\"']{1,64}@[^\s<>()\[\]:;,\"']{1,255}")
FAILURES: Final = {"failed": BounceKind.HARD, "delayed": BounceKind.SOFT}
"""Actions of RFC 3464 §2.3.3; delivered, relayed and expanded are good news."""
_ID: Final = re.compile(r"^[ \t>]*Message-ID:\s*(<[^<>\s]{1,990}>)", re.IGNORECASE | re.MULTILINE)


def bounces(root: Part, raw: bytes) -> tuple[Bounce, ...]:
    """What did not arrive, one for each recipient, the worst first; empty when the message reports no failure."""
    reports = [
        each
        for each in root.every()
        if each.content_type in {"message/delivery-status", "message/global-delivery-status"}
    ]
    if not reports:
        return _of_prose(root, raw) if _may_be(root.headers) else ()
    original = _original(root, raw)
    found = sorted((each for report in reports for each in _of_report(report, original)), key=_how_bad)
    worst: dict[str, Bounce] = {}
    for each in found:
        worst.setdefault(each.recipient.lower(), each)
    return tuple(worst.values())


def _how_bad(bounce: Bounce) -> int:
    """0 for the worst: nothing can arrive there; then what did not arrive; then what is late."""
    return 2 if bounce.delayed else 1 if bounce.kind is BounceKind.SOFT else 0


def _of_report(report: Part, original: str) -> Iterator[Bounce]:
    """Each recipient of the report to whom it failed, or is late."""
    for group in _groups(report.decoded()[0]):
        action = next(iter(group.value("action").split()), "")
        status = STATUS.search(group.first("status"))
        kind = _kind(action, status[0] if status else "")
        recipient = _address(group.first("final-recipient") or group.first("original-recipient"))
        if kind is not None and (recipient or action):
            reason = _address(group.first("diagnostic-code")) or (status[0] if status else action)
            yield Bounce(
                recipient=_address(group.first("original-recipient")) or recipient,
                kind=kind,
                reason=one_line(decoded(reason))[:REASON_AT_MOST],
                original_message_id=original,
                delayed=action == "delayed",
                gone=kind is BounceKind.HARD and _is_gone(status[0] if status else "", reason),
            )


def _kind(action: str, status: str) -> BounceKind | None:
    """By the status where there is one: some systems call everything failed."""
    if action and action not in FAILURES:
        return None
    if status in FULL_OR_TOO_LONG or status.startswith("4"):
        return BounceKind.SOFT
    if status.startswith("5"):
        return BounceKind.HARD if action != "delayed" else BounceKind.SOFT
    return FAILURES.get(action)


def _is_gone(status: str, words: str) -> bool:
    if status not in SAYS_NOTHING:
        return bool(NO_SUCH_ADDRESS.search(status))
    said = STATUS.search(words)
    return bool(NO_SUCH_ADDRESS.search(said[0]) if said else NOBODY.search(words))


def _groups(content: bytes) -> list[Headers]:
    groups: list[Headers] = []
    for each in re.split(rb"(?:\r?\n){2,}", content.strip()[:READ_AT_MOST])[:AT_MOST]:
        groups.append(split(each)[0])
    return groups


def _address(value: str) -> str:
    """What stands after "rfc822;" or "smtp;"."""
    return value.split(";", 1)[-1].strip().strip("<>")


def _original(root: Part, raw: bytes) -> str:
    """The id of the message that did not arrive: from its copy in the report, else from the report's words."""
    for part in root.every():
        if part is not root and part.content_type in {"message/rfc822", "text/rfc822-headers", "message/global"}:
            found = fields.message_id(split(part.decoded()[0].lstrip())[0])
            if found:
                return found
    own = fields.message_id(root.headers)
    said = [each for each in _ID.findall(decode(raw[:READ_AT_MOST])) if each != own]
    return next(iter(said), fields.in_reply_to(root.headers))


def _may_be(headers: Headers) -> bool:
    address = sender(headers).address or headers.first("from").strip()
    return (
        bool(ROBOTS.match(address))
        or headers.first("return-path").replace(" ", "") == "<>"
        or bool(headers.first("x-failed-recipients"))
        or EXCHANGE_SAYS_SO in headers.names()
    )


def _of_prose(root: Part, raw: bytes) -> tuple[Bounce, ...]:
    """A report that is written for people. What each mail system writes is known to flufl.bounce."""
    soft, hard = _detected(raw[:READ_AT_MOST])
    if not soft and not hard:
        soft, hard = _of_exchange(root)
    # Exim and Gmail name the recipients in a field of their own.
    named = [each.strip() for each in root.headers.first("x-failed-recipients").split(",")[:AT_MOST] if each.strip()]
    recipients = list(dict.fromkeys([*hard, *named])) or soft
    line, status = _line_with_status(decode(raw[split(raw)[1] :][:READ_AT_MOST])) if recipients else ("", "")
    original = _original(root, raw) if recipients else ""
    return tuple(
        Bounce(
            recipient=each,
            kind=_kind("", status) or (BounceKind.HARD if hard or named else BounceKind.SOFT),
            reason=one_line(line)[:REASON_AT_MOST] or "The report gives no reason that could be read.",
            original_message_id=original,
            gone=bool(hard or named) and _is_gone(status, line or decode(raw[:READ_AT_MOST])),
        )
        for each in recipients[:AT_MOST]
    )


def _of_exchange(root: Part) -> tuple[list[str], list[str]]:
    """Whom Exchange's report in prose did not reach for now, and for good."""
    for part in root.every():
        words = decode(part.decoded()[0][:READ_AT_MOST]) if part.content_type == "text/plain" else ""
        found = EXCHANGE.search(words)
        if found:
            named: list[str] = []
            for line in words[found.end() : found.end() + EXCHANGE_NAMES_WITHIN].splitlines():
                if named and not _ADDRESS.search(line):
                    break
                named += _ADDRESS.findall(line)
            recipients = list(dict.fromkeys(named))[:AT_MOST]
            return (recipients, []) if FULL.search(words) else ([], recipients)
    return [], []


def _line_with_status(words: str) -> tuple[str, str]:
    """Where it says why: a line with a status, else one that begins as a mail server's refusal does."""
    lines = words.splitlines()
    for line in lines:
        found = STATUS.search(line)
        if found:
            return line.strip(), found[0]
    for line in lines:
        found = REPLY.match(line)
        if found:
            return line.strip(), f"{found[1]}.0.0"
    return "", ""


def _detected(raw: bytes) -> tuple[list[str], list[str]]:
    try:
        soft, hard = all_failures(email.message_from_bytes(raw))
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, IndexError, RecursionError):
        return [], []
    return _plain(soft), _plain(hard)


def _plain(found: frozenset[bytes]) -> list[str]:
    return sorted(decode(each) for each in found)
