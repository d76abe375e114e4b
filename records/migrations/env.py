"""How Alembic runs the steps: always on a connection that `records.migrating` hands over, inside its transaction."""

from typing import Any, Literal

from alembic import context

from records.columns import Json, Moment, Words
from records.tables import metadata


def render_item(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Steps name plain types, so that an old one still reads the same when our own types have moved on."""
    plain = {Moment: "sa.BigInteger()", Words: "sa.Text()", Json: "sa.JSON()"}
    return plain.get(type(item), False) if kind == "type" else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=render_item,
    transactional_ddl=False,
)
context.run_migrations()
