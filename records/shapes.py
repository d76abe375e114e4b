"""How a table, a column and an index are said in `records.tables`: short, and the same on both databases."""

from typing import Any

from sqlalchemy import Column, ForeignKey, Index, MetaData, Table, Text, TextClause

from records.columns import Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def table(name: str, *parts: Any) -> Table:
    """A table with an id of its own and a division."""
    return Table(name, metadata, Column("id", Text, primary_key=True), division(), *parts)


def division() -> Column[str]:
    return Column("division", Text, nullable=False)


def must(name: str, kind: Any = Words) -> Column[Any]:
    return Column(name, kind, nullable=False)


def may(name: str, kind: Any = Words) -> Column[Any]:
    return Column(name, kind, nullable=True)


def of(name: str, table: str, *, must: bool = False) -> Column[str]:
    """A reference to another table's row."""
    return Column(name, Text, ForeignKey(f"{table}.id"), nullable=not must)


def partial(name: str, where: TextClause, *columns: str) -> Index:
    """An index of the few rows that are still of interest, however many there are."""
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)
