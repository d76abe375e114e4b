"""A file that cannot be taken out of its folder: a row for the board, without a file, until it is taken after all."""

from typing import Any, Final

from centre.sending import SCAN
from channels.letter.inbound import Scan
from records.rows import OutboxRow
from records.tx import Tx

TROUBLE: Final = "trouble"
"""In such a row: the sentence. It is refused with it, and so waits for a person."""
SAID: Final = "{place} lies in its folder and cannot be taken out of it. {why}"


def untaken(tx: Tx, scan: Scan, why: str) -> OutboxRow:
    """The row; the same file again gives the same."""
    payload: dict[str, Any] = {"place": scan.place, TROUBLE: SAID.format(place=scan.place, why=why)}
    return tx.outbox.add(SCAN, scan.place, payload, _key(scan))


def settle(tx: Tx, scan: Scan) -> None:
    """It is taken: the board need not show it any more."""
    row = tx.outbox.by_key(_key(scan))
    if row is not None:
        tx.outbox.done(row.id)


def _key(scan: Scan) -> str:
    return f"untaken:{scan.key}"
