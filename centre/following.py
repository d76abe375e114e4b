"""A request that its resident asks after online: by its reference, and something that only they and we know.

1. Whatever does not match, the answer is the same sentence: nobody learns which references there are.
2. Of matters where somebody may be at risk nothing is shown but that we have them: whoever does harm may read it too.
3. Withdrawn is what nobody has taken up yet. Whoever works on it is told, and so is whoever can stop a referral.
"""

from collections.abc import Iterator
from typing import Any, Final

import structlog

from centre.arrivals import Arrivals
from centre.form_words import DETAILS
from centre.late_texts import LateTexts
from centre.one_matter import FREE
from centre.parts import Parts
from centre.promises import by_when
from centre.web_forms import WHO
from channels.web_form.inbound import POSTCODE, postcode
from core import address
from core.address import AddressKind
from core.channel import Channel
from core.errors import InvalidInput, NotFound
from records.rows import Case, Contact, Message, NewContact, Referral
from records.tx import Tx
from referrals.states import State
from router.engine.states import Ended
from router.engine.words import Word

log = structlog.get_logger()

NO_MATCH: Final = (
    "We could not find a request with that reference and that number, address or postcode. Check both, or call us."
)
WITHDRAWN: Final = "withdrawn_online"
"""The fact that a contact keeps when its resident has taken the request back."""
TOLD: Final = "The resident has withdrawn this request online."
IN_HAND: Final = ("connecting", "active", "wrapping")
PASSED_ON: Final = (State.SENT, State.ACKNOWLEDGED, State.ACCEPTED)
UNDER_WAY: Final = (*PASSED_ON, State.QUEUED, State.UNCONFIRMED, State.SENT_BACK)
"""Referrals about which somebody may yet do something."""


class Following:
    """What the page for it asks for. `case_id` is what `find` gave, never what a browser says."""

    def __init__(self, parts: Parts, arrivals: Arrivals, late: LateTexts) -> None:
        self._parts = parts
        self._arrivals = arrivals
        self._late = late

    async def find(self, reference: str, proof: str) -> str:
        """The case's id. NotFound, in the same words, for whatever does not match."""

        def look(tx: Tx) -> str | None:
            try:
                case = tx.cases.by_reference(reference)
            except (InvalidInput, NotFound):
                return None
            return case.id if _said(proof) & set(_known(tx, case)) else None

        found = await self._parts.sql.read(look)
        if found is None:
            raise NotFound(NO_MATCH)
        return found

    async def view(self, case_id: str) -> dict[str, Any]:
        """`{reference, service_label, asked_at, state, sentences, messages: [{mine, text, at}], may_withdraw}`."""
        return await self._parts.sql.read(lambda tx: self._view(tx, tx.cases.get(case_id)))

    async def withdraw(self, case_id: str) -> None:
        """The resident wants it no more. Asked twice, it is done once."""
        done = await self._parts.sql.write(lambda tx: _note_withdrawal(tx, case_id))
        for contact in done:
            if contact.state in FREE and await self._ended(contact):
                continue
            await self._late.again_if_closed(contact.id)
            await self._parts.notices.tell("message.received", contact=contact.id, agent=contact.agent_id)
        await self._tell_specialists(case_id)

    async def _ended(self, contact: Contact) -> bool:
        """Whether it left the queue before anybody took it."""
        withdrawn = await self._parts.engine.withdraw(contact.id, Ended.WITHDRAWN)
        if withdrawn.word is not Word.WITHDRAWN:
            return False
        await self._parts.sql.write(lambda tx: _closed(tx, contact.id))
        log.info("request_withdrawn_online", contact=contact.id)
        return True

    async def _tell_specialists(self, case_id: str) -> None:
        """A referral that is under way is stopped by a person: the wish for it waits in the queue like any other."""

        def keep(tx: Tx) -> Contact | None:
            case = tx.cases.get(case_id)
            under_way = [each for each in tx.referrals.of_case(case_id) if each.state in UNDER_WAY]
            in_hand = any(each.state in IN_HAND for each in tx.contacts.of_case(case_id))
            if not under_way or in_hand:
                return None
            return _wish(tx, case, under_way)

        contact = await self._parts.sql.write(keep)
        if contact is not None:
            await self._arrivals.queue(contact, str(contact.service))

    def _view(self, tx: Tx, case: Case) -> dict[str, Any]:
        service = self._parts.county.services.get(case.service)
        hard = service is not None and service.hard
        contacts = tx.contacts.of_case(case.id)
        # What the resident chose, wherever we thought it better placed.
        chosen = next((each.facts["form_of"] for each in contacts if "form_of" in each.facts), case.service)
        asked = self._parts.county.services.get(chosen)
        contacts = [each for each in contacts if each.facts.get(WITHDRAWN) != "wish"]
        referrals = tx.referrals.of_case(case.id)
        state = _state(case, contacts, referrals)
        zone = self._parts.county.zone
        return {
            "reference": case.reference,
            "service_label": asked.label if asked else "Your request",
            "asked_at": case.opened_at.astimezone(zone),
            "state": state,
            "sentences": [GUARDED] if hard else list(self._sentences(tx, state, case, contacts, referrals)),
            "messages": [] if hard else [_message(each, zone) for each in _messages(tx, contacts)],
            "may_withdraw": not hard and state in MAY_WITHDRAW,
        }

    def _sentences(
        self, tx: Tx, state: str, case: Case, contacts: list[Contact], referrals: list[Referral]
    ) -> Iterator[str]:
        yield SENTENCES[state]
        waiting = [each for each in contacts if each.state in FREE and each.due_at]
        if state == "waiting" and waiting:
            when = by_when(min(each.due_at for each in waiting if each.due_at), tx.now, self._parts.county.zone)
            yield f"We mean to answer {when}."
        if state == "passed_on":
            for each in referrals:
                if each.state in PASSED_ON:
                    number = f" Their number for it is {each.partner_reference}." if each.partner_reference else ""
                    yield f"It is with this team: {each.destination}.{number}"
        if case.promised_at is not None and state not in ("finished", "withdrawn"):
            yield f"We promised to come back to you {by_when(case.promised_at, tx.now, self._parts.county.zone)}."


