"""One contact as the desk shows it: the person and their story, the case, what was said, the place, the referrals."""

from collections.abc import Sequence
from typing import Any

from centre.asking import BY_MACHINES, is_withdrawal
from centre.assurance import CONFIRMED, NAMED, THREAD
from centre.attached import attached, fared_each
from centre.beside import beside_each
from centre.canned import canned, values
from centre.confirming import assurance_shown
from centre.consultations import call_of
from centre.dangerous import dangers_noted, dangers_of
from centre.desk_view import not_fetched, rev_of
from centre.email_threads import FOLLOWS
from centre.form_words import ANSWERS, DETAILS
from centre.guessing import GUESS
from centre.letter_writing import letter_shown, posting
from centre.mail_keeping import WARNED, WARNINGS
from centre.mail_view import envelope_shown, mailing_shown
from centre.mailing import Mailing
from centre.one_matter import joined_line, others_shown
from centre.papers import PAPER, papers
from centre.parts import Parts
from centre.person_view import concerns_shown, merge_lines, person_shown
from centre.planning import CONSULT, CONSULTS, LINE, PASSED_ON, WAS_CUT_OFF
from centre.referring import shown
from centre.rings import CALL_BACK, RING, SAYS, number_of, ring_of
from centre.sending import RECORDING, status_shown, undo_until
from centre.shown import ASKED, CALLS_THEMSELVES, shown_address
from centre.ways import way_to
from core.address import shown_phone
from core.channel import Channel
from records.rows import Case, Contact, Document, Message, OutboxRow, Person, TimelineItem
from records.tx import Tx

TIMELINE = 60
OURS = {
    GUESS,
    ANSWERS,
    DETAILS,
    "place",
    "held",
    "bridge",
    "recording",
    RING,
    CALL_BACK,
    PASSED_ON,
    CONSULT,
    CONSULTS,
    LINE,
    PAPER,
    THREAD,
    FOLLOWS,
    WAS_CUT_OFF,
    WARNED,
    WARNINGS,
    CALLS_THEMSELVES,
    "outcome",
    NAMED,
    CONFIRMED,
    ASKED,
    BY_MACHINES,
}
"""Facts that the view shows elsewhere, or that are for the machinery alone."""


class ContactViews:
    """ContactView, from the record."""

    def __init__(self, parts: Parts, mailing: Mailing) -> None:
        self._parts = parts
        self._mailing = mailing

    async def view(self, contact: Contact, agent: str) -> dict[str, Any]:
        """The whole contact, as far as this agent may see it."""
        return await self._parts.sql.read(lambda tx: self._read(tx, tx.contacts.get(contact.id), agent))

    def _read(self, tx: Tx, contact: Contact, agent: str) -> dict[str, Any]:
        service = self._parts.county.services.get(contact.service or "")
        person = tx.people.get(contact.person_id) if contact.person_id else None
        case = tx.cases.get(contact.case_id) if contact.case_id else None
        messages = tx.joined.said(contact.id)
        parts = tx.joined.part_of(contact.id)
        channels = {each.id: each.channel.value for each in parts}
        envelopes = {each.id: each for each in tx.mails.of_contacts([contact.id, *channels])}
        requests = tx.documents.requests_of([contact.id, *channels])
        words = fared_each(requests)
        warned = {of: said for part in (contact, *parts) for of, said in (part.facts.get(WARNED) or {}).items()}
        beside = {each for said in warned.values() for each in said}
        documents = [each for part in (contact, *parts) for each in papers(tx, part)]
        missing = not_fetched(tx.outbox.problems(), [contact.id, *channels])
        with_each = beside_each(messages, envelopes.values(), documents, missing)
        referrals = tx.referrals.of_case(case.id) if case else tx.referrals.of_contact(contact.id)
        names = {account.id: account.name for account in tx.accounts.list()}
        story, is_cut = _story(tx, contact)
        return {
            "id": contact.id,
            "channel": contact.channel.value,
            "state": contact.state,
            "service": contact.service,
            "service_label": service.label if service else contact.service,
            "address": shown_address(contact),
            "arrived_at": contact.arrived_at.isoformat(),
            "person": person_shown(tx, contact, person, tx.accounts.get(agent)),
            "concerns": concerns_shown(tx, contact),
            "case": _case(case, names) if case else None,
            "timeline": [*_lines(tx, contact, story, names), *merge_lines(tx, person, names)],
            "timeline_is_cut": is_cut,
            "texting": way_to(self._parts, contact).shown(tx, contact),
            "posting": posting(tx, contact, person, messages),
            "mailing": mailing_shown(tx, self._mailing, contact),
            "messages": [
                {
                    **_message(tx, message, names, channels),
                    **with_each[message.id],
                    "mail": envelope_shown(envelopes.get(message.id), warned.get(message.id, ())),
                    "request": each.id if (each := requests.get(message.provider_id or "")) else None,
                    "fared": words.get(message.provider_id or "", []),
                }
                for message in messages
            ],
            "ring_them": _ring_them(contact, person),
            "replies": canned(
                self._parts.county.replies,
                contact.service,
                values(self._parts.county, contact, person, case, names.get(contact.agent_id or ""), tx.now),
            ),
            "assurance": assurance_shown(tx, self._parts, contact, names),
            "place": contact.facts.get("place"),
            "guess": self._guess(contact),
            "not_heard": _not_heard(missing, contact),
            "referrals": [shown(each, self._parts.county.services.get(each.service), contact) for each in referrals],
            "facts": contact.facts.get(ANSWERS, {})
            | {name: value for name, value in contact.facts.items() if name not in OURS},
            "warnings": list(
                dict.fromkeys(
                    said for part in (contact, *parts) for said in part.facts.get(WARNINGS) or () if said not in beside
                )
            ),
            "documents": _documents(tx, documents),
            "not_kept": with_each[None]["not_kept"],
            "joined": [joined_line(each, self._label(each.service)) for each in parts],
            "others": others_shown(tx, contact, self._label),
            "outcomes": self._parts.surroundings["outcomes"],
            "rev": rev_of(tx, contact, messages),
        }

    def _guess(self, contact: Contact) -> dict[str, Any] | None:
        """What the resident's words seemed to be about; the agent knows better, and says so by choosing the service."""
        guess = contact.facts.get(GUESS) or {}
        service = self._parts.county.services.get(guess.get("service") or "")
        alarm = guess.get("alarm")
        if service is None and alarm is None:
            return None
        about = {"service": service.id, "label": service.label} if service else {"service": None, "label": None}
        return {**about, "confidence": guess["confidence"], "alarm": alarm}

    def _label(self, service: str | None) -> str | None:
        known = self._parts.county.services.get(service or "")
        return known.label if known else service


