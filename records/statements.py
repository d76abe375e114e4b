"""The statements that are run most, each made once: to put one together takes longer than to run it.

Their values are given when they are run. Those that say which row is meant are named `its_…`.
"""

from dataclasses import fields
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Insert, Select, Table, Update, and_, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert, ReturningUpdate

ITS: Final = "its_"


@cache
def selecting(table: Table, row: type, beside: tuple[str, ...] = ()) -> Select[Any]:
    """The columns that `row` has fields for, and those `beside` them."""
    return select(*(table.c[name] for name in _names(table, row, beside)))


@cache
def finding(
    table: Table, row: type, known: tuple[str, ...], beside: tuple[str, ...] = (), *, lock: bool = False
) -> Select[Any]:
    """The same, of the rows of which the `known` columns say what they are asked to."""
    query = selecting(table, row, beside).where(_its(table, known))
    return query.with_for_update() if lock else query


@cache
def inserting(table: Table) -> Insert:
    """A new row."""
    return insert(table)


@cache
def inserting_as(
    dialect: str, table: Table, keys: tuple[str, ...], row: type | None, beside: tuple[str, ...] = ()
) -> ReturningInsert[Any]:
    """A new row, unless one has these keys, where there are any; gives it back as `row`, or its division alone."""
    make = postgresql.insert if dialect == "postgresql" else sqlite.insert
    names = ("division",) if row is None else _names(table, row, beside)
    statement = make(table)
    if keys:
        statement = statement.on_conflict_do_nothing(index_elements=["division", *keys])
    # What comes back says whose row it is; a row count after an insert is not to be had everywhere.
    return statement.returning(*(table.c[name] for name in names))


@cache
def changing(table: Table) -> Update:
    """Other values in the row with an id."""
    return update(table).where(_its(table, ("id", "division")))


@cache
def changing_to(table: Table, row: type, beside: tuple[str, ...] = ()) -> ReturningUpdate[Any]:
    """The same; gives it back as `row`."""
    return changing(table).returning(*(table.c[name] for name in _names(table, row, beside)))


def its(**known: Any) -> dict[str, Any]:
    """What says which row is meant, as the statements name it."""
    return {f"{ITS}{name}": value for name, value in known.items()}


def _names(table: Table, row: type, beside: tuple[str, ...]) -> tuple[str, ...]:
    return (*(field.name for field in fields(row) if field.name in table.c), *beside)


def _its(table: Table, known: tuple[str, ...]) -> ColumnElement[bool]:
    return and_(*(table.c[name] == bindparam(f"{ITS}{name}", type_=table.c[name].type) for name in known))
