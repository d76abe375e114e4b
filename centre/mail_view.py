"""What the desk shows of correspondence: whom an answer would go to, and each message's envelope with its original."""

from collections.abc import Sequence
from typing import Any, Final

from centre.dangerous import dangers_noted, dangers_of
from centre.email_threads import parties
from centre.form_words import DETAILS
from centre.linking import suggested
from centre.mail_keeping import DISOWNED, SAME_ID, UNCLEAR
from centre.mail_reading import TOO_LONG
from centre.mailing import NOT_BY_MAIL, Addressed, Mailing
from centre.papers import papers
from channels.web_form.inbound import AnswerBy
from core.channel import Channel
from records.mails import Correspondent, Envelope
from records.rows import Contact, Document
from records.tx import Tx

ELSEWHERE: Final = "An answer would also go to {who}, who has no part in the case so far. Look at the address first."
SERIOUS: Final = frozenset({TOO_LONG, SAME_ID, DISOWNED, UNCLEAR})
BY_MACHINE: Final = "A programme wrote it: perhaps nobody reads an answer."
CAME_BACK: Final = "Email to {who} came back on {day}. {reason}"


def mailing_shown(tx: Tx, mailing: Mailing, contact: Contact) -> dict[str, Any] | None:
    """`{refused, warnings, answers, from, to, cc, alone, subject, files, files_mb, no_files, suggested, wants_text}`.

    None for what is no email and gave no address. `alone`: it goes to one address only. `files_mb`: how much goes
    along at most. `no_files`: why nothing can be attached. `wants_text`: a form asked for a text rather.
    """
    given = mailing.addressed(tx, contact)
    if given is None:
        return None if contact.channel is not Channel.EMAIL else {"refused": NOT_BY_MAIL, **_NOTHING}
    everybody = [each.address for each in (*given.to, *given.cc)]
    came_back = [
        CAME_BACK.format(who=each.address, day=f"{each.at.day} {each.at:%B}", reason=each.reason).strip()
        for each in tx.undeliverable.among(everybody)
    ]
    return {
        "refused": None if everybody else NOT_BY_MAIL,
        "warnings": [*_told(contact), *_strangers(tx, mailing, contact, given), *_about(given), *came_back],
        "answers": given.answered.id if given.answered else None,
        "from": given.mailbox,
        "to": [_shown(each) for each in given.to],
        "cc": [_shown(each) for each in given.cc],
        "alone": mailing.out.one_recipient,
        "subject": given.subject,
        "files": [] if mailing.out.no_files else _files(tx, contact),
        "files_mb": mailing.files_mb,
        "no_files": mailing.out.no_files,
        "suggested": suggested(contact),
        "wants_text": (contact.facts.get(DETAILS) or {}).get("answer_by") == AnswerBy.TEXT,
    }


def envelope_shown(envelope: Envelope | None, warned: Sequence[str] = ()) -> dict[str, Any] | None:
    """Beside a message: `{subject, from, to, cc, automatic, files, original, warnings}`.

    `files` are what we attached, `warnings` what is odd about it; what came with it `beside` tells.
    """
    if envelope is None:
        return None
    return {
        "subject": envelope.subject,
        "from": _shown(envelope.sender),
        "to": [_shown(each) for each in envelope.to],
        "cc": [_shown(each) for each in envelope.cc],
        "automatic": envelope.automatic,
        "files": list(envelope.files) if envelope.direction == "out" else [],
        "warnings": list(warned),
        "original": envelope.files[0] if envelope.direction == "in" and envelope.files else None,
    }


_NOTHING: Final[dict[str, Any]] = {
    "warnings": [],
    "answers": None,
    "from": None,
    "to": [],
    "cc": [],
    "alone": False,
    "subject": "",
    "files": [],
    "files_mb": None,
    "no_files": None,
    "suggested": None,
    "wants_text": False,
}


def _about(given: Addressed) -> list[str]:
    answered = given.answered
    if answered is None:
        return []
    return [BY_MACHINE] * answered.automatic


def _told(contact: Contact) -> list[str]:
    """What was odd about the email that whoever answers it must know."""
    return [each for each in contact.facts.get("warnings") or () if each in SERIOUS]


def _strangers(tx: Tx, mailing: Mailing, contact: Contact, given: Addressed) -> list[str]:
    """A warning for each that an answer to an email would go to, but who has not written and was not written to."""
    if given.answered is None:
        return []
    of_case = tx.contacts.of_case(contact.case_id) if contact.case_id else [contact]
    owners = {each.id: each for each in (*of_case, contact, *tx.joined.part_of(contact.id))}
    known = parties(tx, owners.values(), mailing.ours)
    asked = [each.address for each in (*given.to, *given.cc)]
    return [ELSEWHERE.format(who=each) for each in asked if each.strip().lower() not in known]


def _attachable(tx: Tx, contact: Contact) -> list[Document]:
    """Files of the whole case, of which some can go along: no originals of emails, and nothing blacked out since."""
    of_case = tx.contacts.of_case(contact.case_id) if contact.case_id else [contact]
    owners = {each.id: each for each in (*of_case, contact, *tx.joined.part_of(contact.id))}
    found = [document for owner in owners.values() for document in papers(tx, owner)]
    return [each for each in found if each.content_type != "message/rfc822"]


def _files(tx: Tx, contact: Contact) -> list[dict[str, Any]]:
    found = _attachable(tx, contact)
    noted = dangers_noted(tx, sorted({each.contact_id for each in found}))
    return [{"id": each.id, "name": each.name, "size": each.size, "dangers": dangers_of(noted, each)} for each in found]


def _shown(who: Correspondent) -> dict[str, str]:
    return {"name": who.name, "address": who.address}
