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


def requirement_text(channel: str, needs: Iterable[Need]) -> str:
    """A requirement in its one spelling, `phone|bsl:3!,highways:1`: equal requirements share a bucket."""
    least: dict[str, Need] = {}
    for need in needs:
        known = least.get(need.skill, need)
        least[need.skill] = Need(skill=need.skill, level=max(need.level, known.level), hard=need.hard or known.hard)
    listed = (f"{skill}:{need.level}{'!' if need.hard else ''}" for skill, need in sorted(least.items()))
    return f"{channel}|{','.join(listed)}"


def requirement_texts(channel: str, steps: Iterable[Iterable[Need]], weight: float = 1) -> list[str]:
    """The requirements of a route's steps; a weight other than 1 makes other buckets, `phone|highways:1*2`."""
    suffix = "" if weight == 1 else f"*{weight:g}"
    return [requirement_text(channel, needs) + suffix for needs in steps]
