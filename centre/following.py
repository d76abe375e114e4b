"""A request that its resident asks after online: by its reference, and something that only they and we know.

1. Whatever does not match, the answer is the same sentence: nobody learns which references there are.
2. What is shown, and whether it may be withdrawn, goes by what was proven: of a matter that asks for more, nothing but
   that we have it. Whoever does harm may know the number, and read it too.
3. Withdrawn is what nobody has taken up yet. Whoever works on it is told, and so is whoever can stop a referral.
4. What a withdrawal still needs is a row of the outbox: whatever ends in the middle of it, it is finished.
"""

from datetime import timedelta
from typing import Any, Final

import structlog

from centre.arrivals import CLOSED, Arrivals
from centre.asking import TOLD
from centre.assurance import asked_of, known_by, known_of, made_by_residents, proofs
from centre.followed import passed_with
from centre.guessing import GUESS
from centre.late_texts import LateTexts
from centre.one_matter import FREE
from centre.parts import Parts
from centre.sending import WITHDRAWAL
from centre.shown import cut
from centre.standing import IN_HAND, UNDER_WAY, WITHDRAWN, sentences, state_of
from core.assurance import WRITTEN, Act, Found, Level, enough, may
from core.channel import Channel
from core.errors import InvalidInput, NotAllowed, NotFound, Unavailable
from records.rows import Case, Contact, NewContact, OutboxRow, Referral
from records.tx import Tx
from router.engine.states import Ended
from router.engine.words import Word

log = structlog.get_logger()

NO_MATCH: Final = (
    "We could not find a request with that reference and that number, address or postcode. Check both, or call us."
)
NO_PROOF: Final = "Give one thing that we know of you."
NOT_HERE: Final = "This request cannot be withdrawn here. Please call us: we first make sure that it is you."
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
FINISHED_BY_OTHERS_AFTER: Final = timedelta(seconds=20)
"""Longer than it takes whoever began a withdrawal."""
MAY_WITHDRAW: Final = frozenset({"waiting", "in_hand", "passed_on", "open", "not_yet_out"})


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
                given = proofs(proof)
                if not given & set(known_of(tx, case)):
                    return None
                theirs = tuple(each.id for each in made_by_residents(tx, case) if given & known_by(tx, case, each))
                return Found(case=case.id, proven=Level.CONTACT, by=theirs)
            seen = may(asked_of(self._parts.county, case.service), Act.VIEW, Level.NONE)
            return Found(case=case.id, proven=Level.NONE) if seen else None

        found = await self._parts.sql.read(look)
        if found is None:
            raise NotFound(NO_MATCH if proof.strip() else NO_PROOF)
        return found

    async def view(self, found: Found) -> dict[str, Any]:
        """`{reference, service_label, asked_at, state, sentences, messages: [{mine, who, text, at}],
        may_withdraw}`. `who` wrote is a word for the page."""
        return await self._parts.sql.read(lambda tx: self._view(tx, tx.cases.get(found.case), found))

    async def withdraw(self, found: Found) -> None:
        """The resident wants it no more. Asked twice, it is done once. NotAllowed for who has not proven enough.

        What cannot be done now, because the queue is away, is done by itself when it is back.
        """
        case_id = found.case

        def note(tx: Tx) -> OutboxRow:
            asked = asked_of(self._parts.county, tx.cases.get(case_id).service)
            if not may(asked, Act.CHANGE, found.proven):
                raise NotAllowed(NOT_HERE)
            theirs = [each for each in tx.contacts.of_case(case_id) if self._withdraws(each, found)]
            noted = [each.id for each in _note_withdrawal(tx, theirs)]
            key, later = f"{WITHDRAWAL}:{case_id}:{tx.now.isoformat()}", tx.now + FINISHED_BY_OTHERS_AFTER
            return tx.outbox.add(WITHDRAWAL, case_id, {"contacts": noted}, key, later)

        row = await self._parts.sql.write(note)
        try:
            await self.finish(row)
            await self._parts.sql.write(lambda tx: tx.outbox.done(row.id))
        except Unavailable:
            log.warning("withdrawal_left_to_the_outbox", row=row.id)

    async def finish(self, row: OutboxRow) -> dict[str, Any]:
        """What is left to do of a withdrawal that is in the record. Safe to repeat. Unavailable: to be tried again."""
        case_id, noted = row.subject_id, row.payload["contacts"]
        for contact in await self._parts.sql.read(lambda tx: tx.contacts.get_many(noted)):
            if contact.state == CLOSED or (contact.state in FREE and await self._ended(contact)):
                continue
            await self._late.again_if_closed(contact.id)
            await self._parts.notices.tell("message.received", contact=contact.id, agent=contact.agent_id)
        await self._parts.sql.write(lambda tx: _closed(tx, case_id, noted))
        await self._tell_specialists(case_id)
        return {}

    def _withdraws(self, contact: Contact, found: Found) -> bool:
        """Whoever works on it is told in any case; of what waits, only what may be changed goes."""
        return contact.state in IN_HAND or self._lets(contact, Act.CHANGE, found.proven)

    async def _ended(self, contact: Contact) -> bool:
        """Whether it left the queue before anybody took it."""
        withdrawn = await self._parts.engine.withdraw(contact.id, Ended.WITHDRAWN)
        if withdrawn.word is not Word.WITHDRAWN:
            if await self._parts.engine.contact(contact.id) is None:
                raise Unavailable("The queue has yet to hear of it again.")
            return False
        await self._parts.sql.write(lambda tx: tx.contacts.move(contact.id, CLOSED, outcome=Ended.WITHDRAWN, at=tx.now))
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

    def _view(self, tx: Tx, case: Case, found: Found) -> dict[str, Any]:
        level, asked = found.proven, asked_of(self._parts.county, case.service)
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
            "messages": self._passed(tx, case, found, contacts) if words else [],
            "may_withdraw": may(asked, Act.CHANGE, level)
            and state in MAY_WITHDRAW
            and all(self._withdraws(each, found) for each in contacts if each.state != CLOSED),
        }

    def _passed(self, tx: Tx, case: Case, found: Found, contacts: list[Contact]) -> list[dict[str, Any]]:
        zone, open_ = self._parts.county.zone, [each for each in contacts if self._lets(each, Act.VIEW, found.proven)]
        return [each | {"at": each["at"].astimezone(zone)} for each in passed_with(tx, case, open_, found.by)]

    def _lets(self, contact: Contact, act: Act, level: Level) -> bool:
        """What tells of danger may have come to a harmless matter, and whoever does harm may know its reference."""
        alarm = (contact.facts.get(GUESS) or {}).get("alarm")
        asked = (asked_of(self._parts.county, each) for each in (contact.service, alarm))
        return all(may(each, act, level) for each in asked)


