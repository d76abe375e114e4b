"""Two records of one person made one by an agent who has one of their contacts in hand, and separated again.

Nobody is ever merged by a machine, and the same number is no proof: an agent looks at both, side by side, and says why.
What moves and what goes back is `records.merges`.
"""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import structlog

from centre.assurance import named_by
from centre.matters import caller, opened
from centre.parts import Parts
from centre.person_view import addresses_shown
from centre.shown import shown_address
from centre.whose import confirmed_no_more
from centre.writers import suggested
from core import address
from core.errors import Conflict, InvalidInput, NotAllowed
from records.merges import FILLED, why_not
from records.person_rows import Merge
from records.rows import Contact, Person
from records.tx import Tx

log = structlog.get_logger()

FOUND_AT_MOST = 10
LAST = 3
"""Contacts of each that are shown beside each other."""
LOOKED_AT = 200

CHANGED = "Somebody has changed who this contact is from. Look again."
NOT_THEIRS = "That was another person's merge, not one of whoever this contact is from."


@dataclass(frozen=True, slots=True, kw_only=True)
class SameAs:
    """`person`, whom the contact was from as the agent saw it, and `other` are one. `key` is made once for it."""

    person: str | None
    other: str
    reason: str
    key: str


class SamePerson:
    """The verbs. `agent` is an account's id."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def search(self, agent: str, contact: str, words: str) -> list[dict[str, Any]]:
        """Who has this number, this email address, a part of one, or these words in their name?

        `[{id, name, reached}]`.

        Without words, whoever shares the contact's number or the person's name.
        """
        mine = await opened(self._parts, agent, contact)
        log.info("people_searched", contact=contact, agent=agent)
        found = await self._parts.sql.read(lambda tx: _found(tx, mine, words.strip()))
        return [suggested(each) for each in found if each.id != mine.person_id][:FOUND_AT_MOST]

    async def preview(self, agent: str, contact: str, other: str) -> dict[str, Any]:
        """`{person, kept, merged, moves, fills, refused}`: who would be kept, and what would move."""
        mine = await opened(self._parts, agent, contact)
        return await self._parts.sql.read(lambda tx: self._preview(tx, mine, other))

    async def merge(self, agent: str, contact: str, said: SameAs) -> dict[str, Any]:
        """Done: `{merge, says}`. The same key again is the same merge; Conflict says who was first."""
        if not said.reason.strip():
            raise InvalidInput("Say in a few words how you know that they are one person.", field="reason")
        await opened(self._parts, agent, contact)
        made, open_ = await self._parts.sql.write(lambda tx: _merged(tx, agent, contact, said))
        log.info("people_merged", merge=made.id, contact=contact, by=agent)
        await self._tell(open_)
        return {"merge": made.id, "says": "Merged: they are one person now, with one story."}

    async def separate(self, agent: str, contact: str, merge: str, reason: str) -> dict[str, Any]:
        """They are two again: `{says}`, a sentence with what stays. Asked twice, it is done once."""
        if not reason.strip():
            raise InvalidInput("Say in a few words why they are two people.", field="reason")
        mine = await opened(self._parts, agent, contact)
        stays, open_ = await self._parts.sql.write(lambda tx: _parted(tx, agent, mine, merge, reason.strip()))
        log.info("people_separated", merge=merge, contact=contact, by=agent)
        await self._tell(open_)
        return {"says": f"Separated: what was merged is back where it was. {_stays(stays)}"}

    async def _tell(self, contacts: list[Contact]) -> None:
        """Every desk that shows one of the two."""
        for each in contacts:
            await self._parts.notices.tell("contact.changed", contact=each.id, agent=each.agent_id)

    def _preview(self, tx: Tx, contact: Contact, other: str) -> dict[str, Any]:
        they = tx.people.itself(other)
        mine = tx.people.get(contact.person_id) if contact.person_id else None
        kept, merged = in_order(mine, they) if mine else (they, None)
        lacking = [each for each in merged.addresses if each not in kept.addresses] if merged else []
        return {
            "person": contact.person_id,
            "kept": self._side(tx, kept, contact),
            "merged": self._side(tx, merged, contact),
            "moves": {
                "contacts": len(tx.contacts.of_person(merged.id, LOOKED_AT)) if merged else 1,
                "cases": len(tx.cases.of_person(merged.id)) if merged else int(contact.case_id is not None),
                "addresses": len(lacking),
            },
            "fills": [name for name in FILLED if merged and getattr(merged, name) and not getattr(kept, name)],
            "refused": _refused(tx, kept, merged) if merged else None,
        }

    def _side(self, tx: Tx, person: Person | None, contact: Contact) -> dict[str, Any]:
        """One of the two as they are shown beside each other; a caller who is nobody yet has this contact alone."""
        last = tx.contacts.of_person(person.id, LAST) if person else [contact]
        return {
            "id": person.id if person else None,
            "name": person.name if person else None,
            "addresses": addresses_shown(person) if person else [shown_address(contact)],
            "language": person.language if person else None,
            "access_needs": person.access_needs if person else None,
            "verified": bool(person and person.verified_at),
            "last": [
                {
                    "channel": each.channel.value,
                    "at": each.arrived_at.isoformat(),
                    "service_label": self._label(each.service),
                }
                for each in last
            ],
        }

    def _label(self, service: str | None) -> str | None:
        known = self._parts.county.services.get(service or "")
        return known.label if known else service


def in_order(mine: Person, other: Person) -> tuple[Person, Person]:
    """Who is kept, and who is merged into them: whoever was confirmed, else who has a name, else `mine`."""
    first, second = sorted((mine, other), key=lambda each: (each.verified_at is None, not each.name))
    return first, second


def _found(tx: Tx, contact: Contact, words: str) -> list[Person]:
    if words:
        for read in (address.phone, address.email):
            with suppress(InvalidInput):
                if found := tx.people.find(read(words)):
                    return found
        # Nobody's whole number may be a part of somebody's.
        return tx.people.like(words, FOUND_AT_MOST + 1)
    person = tx.people.get(contact.person_id) if contact.person_id else None
    at_this_address = tx.people.find(contact.from_address) if contact.from_address else []
    namesakes = tx.people.named(person.name, FOUND_AT_MOST) if person and person.name else []
    return list({each.id: each for each in (*at_this_address, *namesakes)}.values())


def _merged(tx: Tx, agent: str, contact_id: str, said: SameAs) -> tuple[Merge, list[Contact]]:
    known = tx.merges.by_key(said.key)
    if known is not None:
        return known, []
    other = tx.people.itself(said.other)
    contact = tx.contacts.get(contact_id)
    if contact.person_id != said.person:
        raise Conflict(_who_was_first(tx, (said.person, said.other)) or CHANGED)
    kept, merged = in_order(tx.people.get(contact.person_id or _nobody_yet(tx, contact)), other)
    refused = _refused(tx, kept, merged)
    if refused is not None:
        raise Conflict(refused)
    made = tx.merges.make(kept.id, merged.id, by=agent, why=said.reason.strip(), key=said.key)
    _ends_what_was_confirmed(tx, made, was=made.merged_id, now=made.kept_id, agent=agent)
    return made, _open_of(tx, made.kept_id)


def _nobody_yet(tx: Tx, contact: Contact) -> str:
    """Somebody without a name, from whom the contact and its case are: so there are two who can be separated again.

    A case that the contact only names is not theirs.
    """
    person = caller(tx, contact.id)
    if contact.case_id and contact.case_id != named_by(contact) and tx.cases.get(contact.case_id).person_id is None:
        tx.cases.update(contact.case_id, person_id=person)
    return person


def _parted(
    tx: Tx, agent: str, contact: Contact, merge_id: str, reason: str
) -> tuple[tuple[int, str | None], list[Contact]]:
    merge = tx.merges.get(merge_id)
    if contact.person_id not in (merge.kept_id, merge.merged_id):
        raise NotAllowed(NOT_THEIRS)
    parted = tx.merges.part(merge_id, by=agent, why=reason)
    if merge.parted_at is None:
        _ends_what_was_confirmed(tx, parted, was=parted.kept_id, now=parted.merged_id, agent=agent)
    if parted.parted_by != agent:
        raise Conflict(f"{tx.accounts.get(str(parted.parted_by)).name} has separated them already.")
    stays = (tx.merges.since(parted), tx.people.itself(parted.kept_id).name)
    return stays, [*_open_of(tx, parted.kept_id), *_open_of(tx, parted.merged_id)]


def _ends_what_was_confirmed(tx: Tx, merge: Merge, *, was: str, now: str, agent: str) -> None:
    """Of the contacts that it made another's: that an agent made sure of somebody there was of the other one."""
    moved = [what for kind, what in tx.merges.moved(merge.id) if kind == "contact"]
    for contact in tx.contacts.get_many(moved):
        if contact.person_id == now:
            confirmed_no_more(tx, contact, was, agent)


def _refused(tx: Tx, kept: Person, merged: Person) -> str | None:
    return _who_was_first(tx, (kept.id, merged.id)) or why_not(kept, merged)


def _who_was_first(tx: Tx, people: tuple[str | None, ...]) -> str | None:
    """Who has just merged one of these with somebody."""
    for person in people:
        merge = tx.merges.standing_of(person) if person else None
        if merge is not None:
            return f"{tx.accounts.get(merge.by).name} has just merged one of the two with somebody. Look again."
    return None


def _open_of(tx: Tx, person_id: str) -> list[Contact]:
    return [each for each in tx.contacts.of_person(person_id) if each.state != "closed"]


def _stays(stays: tuple[int, str | None]) -> str:
    count, name = stays
    if not count:
        return "Nothing has come since."
    contacts, who = "1 contact" if count == 1 else f"{count} contacts", name or "the one who was kept"
    return f"{contacts} since then {'stays' if count == 1 else 'stay'} with {who}."
