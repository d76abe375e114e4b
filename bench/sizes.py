"""How much is measured: a whole run, which is judged, and a quick one, which shows that everything works. No I/O."""

from dataclasses import dataclass
from typing import Final

from bench.county import County


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """A county, and how many wait in it."""

    county: County
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How many of everything. `rounds` of matches and of lives are a handful each."""

    life_rounds: int
    lives: int
    jobs: int
    offers: int
    match_rounds: int
    small: Backlog
    large: Backlog
    change: Backlog


SMALL: Final = Backlog(county=County(agents=100, profiles=100, requirements=200, breadth=20), waiting=1_000)

WHOLE: Final = Sizes(
    life_rounds=40,
    lives=6_000,
    jobs=2_000,
    offers=4_000,
    match_rounds=60,
    small=SMALL,
    large=Backlog(county=County(agents=10_000, profiles=1_000, requirements=200, breadth=20), waiting=1_000_000),
    change=Backlog(county=County(agents=1_000, profiles=1_000, requirements=500, breadth=20), waiting=1_000),
)
"""The bars hold for these alone."""

QUICK: Final = Sizes(
    life_rounds=10,
    lives=1_000,
    jobs=300,
    offers=500,
    match_rounds=15,
    small=SMALL,
    large=Backlog(county=County(agents=1_000, profiles=500, requirements=200, breadth=20), waiting=20_000),
    change=Backlog(county=County(agents=200, profiles=200, requirements=100, breadth=20), waiting=200),
)
