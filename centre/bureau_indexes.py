"""A bureau's index that was taken in: whether all came that it speaks of, and whether it came in time."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import Any, Final

from centre.sending import SCAN
from records.rows import OutboxRow
from records.tx import Tx

INDEX: Final = "index"
"""In the row of an index: the names of the files that it speaks of, in small letters."""
LOOKED_BACK: Final = timedelta(hours=3)
"""Files wait an hour for their index, and it waits an hour for them."""
AT_MOST: Final = timedelta(days=7)
SHOWN: Final = 5
MISSING: Final = "The index {name} names files that have not come: {files}."
TOO_LATE: Final = (
    "The index {name} came after its files, which went on without it: {files}. Say in POST_FOLDERS that the files of "
    "this folder wait for an index."
)


def what_lacks(tx: Tx, row: OutboxRow) -> str | None:
    """What is wrong with a batch, in a sentence; None when all is well."""
    names, came = row.payload[INDEX], _came(tx, row)
    name = PurePosixPath(row.payload["place"]).name
    if missing := [each for each in names if each not in came]:
        return MISSING.format(name=name, files=_listed(missing))
    if late := [each for each in names if not came[each].get("by_index")]:
        return TOO_LATE.format(name=name, files=_listed(late))
    return None


def _came(tx: Tx, row: OutboxRow) -> dict[str, dict[str, Any]]:
    """What was taken in lately from the index's own folder, by name in small letters."""
    written = datetime.fromisoformat(row.payload["received"])
    since = max(min(row.created_at, written) - LOOKED_BACK, row.created_at - AT_MOST)
    rows = [each.payload for each in tx.outbox.since(SCAN, since)]
    beside = [each for each in rows if each.get("folder") == row.payload["folder"]]
    return {PurePosixPath(each["place"]).name.casefold(): each for each in beside}


def _listed(names: Iterable[str]) -> str:
    names = list(names)
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
