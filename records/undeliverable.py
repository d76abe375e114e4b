"""Addresses at which mail of ours does not arrive, until something comes from there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, bindparam, delete, update

from records import mail_tables, statements
from records.family import Family


@dataclass(frozen=True, slots=True, kw_only=True)
class Undelivered:
    """An address in small letters, what the mail system said, and when."""

    address: str
    reason: str
    at: datetime


_ROW = mail_tables.undeliverable.c
_OURS: Final = _ROW.division == bindparam("division")
AMONG: Final = (
    statements.selecting(mail_tables.undeliverable, Undelivered)
    .where(_OURS, _ROW.address.in_(bindparam("addresses", expanding=True)))
    .order_by(_ROW.address)
)
CLEAR: Final = delete(mail_tables.undeliverable).where(_OURS, _ROW.address == bindparam("address"))


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
        known = {"division": self._division, "address": address.lower()}
        return self._connection.execute(CLEAR, known).rowcount == 1

    def among(self, addresses: Sequence[str]) -> list[Undelivered]:
        """Those of these addresses that are marked."""
        known = {"division": self._division, "addresses": [each.lower() for each in addresses]}
        return [Undelivered(**found) for found in self._connection.execute(AMONG, known).mappings()]

    def _is(self, address: str) -> ColumnElement[bool]:
        row = self.table.c
        return (row.address == address.lower()) & (row.division == self._division)
