"""How often an estimate of a wait is right: all who wait in some simulated floors are told one, and then wait."""

import asyncio
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np

import simulator
from simulator.replication import stage
from simulator.scenario import Scenario, expected, read_scenario
from simulator.streams import Floats

SCENARIOS: Final = Path(simulator.__file__).parent / "scenarios"
NAMES: Final = ("n2", "n2-abandon", "m3", "erlang-c", "erlang-a", "day")
CONTACTS: Final = 30_000
HOLDS: Final = (0.75, 0.85)
"""The share of the waits that an interval of four in five should hold."""
FEWEST: Final = 100
"""A kind of contact of which fewer were told says nothing."""


def coverage(
    contacts: int = CONTACTS, seed: int = 1, told: Callable[[float], None] = lambda _: None
) -> dict[str, dict[str, float]]:
    """Of each scenario and type with somebody who waited: the shares answered within what was told, sooner and later.

    `contacts` is about how many come in each scenario that has no day of its own.
    """
    return asyncio.run(_coverage(contacts, seed, told))


async def _coverage(contacts: int, seed: int, told: Callable[[float], None]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(prefix="switchboard-estimates-") as folder:
        async with stage(Path(folder)) as here:
            for number, name in enumerate(NAMES):
                scenario = _of_length(read_scenario(SCENARIOS / f"{name}.yaml"), contacts)
                tally = await here.run(scenario, seed, 0, partial(_tell, told, number), estimates=True)
                for kind, row in zip(scenario.contacts, tally.told, strict=True):
                    if row[0] >= FEWEST:
                        found[f"{name} {kind.type}"] = _shares(row)
    return found


def _tell(told: Callable[[float], None], number: int, share: float) -> None:
    told((number + share) / len(NAMES))


def _of_length(scenario: Scenario, contacts: int) -> Scenario:
    if scenario.horizon is None:
        return scenario
    in_all = sum(expected(kind, scenario) for kind in scenario.contacts)
    return scenario.model_copy(update={"horizon": scenario.horizon * contacts / in_all})


def _shares(row: Floats) -> dict[str, float]:
    sooner, later = (row[1:] / np.maximum(row[0], 1)).tolist()
    return {"told": float(row[0]), "inside": 1 - sooner - later, "sooner": sooner, "later": later}
