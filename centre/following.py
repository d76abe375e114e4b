"""A request that its resident asks after online: by its reference, and something that only they and we know.

1. Whatever does not match, the answer is the same sentence: nobody learns which references there are.
2. What is shown, and whether it may be withdrawn, goes by what was proven: of a matter that asks for more, nothing but
   that we have it. Whoever does harm may know the number, and read it too.
3. Withdrawn is what nobody has taken up yet. Whoever works on it is told, and so is whoever can stop a referral.
"""

from typing import Any, Final

import structlog

from centre.arrivals import Arrivals
from centre.assurance import NAMED, asked_of, known_of, proofs
from centre.late_texts import LateTexts
from centre.one_matter import FREE
from centre.parts import Parts
from centre.standing import IN_HAND, UNDER_WAY, WITHDRAWN, sentences, state_of
from centre.web_forms import WHO
from core.assurance import WRITTEN, Act, Found, Level, enough, may
from core.channel import Channel
from core.errors import InvalidInput, NotAllowed, NotFound
from records.rows import Case, Contact, Message, NewContact, Referral
from records.tx import Tx
from router.engine.states import Ended
from router.engine.words import Word

log = structlog.get_logger()

NO_MATCH: Final = (
    "We could not find a request with that reference and that number, address or postcode. Check both, or call us."
)
NO_PROOF: Final = "Give one thing that we know of you."
NOT_HERE: Final = "This request cannot be withdrawn here. Please call us: we first make sure that it is you."
TOLD: Final = "The resident has withdrawn this request online."
GUARDED: Final = "We have what you told us, and it is being dealt with. "
MORE: Final = {
    Level.CONTACT: "To see more, give your number, email address or postcode with the reference.",
    Level.KNOWN: "To hear more, please call us: we first make sure that it is you.",
    Level.IN_PERSON: "To see more, please come to us with proof of who you are.",
}
"""What is shown of a matter to whoever may not see it."""
WITH_PROOF: Final = (
    "To read what was written, or to withdraw it, give your number, email address or postcode with the reference."
)
MAY_WITHDRAW: Final = frozenset({"waiting", "in_hand", "passed_on", "open"})


class Following:
    """What the page for it asks for. `found` is what `find` gave, never what a browser says."""

    def __init__(self, parts: Parts, arrivals: Arrivals, late: LateTexts) -> None:
        self._parts = parts
        self._arrivals = arrivals
        self._late = late

    async def find(self, reference: str, proof: str) -> Found:
        """What is asked after. NotFound, in the same words, for whatever does not match, or needs a proof."""

        def look(tx: Tx) -> Found | None:
            try:
                case = tx.cases.by_reference(reference)
            except (InvalidInput, NotFound):
                return None
            if proof.strip():
                theirs = proofs(proof) & set(known_of(tx, case))
                return Found(case=case.id, proven=Level.CONTACT) if theirs else None
            seen = may(asked_of(self._parts.county, case.service), Act.VIEW, Level.NONE)
            return Found(case=case.id, proven=Level.NONE) if seen else None

        found = await self._parts.sql.read(look)
        if found is None:
            raise NotFound(NO_MATCH if proof.strip() else NO_PROOF)
        return found

    async def view(self, found: Found) -> dict[str, Any]:
        """`{reference, service_label, asked_at, state, sentences, messages: [{mine, text, at}], may_withdraw}`."""
        return await self._parts.sql.read(lambda tx: self._view(tx, tx.cases.get(found.case), found.proven))

    async def withdraw(self, found: Found) -> None:
        """The resident wants it no more. Asked twice, it is done once. NotAllowed for who has not proven enough."""
        case_id = found.case

        def note(tx: Tx) -> list[Contact]:
            asked = asked_of(self._parts.county, tx.cases.get(case_id).service)
            if not may(asked, Act.CHANGE, found.proven):
                raise NotAllowed(NOT_HERE)
            return _note_withdrawal(tx, case_id)

        done = await self._parts.sql.write(note)
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

    def _view(self, tx: Tx, case: Case, level: Level) -> dict[str, Any]:
        asked = asked_of(self._parts.county, case.service)
        contacts = tx.contacts.of_case(case.id)
        # What the resident chose, wherever we thought it better placed.
        chosen = next((each.facts["form_of"] for each in contacts if "form_of" in each.facts), case.service)
        service = self._parts.county.services.get(chosen)
        seen, zone = may(asked, Act.VIEW, level), self._parts.county.zone
        words = seen and enough(WRITTEN, level)
        state = state_of(tx, case)
        said = [*sentences(self._parts, tx, case), *([] if words else [WITH_PROOF])] if seen else []
        return {
            "reference": case.reference,
            "service_label": service.label if service and seen else "Your request",
            "asked_at": case.opened_at.astimezone(zone),
            "state": state if seen else "guarded",
            "sentences": said or [f"{GUARDED}{MORE[asked.view]}"],
            "messages": [_message(each, zone) for each in _messages(tx, contacts)] if words else [],
            "may_withdraw": may(asked, Act.CHANGE, level) and state in MAY_WITHDRAW,
        }


def _messages(tx: Tx, contacts: list[Contact]) -> list[Message]:
    """What passed in writing, oldest first; never what agents noted for each other, and nothing that was taken back."""
    theirs = [each for each in contacts if each.facts.get(WITHDRAWN) != "wish" and NAMED not in each.facts]
    said = [each for contact in theirs for each in tx.messages.of_contact(contact.id)]
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
