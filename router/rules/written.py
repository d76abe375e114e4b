"""The names in rules.yaml as they are written: they can be checked where something else beside them is wrong. Pure."""

from collections.abc import Iterator
from typing import Any

Place = tuple[str | int, ...]


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


def _entries(values: Any, at: Place, key: str) -> Iterator[tuple[Place, Any]]:
    """What is in a list under a key, each with its place; nothing where there is no such list."""
    found = values.get(key) if isinstance(values, dict) else None
    for index, each in enumerate(found if isinstance(found, list) else ()):
        yield (*at, key, index), each
