"""Envelopes of emails, in and out: who wrote to whom, by which id, in answer to what. Their words are in `messages`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam

from records import mail_tables, statements
from records.family import Family

AT_ONCE = 500
"""Ids in one question; both databases allow more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondent:
    """Somebody on an envelope, as written there."""

    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Of the message with the same `id`. `mail_id` is its Message-ID with brackets, "" when it came without one.

    `files` are documents: of one that came in, its original first; of one of ours, what is attached.
    `answers` is the message that one of ours replies to. `automatic`: a programme wrote it, ours or theirs.
    """

    id: str
    contact_id: str
    mailbox: str
    mail_id: str
    direction: str
    subject: str
    sender: Correspondent
    reply_to: tuple[Correspondent, ...] = ()
    to: tuple[Correspondent, ...] = ()
    cc: tuple[Correspondent, ...] = ()
    references: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    answers: str | None = None
    automatic: bool = False
    at: datetime | None = None


class Mails(Family):
    """One envelope a message; none is changed."""

    table = mail_tables.mails

    def add(self, envelope: Envelope) -> None:
        """Keep it; the same message again changes nothing. Without a time, it is of now."""
        values = {
            **{name: getattr(envelope, name) for name in PLAIN},
            **{name: list(getattr(envelope, name)) for name in ("references", "files")},
            **{name: [_kept(each) for each in getattr(envelope, name)] for name in PARTIES},
            "sender": _kept(envelope.sender),
            "at": envelope.at or self._now,
        }
        self._insert_unless(values, ("id",))

    def of_message(self, message_id: str) -> Envelope | None:
        """None for what is no email."""
        return next(iter(self._envelopes("id", [message_id])), None)

    def of_contacts(self, contact_ids: Sequence[str]) -> list[Envelope]:
        """Oldest first."""
        return self._envelopes("contact_id", contact_ids[:AT_ONCE])

    def by_mail_ids(self, mail_ids: Sequence[str]) -> list[Envelope]:
        """All that go by one of these Message-IDs, of whatever mailbox, oldest first."""
        known = [each for each in mail_ids if each][:AT_ONCE]
        return self._envelopes("mail_id", known) if known else []

    def _envelopes(self, column: str, values: Sequence[str]) -> list[Envelope]:
        known = {"division": self._division, "values": list(values)}
        return [_read(dict(each)) for each in self._connection.execute(_oldest_first(column), known).mappings()]


@cache
def _oldest_first(column: str) -> Select[Any]:
    """Those with one of some values in a column."""
    row = mail_tables.mails.c
    mine = (row.division == bindparam("division")) & row[column].in_(bindparam("values", expanding=True))
    return statements.selecting(mail_tables.mails, Envelope).where(mine).order_by(row.at, row.id)


PARTIES = ("reply_to", "to", "cc")
PLAIN = ("id", "contact_id", "mailbox", "mail_id", "direction", "subject", "answers", "automatic")


def _kept(who: Correspondent) -> dict[str, str]:
    return {"name": who.name, "address": who.address}


def _read(row: dict[str, Any]) -> Envelope:
    parties = {name: tuple(Correspondent(**each) for each in row[name]) for name in PARTIES}
    ids = {name: tuple(row[name]) for name in ("references", "files")}
    return Envelope(**row | parties | ids | {"sender": Correspondent(**row["sender"])})
