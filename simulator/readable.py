"""What can be read of a scenario that is wrong, so that everything else that is wrong with it is told at once. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from core.document import Path as Place
from simulator.shapes import Shapes

STAND_INS: Final[Mapping[str, Mapping[str, Any]]] = {
    "contacts": {"type": "unread {}", "channel": "phone", "rate": []},
    "agents": {"group": "unread {}", "count": [], "service": {"exponential": 1}},
}
"""For what each entry must have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What may be relied on: all but the places in `unread`, which are keys of the whole or of one entry."""

    unread: frozenset[tuple[str | int, ...]] = frozenset()

    def all_of(self, *places: Place) -> bool:
        """Whether nothing in these places was wrong, nor what they stand in."""
        return not any(
            tuple(place)[: len(wrong)] == wrong or wrong[: len(place)] == tuple(place)
            for place in places
            for wrong in self.unread
        )

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong beside the lists of contacts and agents."""
        return all(wrong and wrong[0] in STAND_INS for wrong in self.unread)

    @property
    def types(self) -> bool:
        """Whether every type of contact has its name."""
        return not any(
            not wrong or (wrong[0] == "contacts" and (len(wrong) < 3 or wrong[2] == "type")) for wrong in self.unread
        )


def readable(values: Any, wrong: Iterable[Place]) -> tuple[Shapes, Known]:
    """The scenario with stand-ins for what was `wrong`, or missing. Nothing may be said that rests on one of those."""
    if not isinstance(values, dict):
        values, wrong = {}, [()]
    unread = frozenset(_part(values, tuple(place)) for place in wrong)
    whole = _read(values, (), unread)
    for key, stand_ins in STAND_INS.items():
        entries = whole.get(key) or ()
        whole[key] = [_entry(entry, (key, number), stand_ins, unread) for number, entry in enumerate(entries)]
    return Shapes.model_validate({"name": "unread", **whole}), Known(unread=unread)


def _part(values: Mapping[Any, Any], place: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The key of the whole, or of an entry, that something wrong stands in."""
    entries = values.get(place[0]) if place and place[0] in STAND_INS else None
    if not isinstance(entries, list) or len(place) < 2:
        return place[:1]
    return place[:3]


def _entry(entry: Any, at: Place, stand_ins: Mapping[str, Any], unread: frozenset[tuple[str | int, ...]]) -> Any:
    read = _read(entry, at, unread) if isinstance(entry, dict) else {}
    missing = {key: value for key, value in stand_ins.items() if key not in read}
    return {**{key: value.format(at[1]) if isinstance(value, str) else value for key, value in missing.items()}, **read}


def _read(keys: Mapping[Any, Any], at: Place, unread: frozenset[tuple[str | int, ...]]) -> dict[str, Any]:
    return {key: value for key, value in keys.items() if isinstance(key, str) and (*at, key) not in unread}
