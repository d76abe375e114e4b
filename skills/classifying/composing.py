"""Longer messages out of short ones, for whoever learns from the short ones not to take length for danger.

1. They come in twins: both have the same manners and say the same harmless things; in one of them something dangerous
   is said among these, in the other something that is not, at the same place and at no less length.
2. What is dangerous stands within what the sentence model reads; what nobody reads is no reason for an alarm.
3. A twin of one message alone, with manners around it, is about what that message is about.

The same messages and chances make the same twins.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from skills.classifying import manners
from skills.classifying.sentences import MOST_WORDS

READ_WORDS: Final = MOST_WORDS - 10
"""So many words are surely read."""
BESIDE: Final = (0, 0, 1, 1, 2, 2, 3, 4)
"""How many harmless messages stand beside the one; fewer are more frequent, as they are among letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The messages to make longer ones of, by their places: what is danger, what only sounds like it, what does not."""

    texts: Sequence[str]
    danger: Sequence[int]
    like_it: Sequence[int]
    ordinary: Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A longer message, and the places of those that it is made of. `alone` says that one message is all it says."""

    text: str
    risk: bool
    parts: tuple[int, ...]

    @property
    def alone(self) -> int | None:
        return self.parts[0] if len(self.parts) == 1 else None


@dataclass(frozen=True, slots=True)
class _Shape:
    """What stands before the first message, before each of the others, and after the last."""

    before: str
    links: Sequence[str]
    after: str
    spoken: bool = False


def compose(said: Said, twins: int, random: Random) -> list[Composed]:
    """So many twins, the dangerous one first; of each, all parts are among those `said`."""
    return [each for _ in range(twins) for each in _twins(said, random)]


def _twins(said: Said, random: Random) -> tuple[Composed, Composed]:
    beside = random.sample([*said.like_it, *said.ordinary], random.choice(BESIDE))
    shape = random.choice(_SHAPES)(random, len(beside))
    danger, instead = [random.choice(said.danger)], [random.choice((*said.like_it, *said.ordinary))]
    while _words(said, instead) < _words(said, danger):
        instead.append(random.choice(said.like_it))
    at = random.choice(_places(said, shape, beside, danger[0]))
    return (
        _composed(said, shape, [*beside[:at], *danger, *beside[at:]], risk=True),
        _composed(said, shape, [*beside[:at], *instead, *beside[at:]], risk=False),
    )


def _places(said: Said, shape: _Shape, beside: Sequence[int], danger: int) -> list[int]:
    """Where in the order what is danger is read to its end; at the beginning if nowhere."""
    room = READ_WORDS - len(shape.before.split()) - _words(said, [danger])
    gone = [0, *(_words(said, beside[: at + 1]) + _many(shape.links[: at + 1]) for at in range(len(beside)))]
    return [at for at, words in enumerate(gone) if words <= room] or [0]


def _composed(said: Said, shape: _Shape, parts: Sequence[int], *, risk: bool) -> Composed:
    lines = [shape.before]
    for number, part in enumerate(parts):
        # More messages than links: what was put in for its length goes on without one.
        link = shape.links[number - 1] if 0 < number <= len(shape.links) else ""
        lines.append(f"{link} {said.texts[part]}".strip())
    text = "\n".join(line for line in (*lines, shape.after) if line)
    return Composed(text=_as_heard(text) if shape.spoken else text, risk=risk, parts=tuple(parts))


def _letter(random: Random, beside: int) -> _Shape:
    """Of a letter, an email or nothing of either: each manner may be left out."""
    before = [
        _some(random, manners.HEADS, 0.25),
        _some(random, manners.SALUTATIONS, 0.6),
        _some(random, manners.OPENINGS, 0.6),
        _some(random, manners.WHO_THEY_ARE, 0.4),
    ]
    links = [f"{_some(random, manners.CHAT, 0.3)} {_some(random, manners.LINKS, 0.5)}".strip() for _ in range(beside)]
    after = [
        _some(random, manners.CHAT, 0.5),
        _some(random, manners.WHO_THEY_ARE, 0.3),
        _some(random, manners.CLOSINGS, 0.7),
        _some(random, manners.FAREWELLS, 0.6),
        _filled(random, "{first} {last}"),
    ]
    return _Shape("\n".join(filter(None, before)), links, "\n".join(filter(None, after)))


def _form(random: Random, beside: int) -> _Shape:
    first, second, asked, more, last = (_filled(random, line) for line in random.choice(manners.FORM))
    return _Shape("\n".join((first, second, asked)), [more] * beside, last)


def _call(random: Random, beside: int) -> _Shape:
    links = [_some(random, manners.SPOKEN_LINKS, 0.7) for _ in range(beside)]
    before, after = _some(random, manners.SPOKEN_OPENINGS, 0.8), _some(random, manners.SPOKEN_CLOSINGS, 0.7)
    return _Shape(before, links, after, spoken=True)


def _plain(_: Random, beside: int) -> _Shape:
    return _Shape("", [""] * beside, "")


_SHAPES: Final = (_letter, _letter, _letter, _letter, _form, _call, _plain)


def _as_heard(text: str) -> str:
    """As a telephone's words are written down: no capital letters and few marks."""
    return " ".join(text.lower().replace(".", "").replace(",", "").replace(";", "").split())


def _some(random: Random, among: Sequence[str], share: float) -> str:
    """One of them filled in, or nothing: so often, and never more often."""
    return _filled(random, random.choice(among)) if random.random() < share else ""


def _filled(random: Random, words: str) -> str:
    year, month, day = random.randint(1948, 2026), random.choice(manners.MONTHS), random.randint(1, 28)
    return words.format(
        first=random.choice(manners.FIRST_NAMES),
        last=random.choice(manners.LAST_NAMES),
        street=random.choice(manners.STREETS),
        town=random.choice(manners.TOWNS),
        number=random.randint(2, 96),
        phone=f"01632 960{random.randint(0, 999):03}",
        year=year,
        date=random.choice(
            (f"{day} {month}", f"{month} {day}, {year}", f"{day}/{random.randint(1, 12)}/{year % 100:02}")
        ),
    )


def _words(said: Said, parts: Sequence[int]) -> int:
    return _many([said.texts[part] for part in parts])


def _many(texts: Sequence[str]) -> int:
    return sum(len(text.split()) for text in texts)
