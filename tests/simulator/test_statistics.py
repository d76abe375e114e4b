"""Means, ratios and their intervals."""

from collections.abc import Callable

import numpy as np
import pytest

from simulator.statistics import Estimate, kaplan_meier, quantile, ratio, share
from simulator.streams import Floats
from simulator.tally import covered


@pytest.mark.parametrize(
    ("freedom", "exact"),
    [(1, 12.7062), (2, 4.3027), (3, 3.1824), (4, 2.7764), (9, 2.2622), (10, 2.2281), (19, 2.0930), (120, 1.9799)],
)
def test_students_t_is_the_tables(freedom: int, exact: float) -> None:
    assert quantile(freedom) == pytest.approx(exact, abs=5e-5)


def test_a_mean_over_replications_has_the_textbooks_interval() -> None:
    found = ratio(np.array([2.0, 4.0, 6.0]), np.ones(3))
    assert found.value == 4
    assert found.high == pytest.approx(4 + 4.3027 * 2 / 3**0.5, abs=1e-3)


def test_a_ratio_is_of_all_together_and_sure_where_every_sample_agrees() -> None:
    found = ratio(np.array([1.0, 20.0]), np.array([2.0, 40.0]))
    assert (found.value, found.low, found.high) == (0.5, 0.5, 0.5)


@pytest.mark.parametrize("of", [ratio, share])
def test_nothing_is_said_of_nothing(of: Callable[[Floats, Floats], Estimate]) -> None:
    assert of(np.zeros(2), np.zeros(2)).value is None
    assert of(np.ones(1), np.ones(1)).high is None


T_3 = 3.182446
"""Student's t for four samples."""


@pytest.mark.parametrize(
    ("above", "below", "low", "high"),
    [
        ([0, 0, 0, 0], [25, 25, 25, 25], 0, T_3**2 / (100 + T_3**2)),
        ([25, 25, 25, 25], [25, 25, 25, 25], 100 / (100 + T_3**2), 1),
        ([5, 5, 5, 5], [10, 10, 10, 10], 0.5, 0.5),
        # A standard error of .5 / sqrt(27), as 27 independent halves would have.
        ([2, 2, 4, 4], [6, 6, 6, 6], 0.5 - T_3 / 2 / (27 + T_3**2) ** 0.5, 0.5 + T_3 / 2 / (27 + T_3**2) ** 0.5),
    ],
    ids=["never, of a hundred", "always, of a hundred", "in every sample alike", "now more, now less"],
)
def test_a_share_has_wilsons_interval(above: list[float], below: list[float], low: float, high: float) -> None:
    found = share(np.array(above, dtype=float), np.array(below, dtype=float))
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-5)


def test_no_interval_of_a_share_leaves_what_a_share_can_be() -> None:
    chance = np.random.default_rng(4)
    for _ in range(500):
        below = chance.integers(1, 40, 4).astype(float)
        above = np.array([chance.binomial(int(each), chance.choice([0.02, 0.5, 0.97])) for each in below], dtype=float)
        found = share(above, below)
        assert found.low is not None
        assert found.value is not None
        assert found.high is not None
        assert 0 <= found.low <= found.value <= found.high <= 1


def test_wilsons_interval_holds_a_rare_share_about_as_often_as_it_says() -> None:
    chance, held = np.random.default_rng(5), 0
    for _ in range(1_000):
        found = share(chance.binomial(200, 0.02, 10).astype(float), np.full(10, 200.0))
        assert found.low is not None
        assert found.high is not None
        held += found.low <= 0.02 <= found.high
    assert 925 <= held <= 975


def test_time_that_was_all_spent_alike_needs_no_interval() -> None:
    found = share(np.array([8.0, 9.0]), np.array([8.0, 9.0]), are_counts=False)
    assert (found.value, found.low, found.high) == (1, 1, 1)


def test_who_goes_on_is_kaplans_and_meiers_textbook_row() -> None:
    lengths = np.array([6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35], dtype=float)
    moments, going = kaplan_meier(lengths, np.arange(21) < 9)
    assert moments.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert going == pytest.approx([0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], abs=6e-4)


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], [0, 0]),
        ([[2, 5]], [3, 0]),
        ([[8, 13]], [2, 3]),
        ([[2, 5], [4, 6], [4.5, 4.6]], [4, 0]),
        ([[-3, 1], [9, 99]], [2, 10]),
        ([[9, np.inf], [0, 1]], [2, 10]),
    ],
    ids=["no span", "in one part", "over an edge", "overlapping", "beyond both ends", "for ever, and out of order"],
)
def test_time_is_covered_once_however_many_spans_there_are(spans: list[list[float]], expected: list[float]) -> None:
    found = covered(np.array(spans).reshape(-1, 2), np.array([0.0, 10.0, 20.0]))
    assert found.tolist() == pytest.approx(expected)
