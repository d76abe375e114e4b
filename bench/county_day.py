"""`bench simulate`: how long a simulated day takes, 20,000 contacts and 200 agents, from the file to the figures."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import simulator
from bench.figures import Bar, Measured
from simulator.running import simulate
from simulator.scenario import most, read_scenario

DAY: Final = Path(simulator.__file__).parent / "scenarios" / "day.yaml"
BAR: Final = Bar(means="a day of 20,000 contacts and 200 agents", limit=5, unit=" s")


def measure(tell: Callable[[str, float], None], path: Path = DAY) -> Measured:
    """Seconds for one replication on one core, its server's start included."""
    began = time.perf_counter()
    scenario = read_scenario(path)
    result = simulate(scenario, replications=1, progress=lambda share: tell(BAR.means, share))
    agents = sum(most(group) for group in scenario.agents)
    return Measured(figure=time.perf_counter() - began, detail={"contacts": result.contacts, "agents": agents})
