"""What every family of the record stands on: one transaction, one division, rows read into their classes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, TypeVar

from sqlalchemy import Connection, RowMapping, Select, Table, func, select

from core.errors import NotFound
from records import statements

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
    beside: ClassVar[tuple[str, ...]] = ()
    """Columns that a row is made of and has no fields of their name for."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._connection = scope.connection
        self._division = scope.division

    @property
    def _now(self) -> datetime:
        return self._scope.now

    @property
    def _dialect(self) -> str:
        return self._connection.dialect.name

    def _new_id(self, kind: str) -> str:
        return str(self._scope.new_id(kind))

    def _select(self, row: type, table: Table | None = None) -> Select[Any]:
        """The columns that `row` has fields for, of this division."""
        table = self.table if table is None else table
        beside = self.beside if table is self.table else ()
        return statements.selecting(table, row, beside).where(table.c.division == self._division)

    def _found(self, row: type, *, lock: bool = False, **known: Any) -> RowMapping | None:
        """The one row of which `known` says what its columns are, none of them NULL. Made for what is asked most."""
        query = statements.finding(self.table, row, ("division", *known), self.beside, lock=lock)
        return self._connection.execute(query, statements.its(division=self._division, **known)).mappings().first()

    def _known(self, row: type[T], **known: Any) -> T | None:
        """The same, as `row`."""
        found = self._found(row, **known)
        return None if found is None else row(**found)

    def _all(self, row: type[T], query: Select[Any]) -> list[T]:
        return [row(**found) for found in self._connection.execute(query).mappings()]

    def _first(self, row: type[T], query: Select[Any]) -> T | None:
        found = self._connection.execute(query).mappings().first()
        return None if found is None else row(**found)

    def _one(self, row: type[T], query: Select[Any], what: str) -> T:
        return self._there(row, self._connection.execute(query).mappings().first(), what)

    @staticmethod
    def _there(row: type[T], found: RowMapping | None, what: str) -> T:
        if found is None:
            raise NotFound(f"There is no such {what}.")
        return row(**found)

    def _insert(self, values: Mapping[str, Any], table: Table | None = None) -> None:
        table = self.table if table is None else table
        self._connection.execute(statements.inserting(table), {"division": self._division, **values})

    def _insert_unless(self, values: Mapping[str, Any], keys: Iterable[str], table: Table | None = None) -> bool:
        """Insert, unless a row with these keys is there; whether it was ours. Waits for a rival's commit."""
        table = self.table if table is None else table
        statement = statements.inserting_as(self._dialect, table, tuple(keys), None)
        return self._connection.execute(statement, {"division": self._division, **values}).first() is not None

    def _inserted(self, row: type, values: Mapping[str, Any], keys: Iterable[str] = ()) -> RowMapping | None:
        """The new row, or None when a row with these keys is there."""
        statement = statements.inserting_as(self._dialect, self.table, tuple(keys), row, self.beside)
        return self._connection.execute(statement, {"division": self._division, **values}).mappings().first()

    def _alone(self, what: str) -> None:
        """Nobody else in the division passes here with the same `what` until this transaction ends."""
        # SQLite lets one transaction write at a time, so there it is so already.
        if self._dialect == "postgresql":
            name = func.hashtextextended(f"{self._division}:{what}", 0)
            self._connection.execute(select(func.pg_advisory_xact_lock(name)))

    def _change(self, row_id: str, changes: Mapping[str, Any]) -> None:
        """Write `changes` to the row with this id; nothing when there are none."""
        if changes:
            mine = statements.its(id=row_id, division=self._division)
            self._connection.execute(statements.changing(self.table), {**mine, **changes})

    def _changed(self, row: type, row_id: str, changes: Mapping[str, Any]) -> RowMapping | None:
        """The same; the row as it is now, or None when there is none."""
        if not changes:
            return self._found(row, id=row_id)
        mine = statements.its(id=row_id, division=self._division)
        statement = statements.changing_to(self.table, row, self.beside)
        return self._connection.execute(statement, {**mine, **changes}).mappings().first()

    def _count(self) -> int:
        query = select(func.count()).select_from(self.table).where(self.table.c.division == self._division)
        return self._connection.execute(query).scalar_one()
