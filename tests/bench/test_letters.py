"""Scanned post is read well enough: a few made-up letters of each kind, then, among the long tests, many."""

import pytest

from bench.letters import BARS, measure
from samples.post.letters import Kind


def test_a_few_letters_of_each_kind_are_read_within_the_bars() -> None:
    figures, detail = measure(seed=77, letters=1)
    assert figures.keys() == BARS.keys()
    assert detail.keys() == set(Kind)
    # Of so few letters one may be of the hard ones, and the speed is this machine's while it does other things.
    for key in set(BARS) - {"pages_a_second", "upright"}:
        assert figures[key] <= BARS[key].limit + 0.03, key
    assert figures["upright"] == 1


@pytest.mark.long
def test_letters_are_read_within_the_bars() -> None:
    figures, _ = measure()
    print(f"\n{figures}")
    for key in set(BARS) - {"pages_a_second"}:
        assert BARS[key].reached(figures[key]), key
