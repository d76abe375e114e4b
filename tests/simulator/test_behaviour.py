"""What each key of a scenario does to a simulated day."""

from typing import Any

import pytest

from simulator.result import Result
from simulator.running import simulate
from simulator.scenario import scenario_of

PLAIN = """
name: plain
horizon: 3000
warmup: 0
order: first_come
contacts:
  - {type: a, channel: phone, needs: {a: 1}, rate: 0.1, target: 20}
agents:
  - {group: g, count: 2, skills: {a: 1}, service: {deterministic: 10}}
"""


def run(text: str, **more: Any) -> Result:
    return simulate(scenario_of(text), cores=1, **more)


def value(result: Result, type: str, name: str) -> float:
    found = result.types[type][name].value
    assert found is not None
    return found


def busy(result: Result, group: str) -> float:
    found = result.groups[group].value
    assert found is not None
    return found


def test_everybody_is_served_once_and_the_agents_are_as_busy_as_the_work() -> None:
    result = run(PLAIN)
    assert value(result, "a", "served") == value(result, "a", "arrived") > 200
    assert busy(result, "g") == pytest.approx(value(result, "a", "served") * 10 / 2 / 3000, rel=0.01)
    assert result.contacts == value(result, "a", "arrived")


def test_whoever_is_in_hand_when_all_is_over_was_served_and_kept_an_agent_busy() -> None:
    result = run(PLAIN.replace("deterministic: 10", "deterministic: 1e6"))
    assert busy(result, "g") > 0.9
    assert value(result, "a", "served") == 2
    assert value(result, "a", "never_served") == value(result, "a", "arrived") - 2


def test_the_same_seed_gives_the_same_day_and_another_seed_another() -> None:
    first, again, other = run(PLAIN), run(PLAIN), run(PLAIN, seed=2)
    assert first.types == again.types
    assert first.groups == again.groups
    assert first.types != other.types


def test_two_processes_find_what_one_does() -> None:
    alone, spread = run(PLAIN, replications=2), simulate(scenario_of(PLAIN), replications=2, cores=2)
    assert alone.types == spread.types
    assert alone.groups == spread.groups


def test_a_minute_as_the_unit_is_sixty_seconds() -> None:
    seconds = run(PLAIN.replace("target: 20", "target: 60, patience: {exponential: 30}"))
    minutes = PLAIN.replace("rate: 0.1, target: 20", "rate: 6, target: 1, patience: {exponential: 0.5}")
    minutes = minutes.replace("horizon: 3000", "horizon: 50\ntime_unit: 60").replace("10}", "0.16666666666666666}")
    assert value(run(minutes), "a", "mean_wait") == pytest.approx(value(seconds, "a", "mean_wait"), rel=1e-3)
    assert value(run(minutes), "a", "within_target") == value(seconds, "a", "within_target")


def test_a_change_of_one_type_leaves_the_others_as_they_were() -> None:
    other = "\n  - {type: b, channel: phone, needs: {b: 1}, rate: RATE}\nagents:"
    more = PLAIN.replace("\nagents:", other) + "  - {group: h, count: 1, skills: {b: 1}, service: {exponential: 1}}\n"
    few, many = run(more.replace("RATE", "0.1")), run(more.replace("RATE", "0.3"))
    assert few.types["a"] == many.types["a"]
    assert few.types["b"] != many.types["b"]


def test_whoever_finds_every_line_taken_is_blocked() -> None:
    result = run(PLAIN.replace("horizon", "lines: 2\nhorizon").replace("rate: 0.1", "rate: 0.5"))
    assert value(result, "a", "blocked_fraction") > 0.3
    assert value(result, "a", "mean_wait") == 0
    assert value(result, "a", "served") == pytest.approx(
        value(result, "a", "arrived") * (1 - value(result, "a", "blocked_fraction"))
    )


def test_notes_keep_an_agent_but_not_a_line() -> None:
    noted = PLAIN.replace("rate: 0.1", "rate: 0.1, wrap_up: 5")
    assert busy(run(noted), "g") == pytest.approx(1.5 * busy(run(PLAIN), "g"), rel=0.01)
    # With a line for each agent, only somebody who came during their notes can be waiting.
    assert value(run(noted.replace("horizon", "lines: 2\nhorizon")), "a", "mean_wait") > 0
    assert value(run(PLAIN.replace("horizon", "lines: 2\nhorizon")), "a", "mean_wait") == 0


