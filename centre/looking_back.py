"""How far back the carrier's own lists of calls and texts are compared with the record."""

from datetime import datetime, timedelta

from records.tx import Tx

LOOK_BACK = timedelta(days=2)
"""Longer than any weekend's outage of ours is forgiven by a person."""


def missed_since(tx: Tx, now: datetime) -> datetime:
    """Two days ago, but not before this house was opened: the number may have been somebody else's until then."""
    # The carrier gives whole seconds, so what came in the first second would seem to be from before it.
    return max(now - LOOK_BACK, tx.rules.get(1).at - timedelta(seconds=1))
