"""What every family of the record stands on: one transaction, one division, rows read into their classes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar, TypeVar

from sqlalchemy import Connection, Select, Table, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.errors import NotFound

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The transaction that a family works in. `now` is read once, after the transaction has begun."""

    connection: Connection
    division: str
    now: datetime
    new_id: Any


class Family:
    """Reads and writes one table (and those that belong to it) inside one division."""

    table: ClassVar[Table]

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._connection = scope.connection
        self._division = scope.division

    @property
    def _now(self) -> datetime:
        return self._scope.now

    def _new_id(self, kind: str) -> str:
        return str(self._scope.new_id(kind))

    def _select(self, row: type, table: Table | None = None) -> Select[Any]:
        """The columns that `row` has fields for, of this division."""
        table = self.table if table is None else table
        names = [field.name for field in fields(row)]
        return select(*(table.c[name] for name in names if name in table.c)).where(table.c.division == self._division)

    def _all(self, row: type[T], query: Select[Any]) -> list[T]:
        return [row(**found) for found in self._connection.execute(query).mappings()]

    def _first(self, row: type[T], query: Select[Any]) -> T | None:
        found = self._connection.execute(query).mappings().first()
        return None if found is None else row(**found)

    def _one(self, row: type[T], query: Select[Any], what: str) -> T:
        found = self._first(row, query)
        if found is None:
            raise NotFound(f"There is no such {what}.")
        return found

    def _insert(self, values: Mapping[str, Any], table: Table | None = None) -> None:
        table = self.table if table is None else table
        self._connection.execute(insert(table), {"division": self._division, **values})

    def _insert_unless(self, values: Mapping[str, Any], keys: Iterable[str], table: Table | None = None) -> bool:
        """Insert, unless a row with these keys is there; whether it was ours. Waits for a rival's commit."""
        table = self.table if table is None else table
        make = postgresql.insert if self._connection.dialect.name == "postgresql" else sqlite.insert
        row = {"division": self._division, **values}
        statement = make(table).values(row).on_conflict_do_nothing(index_elements=["division", *keys])
        # What comes back says whose row it is; a row count after an insert is not to be had everywhere.
        return self._connection.execute(statement.returning(table.c.division)).first() is not None

    def _alone(self, what: str) -> None:
        """Nobody else in the division passes here with the same `what` until this transaction ends."""
        # SQLite lets one transaction write at a time, so there it is so already.
        if self._connection.dialect.name == "postgresql":
            name = func.hashtextextended(f"{self._division}:{what}", 0)
            self._connection.execute(select(func.pg_advisory_xact_lock(name)))

    def _change(self, row_id: str, changes: Mapping[str, Any]) -> None:
        """Write `changes` to the row with this id; nothing when there are none."""
        if changes:
            mine = (self.table.c.id == row_id) & (self.table.c.division == self._division)
            self._connection.execute(update(self.table).where(mine).values(**changes))

    def _count(self) -> int:
        query = select(func.count()).select_from(self.table).where(self.table.c.division == self._division)
        return self._connection.execute(query).scalar_one()
