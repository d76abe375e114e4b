"""One queue lands on Erlang's formulas: who is blocked, has to wait, how long, who gives up, how busy agents are."""

from dataclasses import dataclass

import pytest

from simulator.result import Result
from simulator.running import simulate
from simulator.scenario import Scenario, scenario_of
from simulator.statistics import Estimate
from tests.simulator.erlang import Exact, exact


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Rates are per unit of time, as `exact` has them; `horizon` is how long a long replication is."""

    name: str
    agents: int
    rate: float
    horizon: float
    patience: float = 0
    lines: int = 0

    @property
    def exact(self) -> Exact:
        return exact(agents=self.agents, rate=self.rate, service=1, patience=self.patience, lines=self.lines)

    def scenario(self, share: float) -> Scenario:
        """So large a share of the long horizon, after a warm-up that empties what was there at the beginning."""
        return scenario_of(
            f"name: {self.name}\nhorizon: {self.horizon * share}\nwarmup: 50\norder: first_come\npick: longest_idle\n"
            + (f"lines: {self.lines}\n" if self.lines else "")
            + f"contacts:\n  - {{type: call, channel: phone, rate: {self.rate}"
            + (f", patience: {{exponential: {1 / self.patience}}}" if self.patience else "")
            + f"}}\nagents:\n  - {{group: all, count: {self.agents}, service: {{exponential: 1}}}}\n"
        )


CASES = [
    Case(name="Erlang B, where nobody may wait", agents=10, rate=10, lines=10, horizon=2_000),
    Case(name="Erlang B, with a sixth more hands than work", agents=6, rate=5, lines=6, horizon=3_000),
    Case(name="Erlang C, a single agent", agents=1, rate=0.5, horizon=120_000),
    Case(name="Erlang C, three agents for two erlangs", agents=3, rate=2, horizon=25_000),
    Case(name="Erlang A, with more work than hands", agents=8, rate=10, patience=0.4, horizon=5_000),
    Case(name="lines that run out while people wait", agents=5, rate=5, lines=9, horizon=8_000),
    Case(name="lines that run out while people wait and leave", agents=3, rate=5, lines=6, patience=0.5, horizon=6_000),
]
"""So long that each figure's own error is about half a per cent; `test_exact` has the larger ones that are shipped."""


def told(case: Case, result: Result) -> dict[str, tuple[Estimate, float]]:
    """What was found and what is exact, but for what cannot happen in this case."""
    call, theory = result.types["call"], case.exact
    at_once = call["immediate_fraction"]
    assert at_once.value is not None
    waits = Estimate(value=1 - at_once.value, low=None, high=None, error=at_once.error)
    every = {
        "blocked": (call["blocked_fraction"], theory.blocked),
        "has to wait": (waits, theory.waits),
        "mean wait": (call["mean_wait"], theory.mean_wait),
        "gives up": (call["abandoned_fraction"], theory.abandoned),
        "busy": (result.groups["all"], theory.utilisation),
    }
    return {name: row for name, row in every.items() if row[1] > 0}


def landed(case: Case, share: float, *, errors: float) -> dict[str, float]:
    """How far off each figure is, as a share of the exact one. Each is within so many of its own standard errors."""
    result = simulate(case.scenario(share), replications=20, seed=11)
    off = {}
    for name, (found, theory) in told(case, result).items():
        assert found.value is not None
        assert found.error is not None
        off[name] = abs(found.value / theory - 1)
        print(f"{case.name}, {name}: {found.value:.6f} for {theory:.6f}, {(found.value - theory) / found.error:+.2f} z")
        assert abs(found.value - theory) < errors * found.error, name
    return off


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_few_short_replications_are_within_their_own_error(case: Case) -> None:
    landed(case, 60 / case.rate / case.horizon, errors=4)


@pytest.mark.long
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_many_replications_are_within_one_per_cent(case: Case) -> None:
    off = landed(case, 1, errors=3)
    assert {name: share for name, share in off.items() if share > 0.01} == {}


@pytest.mark.parametrize(
    ("agents", "rate", "patience", "lines", "name", "published"),
    [
        (10, 10, 0, 10, "blocked", 0.214582),
        (14, 10, 0, 0, "waits", 0.174132),
        (14, 10, 0, 0, "mean_wait", 0.174132 / 4),
        (50, 48, 0.5, 0, "mean_wait", 3.7095 / 60),
        (50, 48, 0.5, 0, "abandoned", 0.030912),
        (1, 0.5, 0, 0, "mean_wait", 1.0),
    ],
    ids=[
        "Erlang's own table of losses",
        "Erlang C",
        "the wait by Erlang C",
        "the wait by Erlang A",
        "who gives up by Erlang A",
        "M/M/1, by hand",
    ],
)
def test_the_theory_is_what_is_published(
    agents: int, rate: float, patience: float, lines: int, name: str, published: float
) -> None:
    found = exact(agents=agents, rate=rate, service=1, patience=patience, lines=lines)
    assert getattr(found, name) == pytest.approx(published, rel=2e-5)
