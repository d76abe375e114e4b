"""Names as they are heard: without capital letters, accents and apostrophes, for a search."""

import unicodedata
from typing import Any, Final

from sqlalchemy import ColumnElement, Text, func

_LETTERS: Final = (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
"""Latin letters with marks."""
_APART: Final = {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i"}
"""What Unicode does not take apart."""
_GONE: Final = "'’‘ʼ`´."
_SPACES: Final = "-‐‑–"


def _plain(letter: str) -> str:
    base = unicodedata.normalize("NFKD", letter)[0].lower()
    return _APART.get(letter, base if base.isascii() else letter)


_PLAIN: Final = {low: _plain(low) for low in dict.fromkeys(chr(each).lower() for each in _LETTERS) if len(low) == 1}
_FROM: Final = "".join((*_PLAIN, *_SPACES, *_GONE))
_TO: Final = "".join(_PLAIN.values()) + " " * len(_SPACES)
_TABLE: Final = str.maketrans(_FROM[: len(_TO)], _TO, _GONE)


def folded(name: str | None) -> str | None:
    """ "Zoë O’Neill" is "zoe oneill", as SQLite is told to have it as well."""
    return None if name is None else unicodedata.normalize("NFC", name).lower().translate(_TABLE)


def in_database(name: ColumnElement[Any], dialect: str) -> ColumnElement[Any]:
    """The same of a column."""
    if dialect == "postgresql":
        return func.translate(func.lower(func.normalize(name)), _FROM, _TO, type_=Text())
    return func.folded(name, type_=Text())
