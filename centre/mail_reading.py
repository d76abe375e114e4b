"""Emails read, several at a time: what each says and seems to be about, with its files on disk. Nothing is recorded;
what was said before is looked up, to tell a resident's own lines among ours.

Synchronous, for a thread of its own. What is wrong with one message hurts no other.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, islice
from typing import Final, TypeGuard

import structlog

from centre.email_threads import said_before
from centre.guessing import Guessing
from centre.keeping import keep_files
from centre.mail_keeping import Arrived, Aside, File, known_as
from centre.mail_words import about, beside, folded_danger, may_be_own
from centre.parts import Parts
from centre.under_quotes import under_quote
from channels.email.imap import MailboxAccount
from channels.email.inbound import AT_MOST, read
from channels.email.mail import Mail
from core.errors import InvalidInput, Unavailable
from skills.classifying.classifier import Verdict
from skills.classifying.embedding import SIDE_BY_SIDE

log = structlog.get_logger()

AT_ONCE: Final = min(4, os.cpu_count() or 1)
"""Threads in which the model looks at messages."""
ORIGINAL: Final = "original.eml"
REPORT: Final = "report.eml"
NOT_GIVEN: Final = "not-given.txt"
MISTAKE_OF_OURS: Final = "It could not be read, by a mistake of ours. Please tell whoever maintains this."

SERVER_KEEPS_IT: Final = (
    "Its mail server does not give it out. Look for it in the mailbox itself: which it is, and why, is in the file."
)
TOO_LONG: Final = (
    f"It is longer than {AT_MOST // 1_000_000} MB: its end is only in the mailbox, and its last file may be broken."
)

Came = tuple[bytes, datetime | None]
"""A message's bytes, and when its mail server got it."""
Read = Arrived | Aside
Understood = Mail | str
"""What a message says, or why it cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loose:
    """A file that is not on disk yet. What is not said of it is true of a message's original."""

    name: str
    content: bytes
    content_type: str = "message/rfc822"
    ending: str = "eml"

    def kept(self, sha256: str, path: str) -> File:
        return File(name=self.name, content_type=self.content_type, size=len(self.content), sha256=sha256, path=path)


