"""Passing a matter to its specialists: checked for completeness, kept, then handed over by a worker through the outbox.

The resident is told only after the specialists' system has acknowledged it.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from centre.assurance import may_be_told
from centre.parts import Parts
from centre.sending import AUTOMATIC, PROMISED, REFERRAL, Sending
from centre.ways import way_to
from core.address import AddressKind, shown_phone
from core.errors import ConfigInvalid, InvalidInput, NotFound, Problem
from core.service import FieldKind, Service
from records.rows import Case, Contact, OutboxRow, Person, Referral
from records.tx import Tx
from referrals import required
from referrals.partner import Parcel, Place, Receipt, Reporter
from referrals.states import LABELS, MOVES, Did, State, advance

AWAITED = (State.QUEUED, State.UNCONFIRMED, State.SENT, State.ACKNOWLEDGED, State.ACCEPTED)
"""Where a referral is with its team; what they refused or sent back is the agent's again."""
AGAIN = "It is tried again by itself."
TRYING_AGAIN = "Trying again"


class Referring:
    """Referrals, from the agent's button to the partner's number."""

    def __init__(self, parts: Parts, sending: Sending) -> None:
        self._parts = parts
        self._sending = sending

    def _today(self) -> date:
        return self._parts.clock.now().astimezone(self._parts.county.zone).date()

    async def refer(self, agent: str, contact: Contact, service_id: str, given: Mapping[str, Any]) -> Referral:
        """A new referral, on its way. ConfigInvalid names every field that is missing or wrong."""
        service = self.service(service_id)
        filled = {**_from_facts(service, contact), **{name: value for name, value in given.items() if value}}
        wrong = required.problems(service, filled, self._today())
        if wrong:
            raise ConfigInvalid([Problem(message=each.message, file=each.field) for each in wrong])
        fields = required.tidy(service, filled)

        def keep(tx: Tx) -> tuple[Referral, OutboxRow]:
            made = _under_way(tx, contact.id, service.id, fields)
            if made is not None:
                # Asked twice: a repeated request, or a second click.
                return made, tx.outbox.of_subject(made.id)[0]
            present = tx.contacts.get(contact.id, lock=True)
            case = case_for(tx, present, service.id)
            destination = service.destination.name if service.destination else ""
            made = tx.referrals.create(
                case.id, contact.id, service.id, destination, fields, agent, state=advance(State.DRAFT, Did.QUEUE)
            )
            tx.cases.update(case.id, next_action=_awaited(tx.referrals.of_case(case.id)))
            place = _place_of(service, fields, contact)
            if place and not present.facts.get("place") and service.id == present.service:
                # Said in the referral for the first time: it is where the contact's matter is.
                tx.contacts.merge_facts(contact.id, {"place": place})
            payload = {"referral": made.id, "author": agent, "place": place}
            row = tx.outbox.add(REFERRAL, made.id, payload, f"referral:{made.id}")
            return made, row

        made, row = await self._parts.sql.write(keep)
        await self._sending.ring(row)
        await self._parts.notices.tell("referral.made", contact=contact.id, agent=agent)
        return made

    def service(self, service_id: str) -> Service:
        """A service by its id; InvalidInput when the council has no such one."""
        service = self._parts.county.services.get(service_id)
        if service is None:
            raise InvalidInput("There is no such service.", field="service")
        return service

    def parcel(self, tx: Tx, referral: Referral, place: Mapping[str, Any] | None) -> Parcel:
        """What the partner is given. `place` is where it was when it was referred, wherever the contact is by now."""
        case = tx.cases.get(referral.case_id)
        contact = tx.contacts.get(referral.contact_id) if referral.contact_id else None
        person = tx.people.get(case.person_id) if case.person_id else None
        return Parcel(
            id=referral.id,
            reference=case.reference,
            service=self.service(referral.service),
            fields=referral.fields,
            made_at=referral.created_at,
            place=Place(text=place["text"], lat=place.get("lat"), lng=place.get("lng")) if place else None,
            reporter=_reporter(contact, person),
            summary=(contact.summary or "") if contact else "",
        )

    async def taken(self, referral: Referral, receipt: Receipt) -> None:
        """The partner has it: with its number, or with the promise of one."""

        def keep(tx: Tx) -> list[OutboxRow]:
            present = tx.referrals.get(referral.id)
            if receipt.reference is None:
                if present.state in (State.QUEUED, State.UNCONFIRMED):
                    tx.referrals.move(referral.id, advance(State(present.state), Did.SEND))
                if receipt.token is None:
                    return []
                payload = {"referral": referral.id, "token": receipt.token, "author": referral.by}
                return [tx.outbox.add(PROMISED, referral.id, payload, f"token:{referral.id}")]
            if present.state not in (State.QUEUED, State.UNCONFIRMED, State.SENT):
                return []
            tx.referrals.acknowledged(referral.id, receipt.reference)
            return self._tell_resident(tx, present, receipt.reference)

        for row in await self._parts.sql.write(keep):
            await self._sending.ring(row)
        await self._parts.notices.tell("referral.moved", contact=referral.contact_id, agent=referral.by)

    async def failed(self, referral: Referral, did: Did, problem: str) -> None:
        """It came to nothing, or nobody knows: the referral says so, and whoever made it is told."""

        def keep(tx: Tx) -> None:
            present = tx.referrals.get(referral.id)
            if did in MOVES.get(State(present.state), {}):
                tx.referrals.move(referral.id, advance(State(present.state), did), problem=problem)

        await self._parts.sql.write(keep)
        await self._parts.notices.tell("referral.moved", contact=referral.contact_id, agent=referral.by)

    async def delayed(self, referral: Referral, problem: str) -> None:
        """Not yet: it is tried again by itself, and `problem` says why it waits."""
        await self._parts.sql.write(
            lambda tx: tx.referrals.move(referral.id, State.QUEUED, problem=f"{problem} {AGAIN}", expected=State.QUEUED)
        )
        await self._parts.notices.tell("referral.moved", contact=referral.contact_id, agent=referral.by)

    def _tell_resident(self, tx: Tx, referral: Referral, number: str) -> list[OutboxRow]:
        contact = tx.contacts.get(referral.contact_id) if referral.contact_id else None
        if contact is None or not self._sending.may_text(tx, contact) or not self._may_hear(tx, referral, contact):
            return []
        words = self._parts.county.council.texts["referred"].format(
            partner_reference=number, reference=tx.cases.get(referral.case_id).reference
        )
        return [self._sending.put(tx, contact, words, author=AUTOMATIC, key=f"referred:{referral.id}")[1]]

    def _may_hear(self, tx: Tx, referral: Referral, contact: Contact) -> bool:
        """Whether whoever reads their texts may know of it: also what it was referred as, which may be another."""
        case, by = tx.cases.get(referral.case_id), way_to(self._parts, contact).channel
        return may_be_told(tx, self._parts.county, contact, case, by, referral.service)


