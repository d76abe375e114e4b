"""A scenario's file: what is read from it, and what is said about a wrong one."""

import pytest

from core.channel import Channel
from core.errors import ConfigInvalid
from router.rules.document import Order, Pick
from simulator.scenario import begins, ends, scenario_of
from simulator.scene import ticks_per_unit

WHOLE = """\
name: whole
time_unit: 60
horizon: 480
warmup: 10
replications: 3
seed: 9
lines: 40
order: weighted_wait
pick: best_skilled
day: {open: 60, close: 300}
after_close: abandon
contacts:
  - type: council tax
    channel: phone
    needs: {1: 2}
    rate: [{from: 60, to: 120, rate: 2}, {from: 120, to: 300, rate: 1.5}]
    rate_factor: {gamma: 28.7}
    patience: [{from: 60, to: 120, exponential: 2}]
    target: 0.3
    weight: 2.5
    relax: [{after: 1, needs: {1: 1}}, {after: 2, needs: {}}]
    band: standard
    wrap_up: 1
agents:
  - group: front
    count: [{from: 60, to: 180, count: 4}, {from: 180, to: 300, count: 2}]
    skills: {1: 3}
    service: {council tax: {lognormal: [4, 0.6]}}
    answer_after: {deterministic: 0.05}
    decline: 0.1
    capacity: {phone: 1}
    breaks: [{from: 100, to: 110}]
"""


def test_every_key_is_read() -> None:
    scenario = scenario_of(WHOLE)
    (contact,), (group,) = scenario.contacts, scenario.agents
    assert (scenario.order, scenario.pick, scenario.lines) == (Order.WEIGHTED_WAIT, Pick.BEST_SKILLED, 40)
    assert (begins(scenario), ends(scenario)) == (60, 300)
    assert contact.needs == {"1": 2}
    assert [(span.begin, span.end, span.rate) for span in contact.rate] == [(60, 120, 2), (120, 300, 1.5)]
    assert group.capacity == {Channel.PHONE: 1}
    assert group.service["council tax"].lognormal == (4, 0.6)


def test_the_engines_clock_is_true_where_its_own_lengths_matter_and_fine_where_they_do_not() -> None:
    assert ticks_per_unit(scenario_of(WHOLE)) == 60_000
    assert ticks_per_unit(scenario_of(SMALL)) == 10_000


SMALL = """\
name: small
horizon: 1000
contacts:
  - type: a
    channel: phone
    needs: {a: 1}
    rate: 0.5
agents:
  - group: g
    count: 1
    skills: {a: 1}
    service: {exponential: 1.0}
"""

WRONG = [
    ("an unknown key", "horizon: 1000", "horizn: 1000", "x.yaml:2:1: There is no key `horizn` here."),
    ("a key too little", "    rate: 0.5\n", "", "x.yaml:4:5: The key `rate` is missing."),
    ("no end", "horizon: 1000\n", "", "x.yaml:1:1: There must be a horizon, or a day."),
    ("a level of nine", "needs: {a: 1}", "needs: {a: 9}", "x.yaml:6:13: This must be 5 or less."),
    ("a rate in words", "rate: 0.5", "rate: often", "x.yaml:7:5: This must be a number."),
    ("a number of agents in words", "count: 1", "count: two", "x.yaml:10:5: This must be a whole number."),
    ("no such channel", "channel: phone", "channel: pigeon", "x.yaml:5:5: This must be one of"),
    ("two distributions", "exponential: 1.0", "exponential: 1, deterministic: 1", "x.yaml:12:5: This must be one of"),
    ("a length of nothing", "exponential: 1.0", "exponential: 0", "x.yaml:12:15: This must be more than 0."),
    (
        "a period that ends first",
        "rate: 0.5",
        "rate: [{from: 5, to: 3, rate: 1}]",
        "x.yaml:7:12: This ends before it begins.",
    ),
    (
        "periods that overlap",
        "rate: 0.5",
        "rate: [{from: 0, to: 9, rate: 1}, {from: 8, to: 10, rate: 1}]",
        "x.yaml:7:40: Periods must follow one another.",
    ),
    (
        "a step that asks for more",
        "rate: 0.5",
        "rate: 0.5\n    relax: [{after: 5, needs: {a: 2}}]",
        "x.yaml:8:24: A step can only ask for less than the one before.",
    ),
    (
        "steps out of order",
        "rate: 0.5",
        "rate: 0.5\n    relax: [{after: 5, needs: {a: 1}}, {after: 4, needs: {}}]",
        "x.yaml:8:41: Each step must come later than the one before.",
    ),
    (
        "a time for no type",
        "{exponential: 1.0}",
        "{a: {exponential: 1.0}, z: {exponential: 1.0}}",
        "x.yaml:12:38: There is no type of contact `z`.",
    ),
    (
        "a type without a time",
        "{exponential: 1.0}",
        "{z: {exponential: 1.0}}",
        "x.yaml:12:5: This does not say how long `a` takes, which the group may be given.",
    ),
    ("nobody to serve them", "skills: {a: 1}", "skills: {b: 1}", "x.yaml:4:5: Nobody can serve these, and they wait"),
    ("too many", "rate: 0.5", "rate: 1e9", "x.yaml:3:1: A replication would have more than 20,000,000 contacts."),
    ("too many at work", "count: 1", "count: 50001", "x.yaml:8:1: There would be more than 50,000 agents at once."),
    ("not YAML", "name: small", "name: [small", "x.yaml:1:7: The bracket"),
    ("an order that nobody knows", "name: small", "name: small\norder: alphabetical", "x.yaml:2:1: This must be one"),
    ("nobody at work", SMALL[SMALL.index("agents:") :], "agents: []\n", "x.yaml:8:1: There must be at least one."),
    ("the same type twice", "agents:", "  - {type: a, channel: phone, rate: 1}\nagents:", "x.yaml:8:6: There are two"),
]


@pytest.mark.parametrize(("old", "new", "told"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_what_is_wrong_is_told_with_its_place(old: str, new: str, told: str) -> None:
    assert old in SMALL
    with pytest.raises(ConfigInvalid) as caught:
        scenario_of(SMALL.replace(old, new, 1), file="x.yaml")
    assert any(str(problem).startswith(told) for problem in caught.value.problems), str(caught.value)
