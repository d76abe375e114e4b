"""Means, ratios and their intervals."""

import numpy as np
import pytest

from simulator.statistics import quantile, ratio
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


def test_nothing_is_said_of_nothing() -> None:
    assert ratio(np.zeros(2), np.zeros(2)).value is None
    assert ratio(np.ones(1), np.ones(1)).high is None


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
