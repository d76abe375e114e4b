"""Patience, where everybody who was answered might have waited longer."""

import math

import pytest

from simulator.patience import Patience, patience_of

# Six waits: 2, 3 (answered), 4, 4 (answered), 5, 8 (answered). By hand: 5/6; 5/6 · 3/4 = 5/8; 5/8 · 1/2 = 5/16.
WAITS = [2.0, 3.0, 4.0, 4.0, 5.0, 8.0]
GAVE_UP = [True, False, True, False, True, False]


@pytest.fixture
def six() -> Patience:
    return patience_of(WAITS, GAVE_UP)


@pytest.mark.parametrize(
    ("waited", "share"),
    [
        pytest.param(1.9, 1, id="nobody leaves before the first does"),
        pytest.param(2, 5 / 6, id="one of six left"),
        pytest.param(3.5, 5 / 6, id="who was answered did not leave"),
        pytest.param(4, 5 / 8, id="one of the four who were still there"),
        pytest.param(5, 5 / 16, id="one of two"),
        pytest.param(100, 5 / 16, id="nothing is known beyond"),
    ],
)
def test_the_share_that_still_waits_is_the_one_worked_out_by_hand(six: Patience, waited: float, share: float) -> None:
    assert six.share(waited) == pytest.approx(share)


@pytest.mark.parametrize(
    ("waited", "chance", "patience"),
    [
        pytest.param(0, 0.9, 2, id="the most impatient sixth leaves at 2"),
        pytest.param(0, 0.7, 4, id="the next at 4"),
        pytest.param(3, 0.7, 5, id="who waited 3 already leaves at 4 or later: 0.7 · 5/6 is past 5/8"),
        pytest.param(0, 5 / 32, 5 + math.log(2) * 26 / 3, id="beyond the last, at the mean rate: 3 left in 26"),
        pytest.param(8, 0.5, 8 + math.log(2) * 26 / 3, id="and from where they stand"),
    ],
)
def test_a_patience_is_drawn_beyond_what_was_waited(
    six: Patience, waited: float, chance: float, patience: float
) -> None:
    assert six.beyond(waited, chance) == pytest.approx(patience)


def test_where_nobody_ever_left_nobody_does() -> None:
    assert patience_of([1, 5], [False, False]).beyond(3, 0.01) == math.inf
