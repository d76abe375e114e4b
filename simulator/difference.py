"""What other rules would have changed: recorded days, the same lived again, and under a draft, by service and channel.

Everything is judged by what residents were promised then: the target of the recorded plan. All times are seconds.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from core.channel import Channel
from router.engine.states import Ended
from simulator.past import Came, Past
from simulator.reliving import Lived
from simulator.statistics import Estimate, ratio, share

MEASURES: Final = ("answered", "mean_answer", "p80_answer", "target_kept", "worst_wait", "abandoned", "still_waiting")
SHARES: Final = frozenset({"target_kept"})
Cell = tuple[str, Channel]
EVERYBODY: Final[Cell | None] = None

Figures = Mapping[str, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One service on one channel, or everybody: `recorded` as it was; the others are means over replications.

    `difference` is draft less again, replication by replication: what the draft changes, without the model's own error.
    """

    service: str
    channel: Channel | None
    contacts: int
    recorded: Figures
    again: Mapping[str, Estimate]
    draft: Mapping[str, Estimate]
    difference: Mapping[str, Estimate]

    def to_json(self) -> dict[str, Any]:
        """Plain values; an estimate `x` has its interval beside it, as `x_ci`."""
        return {
            "service": self.service,
            "channel": self.channel,
            "contacts": self.contacts,
            "recorded": dict(self.recorded),
            "again": _plain(self.again),
            "draft": _plain(self.draft),
            "difference": _plain(self.difference),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Stranded:
    """A contact that nobody at work could ever serve under the draft; `was_already`: nor under the recorded rules."""

    contact: str
    service: str
    channel: Channel
    was_already: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The whole answer. `cells` by service and channel, those with most contacts first."""

    replications: int
    seed: int
    generations: int
    overall: Compared
    cells: Sequence[Compared]
    unservable: Sequence[Stranded]
    wall_seconds: float

    def to_json(self) -> dict[str, Any]:
        """Plain values; `docs/scenario.md` says what each is."""
        return {
            "replications": self.replications,
            "seed": self.seed,
            "generations": self.generations,
            "overall": self.overall.to_json(),
            "cells": [cell.to_json() for cell in self.cells],
            "unservable": [asdict(each) for each in self.unservable],
            "wall_seconds": round(self.wall_seconds, 3),
        }


def compared(
    past: Past, again: Sequence[Sequence[Lived]], draft: Sequence[Sequence[Lived]]
) -> tuple[Compared, list[Compared]]:
    """Everybody, and each service on each channel. `again` and `draft` are replications of the same residents."""
    counted = [came for came in past.came if _counts(came, past)]
    cells: dict[Cell, int] = {}
    for came in counted:
        cells[_cell(came)] = cells.get(_cell(came), 0) + 1
    recorded = [_as_recorded(came) for came in counted]

    def of(cell: Cell | None) -> Compared:
        def mine(all: Sequence[Lived]) -> list[Lived]:
            return [each for each in all if _counts(each.came, past) and cell in (EVERYBODY, _cell(each.came))]

        figures = [[_figures(mine(one), past.until_ms) for one in kind] for kind in (again, draft)]
        return Compared(
            service=cell[0] if cell else "",
            channel=cell[1] if cell else None,
            contacts=cells[cell] if cell else len(counted),
            recorded=_figures(mine(recorded), past.until_ms),
            again=_means(figures[0]),
            draft=_means(figures[1]),
            difference=_changes(figures[1], figures[0]),
        )

    return of(EVERYBODY), [of(cell) for cell in sorted(cells, key=lambda cell: (-cells[cell], cell))]


def _counts(came: Came, past: Past) -> bool:
    """Came in these days; what an agent asked about a call is part of that call."""
    return came.at_ms >= past.since_ms and not came.plan.question


def _cell(came: Came) -> Cell:
    return came.plan.service, came.plan.channel


def _as_recorded(came: Came) -> Lived:
    left = came.answered_ms is None and came.gone_ms is not None
    return Lived(
        came=came,
        answered_ms=came.answered_ms,
        gone_ms=came.gone_ms if left else None,
        left_as=came.outcome if left else "",
    )


def _figures(lived: Sequence[Lived], until_ms: int) -> Figures:
    """Of one replication."""
    answers = np.array([each.answered_ms - each.came.at_ms for each in lived if each.answered_ms is not None]) / 1000
    waits = [(each.answered_ms or each.gone_ms or until_ms) - each.came.at_ms for each in lived]
    kept = sum(1 for each in lived if each.answered_ms is not None and each.answered_ms <= each.came.plan.due_ms)
    judged = sum(
        1 for each in lived if each.answered_ms is not None or (each.gone_ms or until_ms) > each.came.plan.due_ms
    )
    return {
        "answered": float(len(answers)),
        "mean_answer": float(answers.mean()) if len(answers) else None,
        "p80_answer": float(np.percentile(answers, 80)) if len(answers) else None,
        "target_kept": kept / judged if judged else None,
        "worst_wait": max(waits) / 1000 if waits else None,
        "abandoned": float(sum(each.left_as == Ended.ABANDONED for each in lived)),
        "still_waiting": float(sum(each.answered_ms is None and each.gone_ms is None for each in lived)),
    }


def _means(replications: Sequence[Figures]) -> dict[str, Estimate]:
    found = {}
    for name in MEASURES:
        known = np.array([each[name] for each in replications if each[name] is not None], dtype=np.float64)
        all = np.ones(len(known))
        found[name] = share(known, all, are_counts=False) if name in SHARES else ratio(known, all).between(0, math.inf)
    return found


def _changes(mine: Sequence[Figures], others: Sequence[Figures]) -> dict[str, Estimate]:
    """`mine` less `others`, of the replications where both are known."""
    found = {}
    for name in MEASURES:
        pairs = [(one[name], other[name]) for one, other in zip(mine, others, strict=True)]
        known = np.array([one - other for one, other in pairs if one is not None and other is not None])
        most = 1 if name in SHARES else math.inf
        found[name] = ratio(known, np.ones(len(known))).between(-most, most)
    return found


def _plain(estimates: Mapping[str, Estimate]) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for name, estimate in estimates.items():
        plain[name], plain[f"{name}_ci"] = estimate.value, [estimate.low, estimate.high]
    return plain
