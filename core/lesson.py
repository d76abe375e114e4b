"""What becomes of one lesson: the classifier taught anew from a county's own examples, beside what is shipped.

    waiting → learning → live | refused | failed        shipped: a person went back to what is shipped

The newest that is `live` or `shipped` holds; what is refused or fails leaves the one before it as it was.
"""

from enum import StrEnum
from typing import Final

from core.errors import InvalidTransition


class Lesson(StrEnum):
    """Where a lesson stands."""

    WAITING = "waiting"
    LEARNING = "learning"
    LIVE = "live"
    REFUSED = "refused"
    FAILED = "failed"
    SHIPPED = "shipped"


class Did(StrEnum):
    """What happened to it."""

    BEGIN = "begin"
    STAND = "stand"
    REFUSE = "refuse"
    FAIL = "fail"


MOVES: Final[dict[Lesson, dict[Did, Lesson]]] = {
    Lesson.WAITING: {Did.BEGIN: Lesson.LEARNING, Did.FAIL: Lesson.FAILED},
    Lesson.LEARNING: {
        # A worker died over it: another begins again.
        Did.BEGIN: Lesson.LEARNING,
        Did.STAND: Lesson.LIVE,
        Did.REFUSE: Lesson.REFUSED,
        Did.FAIL: Lesson.FAILED,
    },
}
HOLDS: Final = (Lesson.LIVE, Lesson.SHIPPED)
OPEN: Final = (Lesson.WAITING, Lesson.LEARNING)


def advance(lesson: Lesson, did: Did) -> Lesson:
    """The state after this. Raises InvalidTransition."""
    after = MOVES.get(lesson, {}).get(did)
    if after is None:
        raise InvalidTransition(f"A lesson that is {lesson.value} cannot {did.value}.")
    return after
