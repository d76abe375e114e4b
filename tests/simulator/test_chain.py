"""Floors with so little room that being blocked is common land on their exact answers, every figure of them."""

from collections.abc import Iterator

import pytest

from simulator.result import Result
from simulator.running import simulate
from simulator.scenario import Scenario, read_scenario
from simulator.shapes import RateSpan
from simulator.statistics import Estimate
from tests.simulator.chain import floor_of, solve
from tests.simulator.test_exact import EXACT, SCENARIOS

BUSY = {
    "n2": (4, (1.2, 1.0), 25_000),
    "n2-abandon": (4, (1.5, 1.2), 12_000),
    "m3": (5, (1.5, 1.2), 15_000),
}
"""Of each shipped floor: fewer lines, higher rates, and how long a long replication is."""


def busy(name: str) -> Scenario:
    """A shipped floor with less room and more callers."""
    scenario, (lines, rates, horizon) = read_scenario(SCENARIOS / f"{name}.yaml"), BUSY[name]
    contacts = tuple(
        contact.model_copy(update={"rate": (RateSpan.model_validate({"from": 0, "to": float("inf"), "rate": rate}),)})
        for contact, rate in zip(scenario.contacts, rates, strict=True)
    )
    return scenario.model_copy(update={"contacts": contacts, "lines": lines, "horizon": horizon, "warmup": 50})


def every(scenario: Scenario, result: Result) -> Iterator[tuple[str, Estimate, float]]:
    """Each figure's name, what was found and what is exact."""
    exact = solve(floor_of(scenario))
    for place, (type, found) in enumerate(result.types.items()):
        yield f"{type} blocked", found["blocked_fraction"], exact.blocked
        yield f"{type} mean wait", found["mean_wait"], exact.mean_wait[place]
        yield f"{type} at once", found["immediate_fraction"], exact.at_once[place]
        if exact.abandoned[place]:
            yield f"{type} gives up", found["abandoned_fraction"], exact.abandoned[place]
    for place, (group, utilisation) in enumerate(result.groups.items()):
        yield f"{group} busy", utilisation, exact.utilisation[place]


def off(scenario: Scenario, *, errors: float) -> dict[str, float]:
    """How far off each figure is, as a share of the exact one. Each is within so many of its own standard errors."""
    found = {}
    for name, estimate, exact in every(scenario, simulate(scenario, replications=20, seed=13)):
        assert estimate.value is not None
        assert estimate.error is not None
        print(f"{name}: {estimate.value:.6f} for {exact:.6f}, {(estimate.value - exact) / estimate.error:+.2f} z")
        assert abs(estimate.value - exact) < errors * estimate.error, name
        found[name] = abs(estimate.value / exact - 1)
    return found


@pytest.mark.parametrize("name", BUSY)
def test_a_few_short_replications_are_within_their_own_error(name: str) -> None:
    off(busy(name).model_copy(update={"horizon": 30}), errors=4)


@pytest.mark.long
@pytest.mark.parametrize("name", BUSY)
def test_many_replications_are_within_one_per_cent_blocked_included(name: str) -> None:
    assert {name: share for name, share in off(busy(name), errors=3).items() if share > 0.01} == {}


KINDS = {
    "mean_wait": "mean_wait",
    "immediate_fraction": "at_once",
    "abandoned_fraction": "abandoned",
}


@pytest.mark.parametrize(("case", "who", "what", "published"), [row for row in EXACT if "erlang" not in row[0]])
def test_the_chain_gives_what_is_published(case: str, who: str, what: str, published: float) -> None:
    scenario = read_scenario(SCENARIOS / f"{case}.yaml")
    exact = solve(floor_of(scenario))
    if what == "utilisation":
        found = exact.utilisation[[group.group for group in scenario.agents].index(who)]
    elif what == "blocked_fraction":
        found = exact.blocked
    else:
        found = getattr(exact, KINDS[what])[[contact.type for contact in scenario.contacts].index(who)]
    assert found == pytest.approx(published, abs=6e-7)
