"""What a contact asks of the person who takes it: skills with least levels, hard or soft. Nothing here does I/O."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LOWEST_LEVEL = 1
HIGHEST_LEVEL = 5


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Need:
    """One skill at a least level. A hard need is never relaxed: safeguarding, British Sign Language, a language."""

    skill: str
    level: int = LOWEST_LEVEL
    hard: bool = False


def meets(skills: Mapping[str, int], needs: Iterable[Need]) -> bool:
    """Whether somebody with these skill levels can serve all these needs."""
    return all(skills.get(need.skill, 0) >= need.level for need in needs)


def hard_only(needs: Iterable[Need]) -> tuple[Need, ...]:
    """The needs that no waiting time relaxes."""
    return tuple(need for need in needs if need.hard)
