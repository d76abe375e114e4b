"""Addresses at which mail of ours does not arrive, until something comes from there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, update

from records import mail_tables
from records.family import Family


@dataclass(frozen=True, slots=True, kw_only=True)
class Undelivered:
    """An address in small letters, what the mail system said, and when."""

    address: str
    reason: str
    at: datetime


class Undeliverable(Family):
    """One row an address; what was said last counts."""

    table = mail_tables.undeliverable

    def mark(self, address: str, reason: str) -> None:
        """A mail system says that there is no such place."""
        values = {"address": address.lower(), "reason": reason, "at": self._now}
        if not self._insert_unless(values, ("address",)):
            self._connection.execute(update(self.table).where(self._is(address)).values(reason=reason, at=self._now))

    def clear(self, address: str) -> bool:
        """Something came from there, so it is there; whether it had been marked."""
        return self._connection.execute(delete(self.table).where(self._is(address))).rowcount == 1

    def among(self, addresses: Sequence[str]) -> list[Undelivered]:
        """Those of these addresses that are marked."""
        row = self.table.c
        small = [each.lower() for each in addresses]
        return self._all(Undelivered, self._select(Undelivered).where(row.address.in_(small)).order_by(row.address))

    def _is(self, address: str) -> ColumnElement[bool]:
        row = self.table.c
        return (row.address == address.lower()) & (row.division == self._division)
