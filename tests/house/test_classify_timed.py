"""How much processor time a message takes is measured, whatever else the machine does."""

from switchboard.classifying import timed


def test_the_processor_time_of_a_message_is_told_by_its_median_and_its_slow_ones() -> None:
    told = timed(["The street light outside number 4 is out.", "When does the library open?"] * 3)
    assert told["messages"] == 6
    assert 0 < told["median_ms"] <= told["p95_ms"]
