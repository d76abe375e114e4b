"""Ids that sort by the time they were made: a short kind, then 48 bits of milliseconds and 80 of randomness.

The text is Crockford's base 32 in lower case (https://www.crockford.com/base32.html), as ULIDs are written.
"""

import secrets
from threading import Lock

from core.clock import Clock, SystemClock, to_ms

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


class Ids:
    """Makes ids, from any thread. Two made by one instance always sort in the order they were made."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or SystemClock()
        self._last = 0
        self._one_at_a_time = Lock()

    def new(self, kind: str) -> str:
        """A fresh id such as `con_01kaz…`: the kind, an underscore, 26 characters."""
        number = (to_ms(self._clock.now()) << 80) | secrets.randbits(80)
        with self._one_at_a_time:
            self._last = number = max(number, self._last + 1)
        return f"{kind}_{_base32(number, 26)}"


def _base32(number: int, width: int) -> str:
    digits = []
    for _ in range(width):
        number, rest = divmod(number, 32)
        digits.append(ALPHABET[rest])
    return "".join(reversed(digits))
