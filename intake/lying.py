"""Which messages one connection to a mailbox leaves lying, and how long: what the server does not give out, or move.

1. What it does not give out is asked for by itself at the next looks, behind all others. After the third it is given
   up: a person is told of it, and it is not asked for again.
2. What it does not move away has been taken in all the same, and is passed over; now and then the move is tried again.
Nothing here outlives the connection, but for what ends one (`breaking`). No I/O.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from intake.breaking import Breaking

GIVEN_UP_AFTER: Final = 3
MOVED_AGAIN_AFTER: Final = 30
"""Looks after which a move that was refused is tried again: some minutes in a quiet mailbox."""
GIVES_NOTHING: Final = "The mail server lists it, and gives nothing of it."
PASSES: Final = re.compile(
    r"\[(?:unavailable|inuse|limit|throttled)\]|throttl|too many|try again|temporar|server (?:unavailable|busy)"
    r"|back-?off",
    re.IGNORECASE,
)
"""What a server says that gives nothing just now, whichever message it is asked for."""


class Lying:
    """One connection's."""

    def __init__(self, breaking: Breaking | None = None) -> None:
        self.breaking = breaking or Breaking()
        self._vain: dict[int, int] = {}
        self._passed_over: set[int] = set()
        self._stuck: set[int] = set()
        self._told = False
        self._looks = 0

    def to_look_at(self, listed: Iterable[int]) -> list[int]:
        """What to ask for of what is in the mailbox now, in its order; what was asked for in vain stands last."""
        here = list(listed)
        self._looks += 1
        self._passed_over &= set(here)
        self._stuck &= set(here)
        wanted = [uid for uid in here if uid not in self._passed_over]
        ordered = [uid for uid in wanted if uid not in self._vain] + [uid for uid in wanted if uid in self._vain]
        return self.breaking.in_order(ordered)

    def is_doubtful(self, uid: int) -> bool:
        """Whether it was asked for in vain, so that it may keep others from being given out."""
        return uid in self._vain or self.breaking.is_doubtful(uid)

    def given_up(self, vain: Mapping[int, str]) -> dict[int, str]:
        """Of what was just asked for in vain, and why, that which is asked for no more."""
        for uid in vain:
            self._vain[uid] = self._vain.get(uid, 0) + 1
        found = {uid: why for uid, why in vain.items() if self._vain[uid] >= GIVEN_UP_AFTER}
        self._passed_over |= found.keys()
        return found

    def stays(self, uids: Iterable[int]) -> None:
        """They were taken in, and the server does not move them away."""
        self._passed_over.update(uids)
        self._stuck.update(uids)
        self._looks, self._told = 0, True

    def nothing_stays(self) -> bool:
        """Whether all that stayed has left the mailbox, perhaps by somebody's hand. Said once."""
        over = self._told and not self._stuck
        self._told = self._told and not over
        return over

    @property
    def to_move_again(self) -> list[int]:
        """One to try again whether it can be moved by now; empty when none is, or it is too soon."""
        return sorted(self._stuck)[:1] if self._looks >= MOVED_AGAIN_AFTER else []

    def can_be_moved(self) -> None:
        """All that stayed is looked at once more: we know it, so that it is only moved."""
        self._passed_over -= self._stuck
        self._stuck.clear()


def passes(words: str) -> bool:
    """Whether it is no one message's fault that the server gives nothing."""
    return bool(PASSES.search(words))
