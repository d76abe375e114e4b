"""Which messages a mail server ends the connection over, whenever it is asked for them. No I/O.

1. A connection that ended while several were asked for puts all of them in doubt. On the next ones each is asked for by
   itself, behind all others, the least suspected first; what is given out is in doubt no more.
2. What ended three connections by itself is given up, so that a person is told of it. Only where the server has given
   out something else meanwhile: a server that gives nothing to anybody gives nothing of this one either.
It is known for as long as UIDs mean the same, which may be longer than a connection lasts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

GIVEN_UP_AFTER: Final = 3
BREAKS: Final = "The mail server ends the connection whenever it is asked for it."


@dataclass(slots=True)
class Suspect:
    """How many connections one message ended by itself, and whether another was given out since the first."""

    alone: int = 0
    others_came: bool = False


class Breaking:
    """One mailbox's."""

    def __init__(self) -> None:
        self._validity = 0
        self._suspects: dict[int, Suspect] = {}
        self._told: set[int] = set()
        self.weighs = True
        """Whether asking how long messages are has ended no connection."""

    def opened(self, validity: int) -> None:
        """A new connection, and the UIDVALIDITY of its mailbox."""
        if validity != self._validity:
            self._suspects.clear()
            self._told.clear()
            self._validity, self.weighs = validity, True

    def broke(self, uids: Iterable[int]) -> None:
        """The connection ended while these were asked for, together."""
        asked = list(uids)
        for uid in asked:
            self._suspects.setdefault(uid, Suspect()).alone += len(asked) == 1

    def gave(self, uids: Iterable[int]) -> None:
        """These were given out."""
        given = set(uids)
        for uid in given:
            self._suspects.pop(uid, None)
        for suspect in self._suspects.values():
            suspect.others_came = suspect.others_came or bool(given)

    def in_order(self, uids: Iterable[int]) -> list[int]:
        """What to ask for, the most suspected last; without what a person has been told of."""
        wanted = [uid for uid in uids if uid not in self._told]
        return sorted(wanted, key=lambda uid: self._suspects[uid].alone + 1 if uid in self._suspects else 0)

    def is_doubtful(self, uid: int) -> bool:
        """Whether to ask for it by itself, when nothing else is under way."""
        return uid in self._suspects

    def any_doubtful(self, batches: Iterable[Iterable[int]]) -> bool:
        """Whether one of them is in doubt."""
        return any(self.is_doubtful(uid) for batch in batches for uid in batch)

    def is_hopeless(self, uid: int) -> bool:
        """Whether to ask for it no more."""
        suspect = self._suspects.get(uid)
        return suspect is not None and suspect.others_came and suspect.alone >= GIVEN_UP_AFTER

    def told(self, uids: Iterable[int]) -> None:
        """A person knows of these for good."""
        for uid in uids:
            if self._suspects.pop(uid, None) is not None:
                self._told.add(uid)