class MailReading:
    """What a mailbox's messages are."""

    def __init__(self, parts: Parts, guessing: Guessing) -> None:
        self._parts = parts
        self._guessing = guessing

    def each(self, box: MailboxAccount, came: Sequence[Came]) -> list[Read]:
        """In their order. Raises Unavailable when the disk takes nothing, or the record is away."""
        understood = self._compared([_understood(raw) for raw, _ in came])
        with ThreadPoolExecutor(AT_ONCE) as threads:
            # The model works beside the disk.
            coming = self._guesses(threads, understood)
            kept = self._on_disk([_files_of(raw, each) for (raw, _), each in zip(came, understood, strict=True)])
            guesses = dict(coming)
        return [
            self._read(box, each, files, received_at, guesses.get(place))
            for place, (each, files, (_, received_at)) in enumerate(zip(understood, kept, came, strict=True))
        ]

    def _compared(self, understood: Sequence[Understood]) -> list[Understood]:
        """With what senders wrote among what they quote, where what was said before tells that."""
        quoting = {place: mail for place, mail in enumerate(understood) if _quotes(mail)}
        if not quoting:
            return [*understood]
        key = self._parts.settings.secret_key
        said = self._parts.sql.read_at_once(
            lambda tx: {place: said_before(tx, mail, key=key) for place, mail in quoting.items()}
        )
        found = {place: _with_own(mail, said[place]) for place, mail in quoting.items() if said[place]}
        return [found.get(place, each) for place, each in enumerate(understood)]

    def not_given(self, box: MailboxAccount, what: str, why: str) -> Aside:
        """In place of a message that its mailbox does not give out: a file that says which it is, and why."""
        said = f"In place of an email to {box.name}: {what}.\n{why}\n"
        ((file,),) = self._on_disk([[Loose(name=NOT_GIVEN, content=said.encode(), ending="txt")]])
        return Aside(box=box, original=file, why=SERVER_KEEPS_IT)

    def _read(
        self,
        box: MailboxAccount,
        understood: Understood,
        files: Sequence[File],
        received_at: datetime | None,
        guess: Verdict | None,
    ) -> Read:
        if isinstance(understood, str):
            return Aside(box=box, original=files[0], why=understood)
        at = min(received_at or self._parts.clock.now(), self._parts.clock.now())
        name = known_as(box, understood, files[0])
        return Arrived(box=box, mail=understood, files=files, at=at, provider_id=name, guess=guess)

    def _guesses(
        self, threads: ThreadPoolExecutor, understood: Sequence[Understood]
    ) -> Iterator[tuple[int, Verdict | None]]:
        """The places of those that somebody wrote, each with what it seems to be about. Begun at once."""
        mails = {place: mail for place, mail in enumerate(understood) if _is_written(mail)}
        words = {place: about(mail) for place, mail in mails.items()}
        # What is of like length costs least together.
        order = sorted(words, key=lambda place: len(words[place]))
        parts = [order[at : at + SIDE_BY_SIDE] for at in range(0, len(order), SIDE_BY_SIDE)]

        def guess(part: Sequence[int]) -> list[tuple[int, Verdict | None]]:
            verdicts = self._guessing.each_if_possible([words[place] for place in part])
            pairs = zip(part, verdicts, strict=True)
            return [(place, self._with_folded(mails[place], words[place], verdict)) for place, verdict in pairs]

        return chain.from_iterable(threads.map(guess, parts))

    def _with_folded(self, mail: Mail, words: str, verdict: Verdict | None) -> Verdict | None:
        """The verdict on its words, and the danger that is found only in, or together with, what is folded."""
        folded = folded_danger(mail)
        for more in (f"{words}\n{folded}" if folded else "", may_be_own(mail)):
            if verdict is not None and verdict.alarm is None and more:
                verdict = beside(verdict, self._guessing.if_possible(more))
        return verdict

    def _on_disk(self, messages: Sequence[Sequence[Loose]]) -> list[list[File]]:
        loose = [each for message in messages for each in message]
        try:
            kept = keep_files(self._parts.settings.documents_folder, [(each.content, each.ending) for each in loose])
        except OSError as error:
            raise Unavailable("The folder of documents cannot be written to.") from error
        files = iter([each.kept(*where) for each, where in zip(loose, kept, strict=True)])
        return [list(islice(files, len(message))) for message in messages]


def _quotes(understood: Understood) -> TypeGuard[Mail]:
    """Whether somebody wrote it above or among what was said before."""
    return _is_written(understood) and bool(understood.quoted.strip())


def _with_own(mail: Mail, said: Sequence[str]) -> Mail:
    try:
        return replace(mail, under_quote=under_quote(mail.quoted, said))
    except Exception as error:
        # Not compared, it is looked through as one of which nothing is known.
        log.error("quote_not_compared", error=type(error).__name__, exc_info=error)
        return mail


def _is_written(understood: Understood) -> TypeGuard[Mail]:
    """Whether somebody wrote it."""
    return isinstance(understood, Mail) and not is_report(understood)


def is_report(mail: Mail) -> bool:
    """Whether a mail system wrote it, about a message."""
    return mail.bounce is not None or mail.report


def read_so_far(raw: bytes) -> Mail:
    """What it says. One that is longer than is read is read so far: whoever wrote it waits for an answer too.

    Raises InvalidInput.
    """
    mail = read(raw[:AT_MOST])
    return mail if len(raw) <= AT_MOST else replace(mail, warnings=(TOO_LONG, *mail.warnings))


def _understood(raw: bytes) -> Understood:
    try:
        return read_so_far(raw)
    except InvalidInput as error:
        return str(error)
    except Exception as error:
        # Whatever it is, those behind it must not wait for it to be mended.
        log.error("email_not_read", error=type(error).__name__, exc_info=error)
        return MISTAKE_OF_OURS


def _files_of(raw: bytes, understood: Understood) -> list[Loose]:
    """The original, and what came with it where it is not a machine's."""
    if isinstance(understood, str):
        return [Loose(name=ORIGINAL, content=raw)]
    if is_report(understood):
        return [Loose(name=REPORT, content=raw)]
    came = understood.attachments
    files = [Loose(name=f.filename, content_type=f.content_type, content=f.content, ending="bin") for f in came]
    return [Loose(name=ORIGINAL, content=raw), *files]
