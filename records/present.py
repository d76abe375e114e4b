"""Contacts of people who are there in person, in a chat or at the front desk: who is open now, who came today."""

from typing import Any

from sqlalchemy import Select, func, select

from core.channel import Channel
from records import tables
from records.contacts import Contacts
from records.rows import Contact


class Present(Contacts):
    """Reads the same rows as `Contacts` does, by channel."""

    def open_on(self, channel: Channel) -> list[Contact]:
        """Those that have not closed, in order of arrival."""
        contact = self.table.c
        query = self._query().where(tables.contact_is_open, contact.channel == channel)
        return self._contacts(query.order_by(contact.arrived_at, contact.id))

    def of_day(self, channel: Channel, day: str) -> list[Contact]:
        """Those whose provider id begins with `day:`, in order of arrival."""
        return self._contacts(self._named(self._query(), channel, day).order_by(self.table.c.arrived_at))

    def next_number(self, channel: Channel, day: str) -> int:
        """The number after as many as there are of the day. Nobody else is given it in this transaction's time."""
        self._alone(f"{channel}:{day}")
        query = self._named(select(func.count()).select_from(self.table), channel, day)
        return int(self._connection.execute(query).scalar_one()) + 1

    def _named(self, query: Select[Any], channel: Channel, day: str) -> Select[Any]:
        contact = self.table.c
        mine = (contact.division == self._division) & (contact.channel == channel)
        return query.where(mine, contact.provider_id >= f"{day}:", contact.provider_id < f"{day};")
