"""The simulator lands on what queueing theory says: small systems solved as Markov chains, Erlang C, Erlang A."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from simulator.result import Result
from simulator.running import simulate
from simulator.scenario import read_scenario

SCENARIOS = Path(__file__).parents[2] / "simulator" / "scenarios"

Row = tuple[str, str, str, float]
EXACT: tuple[Row, ...] = (
    ("n2", "a", "blocked_fraction", 0.010326),
    ("n2", "a", "mean_wait", 0.319961),
    ("n2", "b", "mean_wait", 1.365990),
    ("n2", "a", "immediate_fraction", 0.677583),
    ("n2", "b", "immediate_fraction", 0.335867),
    ("n2", "one", "utilisation", 0.421041),
    ("n2", "both", "utilisation", 0.667601),
    ("n2-abandon", "a", "blocked_fraction", 0.007528),
    ("n2-abandon", "a", "mean_wait", 0.300421),
    ("n2-abandon", "b", "mean_wait", 1.036081),
    ("n2-abandon", "a", "abandoned_fraction", 0.150210),
    ("n2-abandon", "b", "abandoned_fraction", 0.259020),
    ("n2-abandon", "a", "immediate_fraction", 0.527539),
    ("n2-abandon", "b", "immediate_fraction", 0.206085),
    ("n2-abandon", "one", "utilisation", 0.551908),
    ("n2-abandon", "both", "utilisation", 0.795467),
    ("m3", "a", "blocked_fraction", 0.004797),
    ("m3", "a", "mean_wait", 0.369270),
    ("m3", "b", "mean_wait", 0.281266),
    ("m3", "a", "immediate_fraction", 0.611813),
    ("m3", "b", "immediate_fraction", 0.673220),
    ("m3", "one", "utilisation", 0.523701),
    ("m3", "other", "utilisation", 0.448478),
    ("m3", "both", "utilisation", 0.620147),
    ("erlang-c", "call", "waits", 0.174132),
    ("erlang-c", "call", "mean_wait", 0.174132 / 4),
    ("erlang-a", "call", "mean_wait", 3.7095),
    ("erlang-a", "call", "abandoned_fraction", 0.030912),
)
CASES = tuple(dict.fromkeys(row[0] for row in EXACT))


@dataclass(frozen=True, slots=True, kw_only=True)
class Landed:
    """How near an estimate came: in standard errors, and by what share of the exact value."""

    what: str
    z: float
    off: float


def run(case: str, *, replications: int, horizon: float) -> Result:
    scenario = read_scenario(SCENARIOS / f"{case}.yaml")
    shorter = scenario.model_copy(update={"horizon": horizon, "warmup": min(scenario.warmup, horizon / 4)})
    return simulate(shorter, replications=replications, seed=7)


def landed(case: str, result: Result) -> Iterator[Landed]:
    for _, who, what, exact in (row for row in EXACT if row[0] == case):
        value, error = estimated(result, who, what)
        yield Landed(
            what=f"{case} {who} {what}: {value:.5f} for {exact}",
            z=(value - exact) / error,
            off=abs(value / exact - 1),
        )


def estimated(result: Result, who: str, what: str) -> tuple[float, float]:
    """A figure and its standard error; `waits` is who is not answered at once."""
    if what == "utilisation":
        found = result.groups[who]
    else:
        found = result.types[who]["immediate_fraction" if what == "waits" else what]
    assert found.value is not None
    assert found.error is not None
    return 1 - found.value if what == "waits" else found.value, found.error


@pytest.mark.parametrize(
    ("case", "replications", "horizon"),
    [("n2", 12, 250), ("n2-abandon", 12, 150), ("m3", 12, 150), ("erlang-c", 12, 25), ("erlang-a", 12, 5)],
    ids=lambda value: str(value),
)
def test_a_few_short_replications_are_within_their_own_error(case: str, replications: int, horizon: float) -> None:
    result = run(case, replications=replications, horizon=horizon)
    assert [each for each in landed(case, result) if not abs(each.z) < 4] == []


@pytest.mark.long
@pytest.mark.parametrize(
    ("case", "horizon"),
    [("n2", 200_000), ("n2-abandon", 30_000), ("m3", 30_000), ("erlang-c", 12_000), ("erlang-a", 1_000)],
    ids=lambda value: str(value),
)
def test_many_replications_are_within_one_per_cent(case: str, horizon: float) -> None:
    result = run(case, replications=20, horizon=horizon)
    every = list(landed(case, result))
    print(*every, sep="\n")
    assert [each for each in every if not abs(each.z) < 3] == []
    # Who is blocked is one in a hundred or two hundred here, and that still scatters by more than one per cent: its own
    # error is all there is. `test_chain` has floors on which it is common, and known to one per cent.
    assert [each for each in every if each.off > 0.01 and "blocked" not in each.what] == []
