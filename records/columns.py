"""Column types that read back the same on SQLite and PostgreSQL: moments, words, documents of JSON."""

import re
from datetime import datetime
from typing import Any, Final

from sqlalchemy import JSON, BigInteger, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from core.clock import from_ms, to_ms

_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime kept as whole milliseconds since 1970: exact, sortable, the same everywhere."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone has no place in the record.")
        return to_ms(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else from_ms(value)


class Words(TypeDecorator[str]):
    """Text from outside. PostgreSQL refuses NUL and no store can encode half a surrogate pair, so both are marked."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


class Json(TypeDecorator[Any]):
    """A JSON document. `None` is SQL NULL, never the word null."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return _storable_json(value)


def storable(text: str) -> str:
    """`text` with what no database keeps replaced by U+FFFD, the mark for something unreadable."""
    text = text.replace("\x00", "\ufffd")
    return text if text.isascii() else _LONE_SURROGATE.sub("\ufffd", text)


def _storable_json(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(str(key)): _storable_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_storable_json(item) for item in value]
    return value
