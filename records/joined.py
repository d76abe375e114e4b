"""Contacts that are one matter: what of a person is open, what was joined to what, and all that was said in it."""

from typing import Final

from sqlalchemy import and_, bindparam, false, or_, select

from core.address import Address
from core.channel import Channel
from records import tables
from records.found_contacts import FoundContacts
from records.messages import Messages
from records.projection import CLOSED, MERGED
from records.rows import Contact, Message

DEEPEST: Final = 20
"""Joins of joins that are followed; more would be a mistake."""
_ROW = tables.contacts.c
PART_OF: Final = select(_ROW.id).where(
    _ROW.division == bindparam("division"),
    _ROW.merged_into.in_(bindparam("layer", expanding=True)),
    _ROW.id.not_in(bindparam("found", expanding=True)),
)


class Joined(FoundContacts):
    """Reads contacts by the matter that they are part of."""

    def open_of(self, person_id: str, addresses: tuple[Address, ...]) -> list[Contact]:
        """What this person has open, and what is open from these addresses of nobody that we know; oldest first."""
        row = self.table.c
        unknown = [and_(row.from_kind == each.kind, row.from_value == each.value) for each in addresses]
        theirs = or_(row.person_id == person_id, and_(row.person_id.is_(None), or_(*unknown)) if unknown else false())
        query = self._query().where(tables.contact_is_open, theirs, row.consults.is_(None))
        return self._contacts(query.order_by(row.arrived_at, row.id))

    def newest_from(self, channel: Channel, sender: Address) -> Contact | None:
        """The newest contact on this channel from this address, open or closed."""
        row = self.table.c
        query = self._query().where(
            row.channel == channel, row.from_kind == sender.kind, row.from_value == sender.value
        )
        found = self._contacts(query.order_by(row.arrived_at.desc(), row.id.desc()).limit(1))
        return found[0] if found else None

    def survivor(self, contact: Contact) -> Contact:
        """The contact that this one is part of by now; itself when it is part of none."""
        for _ in range(DEEPEST):
            if contact.state != CLOSED or contact.outcome != MERGED or contact.merged_into is None:
                break
            contact = self.get(contact.merged_into)
        return contact

    def part_of(self, contact_id: str) -> list[Contact]:
        """What was joined to this contact, also by way of others; oldest first."""
        layer = found = [contact_id]
        for _ in range(DEEPEST):
            known = {"division": self._division, "layer": layer, "found": found}
            layer = list(self._connection.execute(PART_OF, known).scalars())
            if not layer:
                break
            found = [*found, *layer]
        return self.get_many(sorted(found[1:])) if len(found) > 1 else []

    def said(self, contact_id: str) -> list[Message]:
        """The messages of a contact and of all that was joined to it, oldest first, notes among them."""
        messages = Messages(self._scope)
        found = messages.of_contact(contact_id)
        for part in self.part_of(contact_id):
            found += messages.of_contact(part.id)
        return sorted(found, key=lambda message: (message.at, message.id))
