"""What people are told about their wait holds four times of five, whatever the order, and those who leave count too."""

import numpy as np
import pytest

from bench.estimates import HOLDS, NAMES, coverage, shares
from router.rules.document import Order

TYPES = {
    "n2": ("a", "b"),
    "n2-abandon": ("a", "b"),
    "m3": ("a", "b"),
    "erlang-c": ("call",),
    "erlang-a": ("call",),
    "mixed": ("urgent", "usual", "patient"),
    "steps": ("roads", "bins"),
    "day": ("highways", "care"),
}
"""Who has to wait in each scenario; with one type, every order is the same."""


def kinds(name: str) -> set[str]:
    orders = [""] if len(TYPES[name]) == 1 else [f" {order}" for order in Order]
    return {f"{name}{order} {type}" for order in orders for type in TYPES[name]}


@pytest.mark.parametrize("name", ["n2-abandon", "erlang-c", "mixed", "steps"])
def test_told_waits_hold_about_four_times_of_five_under_each_order(name: str) -> None:
    found = coverage(1_500, names=[name])
    assert found.keys() == kinds(name)
    for each, row in found.items():
        # So few waits scatter, and the first of them are told before anything was learnt.
        assert HOLDS[0] - 0.1 <= row["inside"] <= HOLDS[1] + 0.1, each
        assert row["inside"] + row["sooner"] + row["later"] == pytest.approx(1)


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_told_waits_hold_four_times_of_five_under_each_order(name: str) -> None:
    found = coverage(names=[name])
    assert kinds(name) <= found.keys()
    for each, row in found.items():
        assert HOLDS[0] <= row["inside"] <= HOLDS[1], each


SOON, INSIDE, LATE = 0.5, 1.5, 2.5


@pytest.mark.parametrize(
    ("ends", "answered", "expected"),
    [
        ([SOON, INSIDE, INSIDE, INSIDE, LATE], [1, 1, 1, 1, 1], (0.6, 0.2, 0.2, 0)),
        ([SOON, INSIDE, INSIDE, INSIDE, LATE], [1, 1, 1, 1, 0], (0.6, 0.2, 0.2, 0)),
        ([SOON, INSIDE, LATE], [0, 1, 1], (0.5, 0, 0.5, 1 / 3)),
        ([1.2, INSIDE, LATE, LATE], [0, 1, 1, 0], (1 / 3, 0, 2 / 3, 0.25)),
        ([1.8, INSIDE, LATE, LATE], [0, 1, 1, 1], (0.25, 0, 0.75, 0.25)),
        ([1, 2], [1, 1], (1, 0, 0, 0)),
    ],
    ids=[
        "everybody was answered",
        "whoever leaves later than they were told is missed",
        "whoever leaves sooner than they were told says nothing",
        "whoever leaves inside says as little about when they would have been answered",
        "but that it would have been later than those who were answered before",
        "both ends are inside",
    ],
)
def test_a_wait_counts_by_where_it_ended(
    ends: list[float], answered: list[int], expected: tuple[float, float, float, float]
) -> None:
    row = shares(np.array(ends), np.array(answered) == 1)
    assert tuple(row[key] for key in ("inside", "sooner", "later", "left_before")) == pytest.approx(expected)
