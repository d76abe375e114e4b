"""That a start and an end are timed: how long they take is told by `switchboard bench start`, and judged by people."""

import pytest

from bench.starting import measure


@pytest.mark.long
def test_a_first_start_a_second_and_the_end_are_timed() -> None:
    found = measure(starts=2)
    assert set(found) == {"first_s", "second_start_s", "end_s"}
    assert min(found.values()) > 0.05