GUARDED: Final = "We have what you told us, and it is being dealt with. To hear more, please call us."
SENTENCES: Final = {
    "waiting": "We have your request. Nobody has started on it yet.",
    "in_hand": "Somebody is dealing with your request now.",
    "passed_on": "We have passed your request on to those who do the work.",
    "open": "We are dealing with your request.",
    "withdrawing": "You have withdrawn this request. Whoever is working on it has been told.",
    "withdrawn": "You have withdrawn this request. Nothing more will be done about it.",
    "finished": "We have finished with your request.",
}
MAY_WITHDRAW: Final = frozenset({"waiting", "in_hand", "passed_on", "open"})


def _state(case: Case, contacts: list[Contact], referrals: list[Referral]) -> str:
    """One word for where a request is. What was withdrawn and is still in somebody's hands is `withdrawing`."""
    still = [each for each in contacts if each.state != "closed"]
    under_way = any(each.state in UNDER_WAY for each in referrals)
    if any(each.facts.get(WITHDRAWN) for each in contacts):
        return "withdrawing" if still or under_way else "withdrawn"
    if any(each.state in IN_HAND for each in still):
        return "in_hand"
    if any(each.state in PASSED_ON for each in referrals):
        return "passed_on"
    if still:
        return "waiting"
    return "open" if under_way and case.state == "open" else "finished"


def _said(proof: str) -> set[str]:
    """What a proof may be, each in its normal form."""
    found = set()
    for read in (address.phone, address.email):
        try:
            found.add(read(proof).value)
        except InvalidInput:
            continue
    code = postcode(proof)
    return found | ({code} if code else set())


def _known(tx: Tx, case: Case) -> Iterator[str]:
    """Numbers, addresses and postcodes of whoever made the request."""
    contacts = tx.contacts.of_case(case.id)
    people = {each.person_id for each in contacts} | {case.person_id}
    for person in people - {None}:
        for each in tx.people.get(str(person)).addresses:
            yield from [each.value] if each.kind is not AddressKind.POSTAL else _postcodes(each.value)
    for contact in contacts:
        if contact.from_address is not None:
            yield contact.from_address.value
        details = contact.facts.get(DETAILS, {})
        yield from (str(details[name]) for name in ("phone", "email") if details.get(name))
        place, letter = contact.facts.get("place") or {}, contact.facts.get("letter") or {}
        for text in (details.get("postcode"), place.get("text"), letter.get("postcode")):
            yield from _postcodes(str(text or ""))


def _postcodes(text: str) -> list[str]:
    return [f"{found[1]} {found[2]}" for found in POSTCODE.finditer(text.upper())]


def _messages(tx: Tx, contacts: list[Contact]) -> list[Message]:
    """What passed in writing, oldest first; never what agents noted for each other, and nothing that was taken back."""
    said = [each for contact in contacts for each in tx.messages.of_contact(contact.id)]
    shown = [each for each in said if each.direction in ("in", "out") and each.status != "canceled"]
    # Where somebody lives and can be rung is not shown again: whoever reads this may know less than that.
    told = [each for each in shown if each.text != TOLD and not (each.key or "").startswith(WHO)]
    return sorted(told, key=lambda each: each.at)


def _message(message: Message, zone: Any) -> dict[str, Any]:
    return {"mine": message.direction == "in", "text": message.text, "at": message.at.astimezone(zone)}


def _note_withdrawal(tx: Tx, case_id: str) -> list[Contact]:
    """Said on every contact of the case, and to whoever has one in hand; those that are still open."""
    noted = []
    for each in tx.contacts.of_case(case_id):
        contact = tx.contacts.get(each.id, lock=True)
        if contact.facts.get(WITHDRAWN):
            continue
        tx.contacts.merge_facts(contact.id, {WITHDRAWN: "yes"})
        if contact.state in FREE or contact.state in IN_HAND:
            tx.messages.add(contact.id, "in", TOLD, "resident", key=f"withdrawn:{contact.id}")
            noted.append(tx.contacts.get(contact.id))
    return noted


def _closed(tx: Tx, contact_id: str) -> None:
    contact = tx.contacts.move(contact_id, "closed", outcome=Ended.WITHDRAWN, at=tx.now)
    case_id = str(contact.case_id)
    still = [each for each in tx.contacts.of_case(case_id) if each.state != "closed"]
    if not still and not any(each.state in UNDER_WAY for each in tx.referrals.of_case(case_id)):
        tx.cases.close(case_id)


def _wish(tx: Tx, case: Case, under_way: list[Referral]) -> Contact:
    where = ", ".join(each.destination for each in under_way)
    words = f"Withdrawn online: request {case.reference}, which is with {where}. Please tell them."
    new = NewContact(
        channel=Channel.WEB_FORM,
        provider_id=f"withdrawn:{case.id}",
        to="web",
        received_at=tx.now,
        service=case.service,
        person_id=case.person_id,
        facts={"words": words[:120], WITHDRAWN: "wish"},
    )
    contact, created = tx.contacts.take_in(new)
    if created:
        tx.contacts.link(contact.id, case_id=case.id)
        tx.messages.add(contact.id, "in", words, "resident", key=f"withdrawn:{case.id}")
    return tx.contacts.get(contact.id)
