"""How often an estimate of a wait is right: all who wait in some simulated floors are told one, and then wait.

Whoever left before they were answered would have waited longer than they did. So a wait that ended beyond what was told
is a miss, answered or not; of one that ended earlier by leaving only so much is known. The shares are Kaplan's and
Meier's over all of them, not of those alone who were answered: these waited less than the others would have.
"""

import asyncio
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

import simulator
from router.rules.document import Order
from simulator.replication import stage
from simulator.scenario import Scenario, expected, read_scenario
from simulator.statistics import kaplan_meier
from simulator.streams import Floats

SCENARIOS: Final = Path(simulator.__file__).parent / "scenarios"
NAMES: Final = ("n2", "n2-abandon", "m3", "erlang-c", "erlang-a", "mixed", "steps", "day")
CONTACTS: Final = 30_000
HOLDS: Final = (0.75, 0.85)
"""The share of the waits that an interval of four in five should hold."""
FEWEST: Final = 100
"""A kind of contact of which fewer were told says nothing."""


def coverage(
    contacts: int = CONTACTS,
    seed: int = 1,
    told: Callable[[float], None] = lambda _: None,
    *,
    names: Sequence[str] = NAMES,
    orders: Sequence[Order] = tuple(Order),
) -> dict[str, dict[str, float]]:
    """Of each scenario, order and type with somebody who waited: how many were told an interval, the shares whose wait
    ends inside of it, sooner and later, and the share of those told who left before its end.

    `contacts` is about how many come in each scenario that has no day of its own. With one type of contact every order
    is the same, and it is run once.
    """
    return asyncio.run(_coverage(list(_floors(contacts, names, orders)), seed, told))


def _floors(contacts: int, names: Sequence[str], orders: Sequence[Order]) -> Iterator[tuple[str, Scenario]]:
    for name in names:
        scenario = _of_length(read_scenario(SCENARIOS / f"{name}.yaml"), contacts)
        if len(scenario.contacts) == 1:
            yield name, scenario
        else:
            yield from ((f"{name} {order}", scenario.model_copy(update={"order": order})) for order in orders)


async def _coverage(
    floors: Sequence[tuple[str, Scenario]], seed: int, told: Callable[[float], None]
) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(prefix="switchboard-estimates-") as folder:
        async with stage(Path(folder)) as here:
            for number, (name, scenario) in enumerate(floors):
                share = partial(_tell, told, number, len(floors))
                tally = await here.run(scenario, seed, 0, share, estimates=True)
                for place, kind in enumerate(scenario.contacts):
                    rows = tally.told[tally.told[:, 0] == place]
                    if len(rows) >= FEWEST:
                        found[f"{name} {kind.type}"] = shares(rows[:, 1], rows[:, 2] == 1)
    return found


def _tell(told: Callable[[float], None], number: int, all: int, share: float) -> None:
    told((number + share) / all)


def _of_length(scenario: Scenario, contacts: int) -> Scenario:
    if scenario.horizon is None:
        return scenario
    in_all = sum(expected(kind, scenario) for kind in scenario.contacts)
    return scenario.model_copy(update={"horizon": scenario.horizon * contacts / in_all})


def shares(place: Floats, answered: NDArray[np.bool_]) -> dict[str, float]:
    """From where each wait ended (up to 1 sooner than told, up to 2 inside, beyond 2 later), and whether answered."""
    moments, waiting = kaplan_meier(place, answered)
    left = np.append(1.0, waiting)
    sooner = 1 - left[np.searchsorted(moments, 1, "left")]
    later = left[np.searchsorted(moments, 2, "right")]
    return {
        "told": float(len(place)),
        "inside": float(1 - sooner - later),
        "sooner": float(sooner),
        "later": float(later),
        "left_before": float(np.mean(~answered & (place <= 2))),
    }