def _not_heard(missing: Sequence[OutboxRow], contact: Contact) -> str | None:
    """Why a spoken message of theirs cannot be played, so far or for good."""
    mine = (row.error for row in missing if row.kind == RECORDING and row.subject_id == contact.id)
    return next(mine, None)


def _ring_them(contact: Contact, person: Person | None) -> dict[str, Any]:
    """The number by which they can be rung, or why not; and what came of the last time, when nobody spoke."""
    number, why_not = number_of(contact, person)
    ring = ring_of(contact)
    last = SAYS[ring.end] if ring and ring.end else None
    return {"number": shown_phone(number) if number else None, "why_not": why_not, "last": last}


def _documents(tx: Tx, found: Sequence[Document]) -> list[dict[str, Any]]:
    noted = dangers_noted(tx, sorted({each.contact_id for each in found}))
    return [
        {
            "id": each.id,
            "name": each.name,
            "content_type": each.content_type,
            "size": each.size,
            "dangers": dangers_of(noted, each),
        }
        for each in found
    ]


def _case(case: Case, names: dict[str, str]) -> dict[str, Any]:
    return {
        "id": case.id,
        "reference": case.reference,
        "owner": names.get(case.owner or ""),
        "next_action": case.next_action,
        "promised_at": case.promised_at.isoformat() if case.promised_at else None,
        "state": case.state,
    }


def _story(tx: Tx, contact: Contact) -> tuple[list[TimelineItem], bool]:
    """What happened with the resident, as far as they know of it, and whether more did before that.

    What colleagues asked each other is not theirs.
    """
    found = tx.people.timeline(contact.person_id, TIMELINE + 1) if contact.person_id else []
    items = found[:TIMELINE]
    calls = {item.contact_id for item in items if item.channel is Channel.PHONE and item.contact_id}
    questions = {each.id for each in tx.contacts.get_many(sorted(calls)) if call_of(each)}
    theirs = [item for item in items if item.contact_id not in questions or item.kind not in ("contact", "outcome")]
    return theirs, len(found) > TIMELINE


def _lines(tx: Tx, contact: Contact, story: Sequence[TimelineItem], names: dict[str, str]) -> list[dict[str, Any]]:
    came = attached(tx, story, contact.id)
    return [
        _line(item, names)
        | ({"documents": came[item.contact_id]} if item.kind == "contact" and item.contact_id in came else {})
        for item in story
    ]


def _line(item: TimelineItem, names: dict[str, str]) -> dict[str, Any]:
    return {
        "at": item.at.isoformat(),
        "kind": item.kind,
        "channel": item.channel.value if item.channel else None,
        "contact": item.contact_id,
        "text": item.text,
        "direction": item.direction,
        "author": names.get(item.author or "", item.author),
        "status": item.status,
    }


def _message(tx: Tx, message: Message, names: dict[str, str], joined: dict[str, str]) -> dict[str, Any]:
    """`joined` is the channel of the contact that it came with, when that was joined to this one."""
    until = undo_until(tx, message, tx.now) if message.direction == "out" else None
    return {
        "id": message.id,
        "direction": message.direction,
        "text": message.text,
        "author": names.get(message.author, message.author),
        "at": message.at.isoformat(),
        "status": status_shown(message),
        "problem": message.problem,
        "undo_until": until.isoformat() if until else None,
        "joined": joined.get(message.contact_id),
        "letter": letter_shown(tx, message),
        "withdrawal": is_withdrawal(message),
    }