def case_for(tx: Tx, contact: Contact, service: str) -> Case:
    """The contact's case: the one it has, the person's open one about this service, or a new one."""
    if contact.case_id:
        return tx.cases.get(contact.case_id)
    person_id = contact.person_id
    if person_id is None and contact.from_address is not None:
        person_id = tx.people.create(None, (contact.from_address,)).id
    case = (tx.cases.open_for(person_id, service) if person_id else None) or tx.cases.create(
        person_id, service, owner=contact.agent_id
    )
    tx.contacts.link(contact.id, person_id=person_id, case_id=case.id)
    return case


def _under_way(tx: Tx, contact_id: str, service: str, fields: Mapping[str, Any]) -> Referral | None:
    """The same referral of the same contact, unless it came to nothing."""
    made = tx.referrals.of_contact(contact_id)
    same = (each for each in made if each.service == service and each.fields == fields)
    return next((each for each in same if each.state not in (State.REFUSED, State.FAILED, State.WITHDRAWN)), None)


def _awaited(referrals: Sequence[Referral]) -> str:
    """Who of a case's referrals has yet to answer, each team once, the first asked first."""
    teams = [each.destination for each in referrals if each.state in AWAITED]
    named = list(dict.fromkeys(teams))
    *others, last = named
    who = f"{', '.join(others)} and {last}" if others else last
    return f"{who} to answer our referral{'s' if len(teams) > 1 else ''}"


def shown(referral: Referral, service: Service | None, contact: Contact) -> dict[str, Any]:
    """A referral of a case as the desk shows it beside one of its contacts; `here` if that is where it was made."""
    trying_again = referral.state == State.QUEUED and referral.problem is not None
    return {
        "id": referral.id,
        "here": referral.contact_id == contact.id,
        "place": _named_place(service, referral.fields) if service else None,
        "service": referral.service,
        "service_label": service.label if service else referral.service,
        "state": referral.state,
        "state_label": TRYING_AGAIN if trying_again else LABELS[State(referral.state)],
        "destination": referral.destination,
        "partner_reference": referral.partner_reference,
        "problem": referral.problem,
        "at": referral.created_at.isoformat(),
    }


def _from_facts(service: Service, contact: Contact) -> dict[str, Any]:
    """What is known already need not be typed again: a form's answers, the place, and the caller's own number."""
    known: dict[str, Any] = dict(contact.facts.get("answers", {}))
    place = contact.facts.get("place")
    address = contact.from_address
    for field in service.fields:
        if field.kind is FieldKind.PLACE and place:
            known[field.name] = place["text"]
        if field.kind is FieldKind.PHONE and address and address.kind is AddressKind.PHONE:
            known[field.name] = shown_phone(address.value)
    return known


def _place_of(service: Service, fields: Mapping[str, Any], contact: Contact) -> dict[str, Any] | None:
    """The place that the referral itself names; with coordinates when it is the one on the contact's map."""
    text = _named_place(service, fields)
    if not text:
        return None
    known = contact.facts.get("place") or {}
    if known.get("text") == text:
        return {"text": text, "lat": known.get("lat"), "lng": known.get("lng")}
    return {"text": text}


def _named_place(service: Service, fields: Mapping[str, Any]) -> str | None:
    name = next((field.name for field in service.fields if field.kind is FieldKind.PLACE), None)
    return (fields.get(name) or None) if name else None


def _reporter(contact: Contact | None, person: Person | None) -> Reporter:
    address = contact.from_address if contact else None
    kind = address.kind if address else None
    value = address.value if address else ""
    return Reporter(
        name=(person.name or "") if person else "",
        phone=value if kind is AddressKind.PHONE else "",
        email=value if kind is AddressKind.EMAIL else "",
    )


def subject(tx: Tx, row: OutboxRow) -> Referral:
    """The referral that an outbox row is about."""
    try:
        return tx.referrals.get(row.payload["referral"])
    except KeyError as error:
        raise NotFound("The row names no referral.") from error