def test_a_relaxed_need_opens_to_others_after_its_time() -> None:
    relaxed = PLAIN.replace("rate: 0.1", "rate: 0.02, relax: [{after: 12, needs: {}}]").replace("skills: {a: 1}, ", "")
    result = run(relaxed)
    assert value(result, "a", "immediate_fraction") == 0
    assert 12 <= value(result, "a", "mean_wait") < 16


def test_it_rings_before_it_is_answered_and_what_is_declined_goes_to_another() -> None:
    ringing = PLAIN.replace("count: 2", "count: 3, answer_after: {deterministic: 5}, decline: 0.2")
    result = run(ringing.replace("rate: 0.1", "rate: 0.02"))
    assert value(result, "a", "served") == value(result, "a", "arrived")
    # Five seconds, and five more for the fifth who is asked again, and so on; a cool-down once nobody is left to ask.
    assert 5.8 < value(result, "a", "mean_wait") < 9
    assert value(result, "a", "immediate_fraction") > 0.9


def test_an_offer_that_nobody_picks_up_in_its_lease_goes_on() -> None:
    deaf = PLAIN.replace("count: 2", "count: 1, answer_after: {deterministic: 25}").replace("rate: 0.1", "rate: 0.01")
    quick = "  - {group: h, count: 1, skills: {a: 1, b: 1}, service: {deterministic: 10}}\n"
    result = run(deaf + quick)
    assert value(result, "a", "mean_wait") == pytest.approx(20, abs=4)
    assert busy(result, "g") == 0
    assert busy(result, "h") > 0


def test_agents_come_and_go_with_their_periods_and_breaks() -> None:
    shifts = "count: [{from: 0, to: 1500, count: 3}, {from: 1500, to: 2400, count: 1}], breaks: [{from: 600, to: 750}]"
    result = run(PLAIN.replace("count: 2", shifts).replace("rate: 0.1", "rate: [{from: 0, to: 2400, rate: 0.1}]"))
    there = 3 * 1500 + 900 - 3 * 150
    work = value(result, "a", "served") * 10
    assert busy(result, "g") == pytest.approx(work / there, rel=0.02)


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        pytest.param(
            "count: 2, breaks: [{from: 0, to: 99}, {from: 99, to: 300}, {from: 300.0, to: 400}, {from: 500, to: 510}]",
            "count: 2, breaks: [{from: 0, to: 400}, {from: 500, to: 510}]",
            id="breaks",
        ),
        pytest.param(
            "count: [{from: 0, to: 300, count: 2}, {from: 300, to: 3000, count: 2}]", "count: 2", id="people at work"
        ),
    ],
)
def test_periods_that_touch_are_as_one(parts: str, whole: str) -> None:
    found, expected = run(PLAIN.replace("count: 2", parts)), run(PLAIN.replace("count: 2", whole))
    assert (found.types, found.groups) == (expected.types, expected.groups)


def test_nobody_is_served_in_the_moment_between_two_breaks() -> None:
    early = PLAIN.replace("rate: 0.1", "rate: [{from: 10, to: 20, rate: 2}]").replace("target: 20", "target: 200")
    result = run(early.replace("count: 2", "count: 1, breaks: [{from: 0, to: 100}, {from: 100, to: 300}]"))
    assert value(result, "a", "within_target") == 0
    assert value(result, "a", "served") == value(result, "a", "arrived") > 10


def test_who_comes_back_from_a_break_as_the_day_closes_serves_nobody_who_leaves_then() -> None:
    late = DAY.replace("rate: 0.5", "rate: [{from: 1000, to: 1100, rate: 0.5}]")
    result = run(late.replace("count: 2", "count: 2, breaks: [{from: 900, to: 1100}]") + "after_close: abandon\n")
    assert value(result, "a", "abandoned") == value(result, "a", "arrived") > 20