def _note_withdrawal(tx: Tx, contacts: list[Contact]) -> list[Contact]:
    """Said once on every one of these, and to whoever has one in hand; those of which something is left to do."""
    noted = []
    for each in contacts:
        contact = tx.contacts.get(each.id, lock=True)
        if contact.facts.get(WITHDRAWN):
            # The queue was away the first time: what is marked and still free has yet to leave it.
            noted += [contact] if contact.state in FREE and contact.facts[WITHDRAWN] != "wish" else []
            continue
        tx.contacts.merge_facts(contact.id, {WITHDRAWN: "yes"})
        if contact.state in FREE or contact.state in IN_HAND:
            tx.messages.add(contact.id, "in", TOLD, "resident", key=f"withdrawn:{contact.id}")
            noted.append(tx.contacts.get(contact.id))
    return noted


def _closed(tx: Tx, case_id: str, contact_ids: list[str]) -> None:
    """The case ends with what left the queue, unless something of it goes on."""
    left = [each for each in tx.contacts.get_many(contact_ids) if each.outcome == Ended.WITHDRAWN]
    still = [each for each in tx.contacts.of_case(case_id) if each.state != CLOSED]
    if left and not still and not any(each.state in UNDER_WAY for each in tx.referrals.of_case(case_id)):
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
        facts={"words": cut(words), WITHDRAWN: "wish"},
    )
    contact, created = tx.contacts.take_in(new)
    if created:
        tx.contacts.link(contact.id, case_id=case.id)
        tx.messages.add(contact.id, "in", words, "resident", key=f"withdrawn:{case.id}")
    return tx.contacts.get(contact.id)
