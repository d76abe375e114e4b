"""A full mailbox is taken in whole: a small one each time, and among the long tests ten thousand at the bar's speed."""

import pytest

from bench.mail import BAR, MESSAGES, measure, written


def test_a_small_mailbox_is_taken_in_whole() -> None:
    found = measure(40)
    assert (found["contacts"], found["whole"]) == (40, 40)


def test_the_same_mail_is_made_each_time() -> None:
    assert [len(each) for each in written(3)] == [len(each) for each in written(3)]


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_ten_thousand_messages_are_taken_in_at_the_bars_speed() -> None:
    found = measure()
    assert (found["contacts"], found["whole"]) == (MESSAGES, MESSAGES)
    assert BAR.reached(found["mail_per_s"]), found
