"""A full mailbox is taken in whole: a small one each time, a large one among the long tests."""

import pytest

from bench.mail import measure, written

LARGE = 2_000


def test_a_small_mailbox_is_taken_in_whole() -> None:
    found = measure(40)
    assert (found["contacts"], found["whole"]) == (40, 40)


def test_the_same_mail_is_made_each_time() -> None:
    assert [len(each) for each in written(3)] == [len(each) for each in written(3)]


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_a_large_mailbox_is_taken_in_whole() -> None:
    found = measure(LARGE)
    print(f"\n{found}")
    assert (found["contacts"], found["whole"]) == (LARGE, LARGE)
