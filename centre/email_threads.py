"""To which matter an email belongs: by our own token, by what it answers, and by who sent it.

1. Evidence is collected and weighed: a case's reference in the subject, our token in an address (To or Cc), the message
   that it answers, and those that it refers to. What belongs to one case counts together; the heaviest goes first.
2. Only a party of the matter joins it. A stranger's is a contact of its own, with a suggestion for whoever takes it:
   merged by itself, it would show them somebody else's case.
3. An answer with a new subject is about something new, unless it names the case in its subject.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from centre.assurance import takes_part
from channels.email.mail import Mail
from channels.email.subjects import base, references_in
from channels.email.tokens import bare, contacts_in
from core.address import AddressKind
from core.channel import Channel
from core.errors import NotFound
from records.rows import Contact
from records.tx import Tx

FOLLOWS: Final = "follows"
"""The fact that names the closed contact of the same case that a new one answers."""

SAID_IN_AT_MOST: Final = 50
"""Contacts of a matter whose words are looked at, the newest."""


class By(StrEnum):
    """What speaks for a matter."""

    SUBJECT = "subject"
    ADDRESS = "address"
    ANSWERS = "answers"
    REFERS = "refers"


WEIGHTS: Final = {By.SUBJECT: 8, By.ADDRESS: 8, By.ANSWERS: 4, By.REFERS: 2}


class Why(StrEnum):
    """Why an email is not joined to the matter that it seems to belong to."""

    STRANGER = "stranger"
    DISOWNED = "disowned"
    NEW_SUBJECT = "new_subject"


@dataclass(slots=True)
class Matter:
    """A case's contacts, or one contact without a case; what speaks for it, and which of them it names."""

    contacts: list[Contact]
    named: list[Contact] = field(default_factory=list)
    by: set[By] = field(default_factory=set)

    @property
    def weight(self) -> int:
        return sum(WEIGHTS[each] for each in self.by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """`matter` is what the email joins; else `suggested` is what it may belong to, and `why` it was not joined."""

    matter: Matter | None = None
    suggested: Matter | None = None
    why: Why | None = None

    @property
    def begins(self) -> bool:
        """Whether it answers nothing of ours and names no case."""
        return self.matter is None and self.suggested is None


def thread_of(tx: Tx, mail: Mail, *, key: str, ours: frozenset[str], disowned: bool = False) -> Thread:
    """Where the email belongs. `key` is that of our tokens, `ours` are our own addresses.

    One that is `disowned` may be from anybody, and joins nothing by itself.
    """
    first: tuple[Matter, Why] | None = None
    for matter in sorted(_matters(tx, mail, key), key=lambda each: each.weight, reverse=True):
        why = Why.DISOWNED if disowned else _why_not(tx, mail, matter, ours)
        if why is None:
            return Thread(matter=matter)
        first = first or (matter, why)
    return Thread(suggested=first[0], why=first[1]) if first else Thread()


def open_in(tx: Tx, matter: Matter) -> Contact | None:
    """The conversation that goes on: one that is named, else the newest of the case; None when all have closed."""
    for each in (*reversed(matter.named), *reversed(matter.contacts)):
        going_on = tx.joined.survivor(each)
        if going_on.state != "closed" and (going_on.id != each.id or each.channel is Channel.EMAIL):
            return tx.contacts.get(going_on.id, lock=True)
    return None


def said_before(tx: Tx, mail: Mail, *, key: str) -> list[str]:
    """What both sides said, oldest first, in all that the email may belong to; not what it says itself."""
    itself = {each.id for each in tx.mails.by_mail_ids([mail.message_id])}
    contacts = {each.id: each for matter in _matters(tx, mail, key) for each in matter.contacts}
    said = [message for name in list(contacts)[-SAID_IN_AT_MOST:] for message in tx.messages.of_contact(name)]
    told = sorted((each for each in said if each.direction != "note" and each.id not in itself), key=lambda m: m.at)
    return [each.text for each in told]


def parties(tx: Tx, contacts: Iterable[Contact], ours: frozenset[str]) -> frozenset[str]:
    """Who is in a matter already: whoever wrote in it, the person whose it is, and whom we wrote to. Small letters.

    Not who only names it by another channel, nor whom we wrote to there: keying a reference would make them one. Nor
    whom an answer was to that was taken back.
    """
    found: set[str] = set()
    ids = []
    for contact in contacts:
        if not takes_part(tx, contact):
            continue
        ids.append(contact.id)
        known = tx.people.get(contact.person_id).addresses if contact.person_id else ()
        each_way = (contact.from_address, *known) if contact.from_address else known
        found |= {each.value for each in each_way if each.kind is AddressKind.EMAIL}
    for envelope in tx.mails.of_contacts(ids):
        if envelope.direction == "out" and tx.messages.get(envelope.id).status != "canceled":
            found |= {each.address.strip().lower() for each in (*envelope.to, *envelope.cc)}
    return frozenset(found - ours)


def suggestion(tx: Tx, thread: Thread) -> dict[str, str | None] | None:
    """What whoever takes the contact is told of it."""
    if thread.suggested is None or thread.why is None:
        return None
    named = thread.suggested.named[-1]
    case = tx.cases.get(named.case_id) if named.case_id else None
    return {
        "contact": named.id,
        "case": case.id if case else None,
        "reference": case.reference if case else None,
        "why": thread.why.value,
    }


def _why_not(tx: Tx, mail: Mail, matter: Matter, ours: frozenset[str]) -> Why | None:
    if mail.sender.address.strip().lower() not in parties(tx, matter.contacts, ours):
        return Why.STRANGER
    answers = bool(matter.by & {By.ANSWERS, By.REFERS})
    if By.SUBJECT in matter.by or not answers or not base(mail.subject):
        return None
    known = {base(each.subject) for each in tx.mails.of_contacts([contact.id for contact in matter.contacts])}
    return None if base(mail.subject) in known else Why.NEW_SUBJECT


def _matters(tx: Tx, mail: Mail, key: str) -> list[Matter]:
    found: dict[str, Matter] = {}
    for contact, by in _evidence(tx, mail, key):
        going_on = tx.joined.survivor(contact)
        case_id = contact.case_id or going_on.case_id
        name = case_id or going_on.id
        if name not in found:
            found[name] = Matter(_contacts(tx, going_on, case_id))
        found[name].named.append(contact)
        found[name].by.add(by)
    return list(found.values())


def _contacts(tx: Tx, contact: Contact, case_id: str | None) -> list[Contact]:
    of_case = tx.contacts.of_case(case_id) if case_id else [contact]
    parts = [part for each in of_case for part in tx.joined.part_of(each.id)]
    return list({each.id: each for each in (*parts, *of_case)}.values())


def _evidence(tx: Tx, mail: Mail, key: str) -> Iterator[tuple[Contact, By]]:
    for reference in references_in(mail.subject):
        try:
            contacts = tx.contacts.of_case(tx.cases.by_reference(reference).id)
        except NotFound:
            continue
        yield from ((each, By.SUBJECT) for each in contacts[-1:])
    for contact_id in contacts_in([each.address for each in (*mail.to, *mail.cc)], key):
        try:
            yield tx.contacts.get(contact_id), By.ADDRESS
        except NotFound:
            continue
    for envelope in tx.mails.by_mail_ids(list(dict.fromkeys((*mail.references, mail.in_reply_to)))):
        by = By.ANSWERS if envelope.mail_id == mail.in_reply_to else By.REFERS
        yield tx.contacts.get(envelope.contact_id), by


def own_addresses(mailboxes: Iterable[str], sender: str) -> frozenset[str]:
    """Ours, in small letters and without a token."""
    return frozenset(bare(each) for each in (*mailboxes, sender))
