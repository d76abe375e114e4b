"""Names as they are heard: without capital letters, accents and apostrophes, for a search."""

import re
import unicodedata
from typing import Any, Final

from sqlalchemy import ColumnElement, Text, func, text

_MARKS: Final = "[\u0300-\u036f]"
"""What Unicode takes off a letter and keeps beside it."""
_APART: Final = {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ς": "σ"}
"""What it does not take apart."""
_CAPITALS: Final = dict(zip("ØŁĐĦŦÆŒÞÐẞŊ", "oldhtæœþðßŋ", strict=True))
"""The same for a database of the locale C, which knows no other small letters than a to z."""
_PLAIN: Final = {**_APART, **_CAPITALS}
_ACUTE: Final = "´"
"""An apostrophe to those who type it; Unicode makes a space and a mark of it."""
_GONE: Final = "'’‘ʼ`."
_SPACES: Final = "-‐‑–"
_FROM: Final = "".join((*_PLAIN, *_SPACES, *_GONE))
_TO: Final = "".join(_PLAIN.values()) + " " * len(_SPACES)
"""Short, for PostgreSQL looks through all of it for every letter: with each letter in it, 100,000 names took 10 s."""
_TABLE: Final = str.maketrans(_FROM[: len(_TO)], _TO, _GONE)


def folded(name: str | None) -> str | None:
    """ "Zoë O’Neill" is "zoe oneill", as SQLite is told to have it as well."""
    if name is None:
        return None
    return re.sub(_MARKS, "", unicodedata.normalize("NFKD", name.replace(_ACUTE, ""))).lower().translate(_TABLE)


def in_database(name: ColumnElement[Any], dialect: str) -> ColumnElement[Any]:
    """The same of a column."""
    if dialect != "postgresql":
        return func.folded(name, type_=Text())
    parts = func.normalize(func.replace(name, _ACUTE, ""), text("NFKD"))
    return func.translate(func.lower(func.regexp_replace(parts, _MARKS, "", "g")), _FROM, _TO, type_=Text())
