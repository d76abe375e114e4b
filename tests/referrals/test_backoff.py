"""How long an unreachable partner is waited for."""

import pytest

from referrals.backoff import WAITS_S, wait_s

ROWS = [
    pytest.param(1, 0.0, 5.0, id="the first retry comes soon"),
    pytest.param(2, 0.5, 16.5, id="chance stretches a wait"),
    pytest.param(len(WAITS_S), 0.0, 43200.0, id="the last wait is half a day"),
    pytest.param(len(WAITS_S) + 1, 0.0, None, id="then a person has to look"),
]


@pytest.mark.parametrize(("failed", "chance", "expected"), ROWS)
def test_the_wait_after_so_many_failures(failed: int, chance: float, expected: float | None) -> None:
    assert wait_s(failed, chance) == expected


def test_a_night_is_bridged_and_no_wait_is_shorter_than_the_one_before() -> None:
    assert sum(WAITS_S) > 24 * 3600
    assert list(WAITS_S) == sorted(WAITS_S)
