"""The names in rules.yaml as they are written: they can be checked where something else beside them is wrong. Pure."""

import operator
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final

Place = tuple[str | int, ...]

_NAME: Final = r"contact\.(?P<kind>service|group|channel|weekday)"
_WORD: Final = r"""(?P<words>["'][^"']*["'])"""
_IS: Final = r"\s*[!=]=\s*"
_QUOTED: Final = re.compile(r"""["']([^"']*)["']""")
COMPARED: Final[tuple[tuple[re.Pattern[str], Callable[[str, str], bool]], ...]] = (
    (re.compile(_NAME + _IS + _WORD), str.__eq__),
    (re.compile(_WORD + _IS + _NAME + r"\b"), str.__eq__),
    (re.compile(_NAME + r"\s+in\s*\[(?P<words>[^\]]*)\]"), str.__eq__),
    (re.compile(_NAME + r"\.startsWith\(\s*" + _WORD), str.startswith),
    (re.compile(_NAME + r"\.endsWith\(\s*" + _WORD), str.endswith),
    (re.compile(_NAME + r"\.contains\(\s*" + _WORD), str.__contains__),
)
"""How a condition compares one of our words with its own, and when the two agree."""

_COMPARES: Final = r"(?P<how>[=!]=|[<>]=?)"
_HOURS: Final = (
    (re.compile(r"contact\.hour\s*" + _COMPARES + r"\s*(?P<number>-?\d+)\b(?!\s*[-+*/%.])"), False),
    (re.compile(r"(?:^|[(&|!])\s*(?P<number>-?\d+)\s*" + _COMPARES + r"\s*contact\.hour\b(?!\s*[-+*/%])"), True),
)
"""How a condition compares the hour with a number, and whether the number stands first."""
_HOLDS: Final[Mapping[str, Callable[[int, int], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def services(values: Any) -> Iterator[tuple[Place, str]]:
    """Each service, or pattern of services, that a rule is for, and where it stands."""
    for at, rule in _entries(values, (), "rules"):
        for place, name in _entries(rule, at, "services"):
            if isinstance(name, str):
                yield place, name


def skills(values: Any) -> Iterator[tuple[Place, str, bool]]:
    """Each need's place and skill, and whether the same list asked for that skill before."""
    for at, rule in _entries(values, (), "rules"):
        for place, asks in ((at, rule), *_entries(rule, at, "then")):
            before: set[str] = set()
            for each, need in _entries(asks, place, "needs"):
                skill = need.get("skill") if isinstance(need, dict) else None
                if isinstance(skill, str):
                    yield each, skill, skill in before
                    before.add(skill)


def unknown_words(condition: str, ours: Mapping[str, Collection[str]]) -> Iterator[tuple[str, str]]:
    """Each kind and word that a condition compares a contact with, where none of `ours` agrees."""
    for pattern, agrees in COMPARED:
        for found in pattern.finditer(condition):
            for word in _QUOTED.findall(found["words"]):
                if not any(agrees(each, word) for each in ours[found["kind"]]):
                    yield found["kind"], word


def impossible_hours(condition: str) -> Iterator[str]:
    """Each comparison of the hour with a number that is true of no hour of a day."""
    for pattern, number_first in _HOURS:
        for found in pattern.finditer(condition):
            holds, number = _HOLDS[found["how"]], int(found["number"])
            if not any(holds(number, hour) if number_first else holds(hour, number) for hour in range(24)):
                yield found[0].lstrip(" (&|!")


def _entries(values: Any, at: Place, key: str) -> Iterator[tuple[Place, Any]]:
    """What is in a list under a key, each with its place; nothing where there is no such list."""
    found = values.get(key) if isinstance(values, dict) else None
    for index, each in enumerate(found if isinstance(found, list) else ()):
        yield (*at, key, index), each
