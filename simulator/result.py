"""What a simulation came to, as values and as the one JSON object that `--json` prints. All times are seconds."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from simulator.scenario import Scenario, most
from simulator.statistics import NOTHING, Estimate, ratio, share
from simulator.streams import Floats
from simulator.tally import BATCHES, Measure, Tally

COUNTS: Final = {
    "arrived": Measure.ARRIVED,
    "served": Measure.SERVED,
    "abandoned": Measure.ABANDONED,
    "never_served": Measure.NEVER_SERVED,
    "unservable": Measure.UNSERVABLE,
}
FRACTIONS: Final = {
    "blocked_fraction": (Measure.BLOCKED, Measure.ARRIVED),
    "abandoned_fraction": (Measure.ABANDONED, Measure.ENTERED),
    "immediate_fraction": (Measure.AT_ONCE, Measure.ENTERED),
    "service_level": (Measure.WITHIN, Measure.JUDGED),
}
OF_TYPE: Final = (
    "arrived",
    "blocked_fraction",
    "served",
    "abandoned",
    "abandoned_fraction",
    "never_served",
    "unservable",
    "mean_wait",
    "immediate_fraction",
    "within_target",
    "service_level",
)
OVERALL: Final = (
    "blocked_fraction",
    "served",
    "abandoned",
    "never_served",
    "unservable",
    "mean_wait",
    "service_level",
)

Estimates = Mapping[str, Estimate]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """`types` and `groups` by name; `cv` says how unevenly a group's agents were used; `contacts` is how many came."""

    name: str
    replications: int
    types: Mapping[str, Estimates]
    groups: Mapping[str, Estimate]
    cv: Mapping[str, float | None]
    overall: Estimates
    contacts: float
    wall_seconds: float

    def to_json(self) -> dict[str, Any]:
        """Plain values; `docs/scenario.md` says what each is."""
        return {
            "name": self.name,
            "replications": self.replications,
            "types": {type: _plain(estimates) for type, estimates in self.types.items()},
            "groups": {
                group: _plain({"utilisation": estimate}) | {"utilisation_cv": self.cv[group]}
                for group, estimate in self.groups.items()
            },
            "overall": _plain(self.overall) | {"contacts": self.contacts, "wall_seconds": round(self.wall_seconds, 3)},
        }


def result_of(scenario: Scenario, tallies: Sequence[Tally], *, wall_seconds: float) -> Result:
    """The replications together; one alone is told by the stretches of its time."""
    alone = len(tallies) == 1
    types = tallies[0].types if alone else np.stack([each.types.sum(axis=0) for each in tallies])
    busy, there = (
        getattr(tallies[0], part) if alone else np.stack([getattr(each, part).sum(axis=0) for each in tallies])
        for part in ("busy", "there")
    )
    parts = BATCHES if alone else 1
    groups: dict[str, Estimate] = {}
    cv: dict[str, float | None] = {}
    first = 0
    for group in scenario.agents:
        desks = slice(first, first + most(group))
        groups[group.group] = share(busy[:, desks].sum(axis=1), there[:, desks].sum(axis=1), are_counts=False)
        cv[group.group] = _cv(tallies, desks)
        first = desks.stop
    every = _estimates(types.sum(axis=1), parts, scenario.time_unit)
    return Result(
        name=scenario.name,
        replications=len(tallies),
        types={
            contact.type: _only(OF_TYPE, _estimates(types[:, place], parts, scenario.time_unit))
            for place, contact in enumerate(scenario.contacts)
        },
        groups=groups,
        cv=cv,
        overall=_only(OVERALL, every),
        contacts=every["arrived"].value or 0.0,
        wall_seconds=wall_seconds,
    )


def _estimates(samples: Floats, parts: int, time_unit: float) -> dict[str, Estimate]:
    """Everything that can be said of samples × measures, each sample the so-manieth part of a replication."""
    each = np.ones(len(samples))

    def amount(above: Measure, below: Floats) -> Estimate:
        return ratio(samples[:, above], below).between(0, math.inf)

    found = {name: amount(measure, each).times(parts) for name, measure in COUNTS.items()}
    found |= {name: share(samples[:, above], samples[:, below]) for name, (above, below) in FRACTIONS.items()}
    if samples[:, Measure.JUDGED].any():
        found["within_target"] = amount(Measure.WITHIN, each).times(parts)
    found["mean_wait"] = amount(Measure.WAITED, samples[:, Measure.ENTERED]).times(time_unit)
    return found


def _only(names: Sequence[str], estimates: Estimates) -> Estimates:
    return {name: estimates.get(name, NOTHING) for name in names}


def _cv(tallies: Sequence[Tally], desks: slice) -> float | None:
    """Standard deviation over mean of the utilisation of a group's agents, on average over replications."""
    found = []
    for each in tallies:
        busy, there = each.busy[:, desks].sum(axis=0), each.there[:, desks].sum(axis=0)
        used = busy[there > 0] / there[there > 0]
        if used.size and used.mean() > 0:
            found.append(float(used.std() / used.mean()))
    return sum(found) / len(found) if found else None


def _plain(estimates: Estimates) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for name, estimate in estimates.items():
        plain[name] = estimate.value
        plain[f"{name}_ci"] = [estimate.low, estimate.high]
    return plain