@pytest.mark.parametrize(
    ("change", "unservable", "never", "gave_up"),
    [
        (("", ""), 0, 0, 0),
        (("skills: {a: 1}", "skills: {b: 1}"), 1, 0, 1),
        (("skills: {a: 1}", "skills: {a: 0.5}"), 1, 0, 1),
        (("count: 2", "count: [{from: 0, to: 1500, count: 2}]"), 0.5, 0, 0.5),
        (("count: 2", "count: [{from: 1500, to: 3000, count: 40}]"), 0, 0, 0.5),
        (("count: 2", "capacity: {chat: 1}, count: 2"), 1, 0, 1),
        (("count: 2", "count: [{from: 0, to: 1500, count: 2}]", "patience: {exponential: 5}, ", ""), 0.5, 0.5, 0),
    ],
    ids=[
        "somebody can serve everybody",
        "nobody has the skill",
        "nobody has the level",
        "nobody comes back",
        "somebody comes later",
        "nobody takes this channel",
        "nobody comes back, and they wait for ever",
    ],
)
def test_whom_nobody_could_serve_is_counted(
    change: tuple[str, ...], unservable: float, never: float, gave_up: float
) -> None:
    text = PLAIN.replace("rate: 0.1", "patience: {exponential: 5}, rate: 0.1")
    text = text.replace("needs: {a: 1}", "needs: {a: 2}").replace("skills: {a: 1}", "skills: {a: 2}")
    change = tuple(each.replace("{a: 1}", "{a: 2}").replace("0.5}", "1}") for each in change)
    for old, new in zip(change[::2], change[1::2], strict=True):
        text = text.replace(old, new)
    result = run(text)
    came = value(result, "a", "arrived")
    shares = [value(result, "a", name) / came for name in ("unservable", "never_served", "abandoned")]
    assert shares == pytest.approx([unservable, never, gave_up], abs=0.15)
    assert result.overall["unservable"].value == value(result, "a", "unservable")


DAY = """
name: a day
day: {open: 100, close: 1100}
contacts:
  - {type: a, channel: phone, rate: 0.5, target: 20}
agents:
  - {group: g, count: 2, service: {exponential: 8}}
"""


def test_after_the_close_the_rest_is_served_out_or_gives_up() -> None:
    served = run(DAY)
    gone = run(DAY + "after_close: abandon\n")
    assert value(served, "a", "served") == value(served, "a", "arrived")
    assert value(gone, "a", "served") < value(served, "a", "served")
    assert value(gone, "a", "served") + value(gone, "a", "abandoned") == value(gone, "a", "arrived")


def test_busy_days_and_quiet_days_vary_by_their_factor() -> None:
    steady = run(DAY, replications=8)
    varied = run(DAY.replace("rate: 0.5", "rate: 0.5, rate_factor: {gamma: 4}"), replications=8)

    def width(result: Result) -> float:
        arrived = result.types["a"]["arrived"]
        assert arrived.high is not None
        assert arrived.low is not None
        return arrived.high - arrived.low

    assert width(varied) > 4 * width(steady)


TWO = """
name: two types
horizon: 4000
warmup: 100
ORDER
contacts:
  - {type: a, channel: phone, needs: {a: 1}, rate: 0.10, target: 10, weight: 1}
  - {type: b, channel: phone, needs: {b: 1}, rate: 0.03, target: 100, weight: 6}
agents:
  - {group: g, count: 1, skills: {a: 1, b: 1}, service: {exponential: 7}}
"""


@pytest.mark.parametrize(
    ("order", "first"),
    [("due_first", "a"), ("weighted_wait", "b"), ("longest_queue", "a")],
    ids=["the sooner promise goes first", "the heavier goes first", "the longer queue goes first"],
)
def test_the_order_says_who_waits_less_than_by_first_come(order: str, first: str) -> None:
    fair, ordered = run(TWO.replace("ORDER", "order: first_come")), run(TWO.replace("ORDER", f"order: {order}"))
    assert value(ordered, first, "mean_wait") < value(fair, first, "mean_wait") * 0.97


THREE = """
name: who is asked
horizon: 3000
PICK
contacts:
  - {type: a, channel: phone, needs: {a: 1}, rate: 0.02}
agents:
  - {group: some, count: 1, skills: {a: 2}, service: {exponential: 10}}
  - {group: much, count: 1, skills: {a: 4, b: 1, c: 1}, service: {exponential: 10}}
"""


@pytest.mark.parametrize(
    ("pick", "least", "most"),
    [("fewest_skills", 2, 99), ("longest_idle", 0.7, 1.4), ("best_skilled", 0, 0.5)],
    ids=["whoever has fewest skills works most", "work is even", "whoever is best works most"],
)
def test_the_pick_says_who_works(pick: str, least: float, most: float) -> None:
    result = run(THREE.replace("PICK", f"pick: {pick}"))
    assert least < busy(result, "some") / busy(result, "much") < most


def test_one_agent_chats_with_three_at_once() -> None:
    chat = PLAIN.replace("channel: phone", "channel: chat").replace("count: 2", "count: 1, capacity: {chat: 3}")
    one = chat.replace("capacity: {chat: 3}", "capacity: {chat: 1}")
    assert value(run(chat), "a", "mean_wait") < 0.2 * value(run(one), "a", "mean_wait")
    assert busy(run(chat), "g") < 1
