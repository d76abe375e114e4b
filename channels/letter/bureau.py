"""A bureau's index: what it says of each file that lies beside it. Text and bytes in, values out.

Files are named without regard to capital letters, for the machines that write such indexes have none, and without the
folders that they had there.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from io import StringIO
from pathlib import Path, PureWindowsPath
from typing import Final

from channels.letter.shapes import Reason
from core.errors import InvalidInput

SUFFIX: Final = ".csv"
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "file": ("file", "filename", "file name", "document", "image"),
    "received": ("received", "date received", "received date", "scan date"),
    "reference": ("reference", "ref", "our reference"),
    "service": ("service", "department"),
    "two_passes": ("two-passes", "two passes", "two_passes"),
}
"""What bureaux call what we look for."""
OURS: Final = {name: key for key, names in COLUMNS.items() for name in names}
SEPARATORS: Final = (",", ";", "\t", "|")
DAY: Final = re.compile(r"\s*(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}([/.-])\d{1,2}\2\d{4})(?!\d)")
"""At the beginning: a time may follow it."""
DATES: Final = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
SEVERAL: Final = "reason"
"""What an index says of a file for which it has lines that differ: nobody can tell which is of which letter."""

Rows = dict[str, dict[str, str]]


def index_of(text: str) -> Rows:
    """What it says of each file, by name, in our words. Raises InvalidInput when it has no names."""
    rows: dict[str, list[dict[str, str]]] = {}
    for row in _lines(text.lstrip("\ufeff")):
        if name := named(row.pop("file")):
            rows.setdefault(name, []).append(row)
    return {name: _said(each) for name, each in rows.items()}


def named(name: str) -> str:
    """How a file is called wherever it is looked for."""
    return PureWindowsPath(name).name.casefold()


def received_on(text: str) -> datetime | None:
    """The day in an index's column, at its beginning; None when it is none."""
    found = DAY.match(text)
    for form in DATES if found else ():
        with suppress(ValueError):
            return datetime.strptime(found[1], form)  # type: ignore[index]  # noqa: DTZ007  # the centre gives it a zone
    return None


def rows_of(index: Path) -> Rows | None:
    """None when it cannot be read: it is then taken as a file that nobody can use, and put before people."""
    try:
        return index_of(_decoded(index.read_bytes()))
    except (OSError, InvalidInput, csv.Error):
        return None


def _decoded(content: bytes) -> str:
    """UTF-8; else what a spreadsheet here writes."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _lines(text: str) -> Iterator[dict[str, str]]:
    """Its rows, in our words, by whatever divides its columns."""
    first = text.partition("\n")[0]
    lines = csv.DictReader(StringIO(text), delimiter=max(SEPARATORS, key=first.count))
    columns = {name: OURS[name.strip().lower()] for name in lines.fieldnames or () if name.strip().lower() in OURS}
    if "file" not in columns.values():
        raise InvalidInput("The index has no column with the names of the files.", field="file")
    for row in lines:
        yield {columns[name]: (row[name] or "").strip() for name in columns}


def _said(rows: list[dict[str, str]]) -> dict[str, str]:
    """What all rows of a file agree on."""
    first, *others = rows
    agreed = {key: value for key, value in first.items() if all(each[key] == value for each in others)}
    return agreed if agreed == first else {**agreed, SEVERAL: Reason.SEVERAL_ROWS.value}
