"""A scenario's file: what is read from it, and what is said about a wrong one."""

from pathlib import Path

import pytest

from core.channel import Channel
from core.errors import ConfigInvalid
from router.rules.document import Order, Pick
from simulator.remarks import remarked
from simulator.scenario import begins, ends, scenario_of
from simulator.scene import scene_text, ticks_per_unit

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


@pytest.mark.parametrize("more", ["target: 25e6", "relax: [{after: 25e6, needs: {}}]"])
def test_the_longest_that_a_file_may_say_has_its_place_on_the_engines_clock(more: str) -> None:
    text = SMALL.replace("rate: 0.5", f"rate: 0.5\n    {more}").replace("horizon: 1000", "horizon: 1")
    assert scene_text(scenario_of(text.replace("exponential: 1.0", "exponential: 0.001")))


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
    ("a level of nine", "needs: {a: 1}", "needs: {a: 9}", "x.yaml:6:13: This must be 5 or less, and is 9."),
    ("a rate in words", "rate: 0.5", "rate: often", "x.yaml:7:5: This must be a number, and is `often`."),
    (
        "a number of agents in words",
        "count: 1",
        "count: two",
        "x.yaml:10:5: This must be a whole number, and is `two`.",
    ),
    ("no such channel", "channel: phone", "channel: pigeon", "x.yaml:5:5: This must be one of"),
    ("two distributions", "exponential: 1.0", "exponential: 1, deterministic: 1", "x.yaml:12:5: This must be one of"),
    (
        "a lognormal of one number",
        "exponential: 1.0",
        "lognormal: [3]",
        "x.yaml:12:15: This must be two numbers, [mean, cv], and is a list of 1.",
    ),
    (
        "a lognormal of three",
        "exponential: 1.0",
        "lognormal: [3, 1, 2]",
        "x.yaml:12:15: This must be two numbers, [mean, cv], and is a list of 3.",
    ),
    (
        "a lognormal that is no list",
        "exponential: 1.0",
        "lognormal: 3",
        "x.yaml:12:15: This must be two numbers, [mean, cv], and is no list.",
    ),
    (
        "a lognormal with a word",
        "exponential: 1.0",
        "lognormal: [3, much]",
        "x.yaml:12:30: This must be a number, and is `much`.",
    ),
    (
        "who always declines",
        "count: 1",
        "count: 1\n    decline: 1.5",
        "x.yaml:11:5: This must be less than 1, and is 1.5.",
    ),
    (
        "a name that is no name",
        "type: a",
        "type: '!'",
        "x.yaml:4:5: This must be a name of up to 61 letters, digits, spaces and . & / ' ( ) - _ that begins with a "
        "letter or digit, and is `!`.",
    ),
    ("a skill that is no name", "needs: {a: 1}", "needs: {'?': 1}", "x.yaml:6:13: This must be a name of up to 61"),
    (
        "a skill of two words",
        "needs: {a: 1}",
        "needs: {first aid: 1}",
        "x.yaml:6:13: This must be a name of up to 61 letters, digits and . & / ' ( ) - _ without spaces",
    ),
    (
        "somebody's skill of two words",
        "skills: {a: 1}",
        "skills: {a: 1, first aid: 1}",
        "x.yaml:11:20: This must be a name of up to 61 letters, digits and . & / ' ( ) - _ without spaces",
    ),
    (
        "half a line",
        "horizon: 1000",
        "horizon: 1000\nlines: 2.5",
        "x.yaml:3:1: This must be a whole number, and is 2.5.",
    ),
    (
        "no list of contacts",
        SMALL[SMALL.index("contacts:") : SMALL.index("agents:")],
        "contacts: 3\n",
        "x.yaml:3:1: This must be a list, and is a number.",
    ),
    ("a truth for a rate", "rate: 0.5", "rate: true", "x.yaml:7:5: This must be a number, and is"),
    ("a truth for a mean", "exponential: 1.0", "exponential: true", "x.yaml:12:15: This must be a number, and is"),
    ("a number in quotes", "rate: 0.5", "rate: '0.5'", "x.yaml:7:5: This must be a number, and is `0.5`."),
    ("a distribution spelt wrong", "exponential", "exponentail", "x.yaml:12:15: There is no key `exponentail` here."),
    ("room for nothing", "count: 1", "count: 1\n    capacity: {}", "x.yaml:11:5: This must have 1 or more in it"),
    ("a promise of ages", "rate: 0.5", "rate: 0.5\n    target: 1e10", "x.yaml:8:5: This is more than 25,000,000 s"),
    (
        "a step after ages",
        "rate: 0.5",
        "rate: 0.5\n    relax: [{after: 1e12, needs: {}}]",
        "x.yaml:8:14: This is more than 25,000,000 seconds.",
    ),
    ("a length of nothing", "exponential: 1.0", "exponential: 0", "x.yaml:12:15: This must be more than 0, and is 0."),
    (
        "a period that ends first",
        "rate: 0.5",
        "rate: [{from: 5, to: 3, rate: 1}]",
        "x.yaml:7:12: This ends before it begins: its end is 3, its beginning 5.",
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
    (
        "a unit that is too long",
        "horizon: 1000",
        "horizon: 1000\ntime_unit: 1e12",
        "x.yaml:3:1: Contacts would come for more than 25,000,000 seconds.",
    ),
    (
        "a day that is too long",
        "horizon: 1000",
        "day: {open: 0, close: 1e8}",
        "x.yaml:2:1: Contacts would come for more than 25,000,000 seconds.",
    ),
    ("brackets without end", "small", 3000 * "[", "x.yaml:1:46: This stands within more than 40 lists or keys."),
    ("too many at work", "count: 1", "count: 50001", "x.yaml:8:1: There would be more than 50,000 agents at once."),
    (
        "a close without a day",
        "horizon: 1000",
        "horizon: 1000\nafter_close: abandon",
        "x.yaml:3:1: This is about the close of a `day`, and there is none.",
    ),
    *(
        (f"a name of {what}", "name: small", f"name: {name}", "x.yaml:1:1: This must be one line of 1 to 120 ")
        for what, name in (
            ("nothing", "''"),
            ("two lines", '"a\\nb"'),
            ("what no terminal prints", '"a\\e[2J"'),
            ("a whole page", 121 * "a"),
        )
    ),
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


WRONG_TWICE = """\
name: wrong in many places
contacts:
  - type: a
    channel: pigeon
    needs: {a: 1}
    rate: [{from: 0, to: 9, rate: 1}, {from: 8, to: 10, rate: 1}]
    relax: [{after: 5, needs: {a: 2}}, {after: 5, needs: {}}]
  - type: a
    channel: phone
    needs: {a: 9}
    rate: 1
    relax: [{after: 5, needs: {a: 4}}]
  - {channel: phone, rate: 1}
  - twelve
agents:
  - group: g
    count: 50001
    skills: {a: 1}
    service: {a: {exponential: 1}, b: {exponential: 1}}
  - group: g
    count: 1
    decline: 2
    service: {a: {exponential: 1}}
"""


def test_all_that_can_be_told_is_told_at_once() -> None:
    """Nothing that may only follow from another mistake: not that `a` asks for more, nor that there is no type `b`."""
    with pytest.raises(ConfigInvalid) as caught:
        scenario_of(WRONG_TWICE, file="x")
    told = [str(problem).split(", and is")[0] for problem in caught.value.problems]
    assert told == [
        "x:1:1: There must be a horizon, or a day.",
        "x:4:5: This must be one of 'phone', 'sms', 'email', 'letter', 'web_form', 'chat', 'walk_in', 'whatsapp' or "
        "'voicemail'",
        "x:6:40: Periods must follow one another.",
        "x:7:24: A step can only ask for less than the one before.",
        "x:7:41: Each step must come later than the one before.",
        "x:8:5: There are two of the name `a`.",
        "x:10:13: This must be 5 or less",
        "x:13:5: The key `type` is missing.",
        "x:14:5: This must be keys, each with its value",
        "x:15:1: There would be more than 50,000 agents at once.",
        "x:20:5: There are two of the name `g`.",
        "x:22:5: This must be less than 1",
    ]


REPEATED = """\
name: a key twice, and more
name: another
horizon: 1000
contacts:
  - type: a
    channel: phone
    rate: 1
    needs: {b: 1}
    needs: {a: 1}
agents:
  - group: g
    count: two
    skills: {a: 1}
    service: {exponential: 1, deterministic: 1, exponential: 2}
"""


def test_a_key_that_stands_twice_hides_no_other_mistake() -> None:
    """Nor is told what may follow from it: that nobody can serve `a` by its first needs."""
    with pytest.raises(ConfigInvalid) as caught:
        scenario_of(REPEATED, file="x")
    assert [str(problem) for problem in caught.value.problems] == [
        "x:2:1: The key `name` stands here twice.",
        "x:9:5: The key `needs` stands here twice.",
        "x:12:5: This must be a whole number, and is `two`.",
        "x:14:5: This must be one of exponential, deterministic, lognormal: [mean, cv], and has 2 of them.",
        "x:14:49: The key `exponential` stands here twice.",
    ]


BESIDE_A_DAY = "this means nothing beside a `day`, which is counted from its `open` to its `close`."
REMARKED = [
    ("a horizon beside a day", "horizon: 1000", "horizon: 9\nday: {open: 0, close: 9}", f"2:1: {BESIDE_A_DAY}"),
    (
        "a warm-up beside a day",
        "horizon: 1000",
        "day: {open: 0, close: 9}\nwarmup: 9",
        f"3:1: {BESIDE_A_DAY}",
    ),
    (
        "a close without a day",
        "horizon: 1000",
        "horizon: 1000\nafter_close: serve",
        "3:1: this means nothing without a `day`: whoever waits at the end is served anyhow.",
    ),
    (
        "a weight where none counts",
        "rate: 0.5",
        "rate: 0.5\n    weight: 2",
        "8:5: this means nothing under the order `due_first`: it is for `weighted_wait`.",
    ),
    (
        "a period after all is over",
        "count: 1",
        "count: 1\n    breaks: [{from: 0, to: 9}, {from: 1000, to: 1001}]",
        "11:32: this period means nothing: it begins when contacts come no more, at 1000.",
    ),
    (
        "a desk that always rings too long",
        "count: 1",
        "count: 1\n    answer_after: {deterministic: 20.1}",
        "11:5: an offer stands for 20 s, so every offer here would lapse before anybody answers.",
    ),
    (
        "a desk that often rings too long, in minutes",
        "horizon: 1000",
        "horizon: 1000\ntime_unit: 60",
        "12:5: an offer stands for 20 s, so 51% of the offers here would lapse before anybody answers.",
    ),
    (
        "a desk that rings too long by a lognormal",
        "count: 1",
        "count: 1\n    answer_after: {lognormal: [25, 0.8]}",
        "11:5: an offer stands for 20 s, so 49% of the offers here would lapse before anybody answers.",
    ),
    ("a desk that rings as long as it may", "count: 1", "count: 1\n    answer_after: {deterministic: 20}", None),
    ("a desk that seldom rings too long", "count: 1", "count: 1\n    answer_after: {exponential: 5}", None),
    ("a weight that counts", "rate: 0.5", "rate: 0.5\n    weight: 2\norder: weighted_wait", None),
]


@pytest.mark.parametrize(("old", "new", "told"), [row[1:] for row in REMARKED], ids=[row[0] for row in REMARKED])
def test_what_may_be_run_but_is_hardly_meant_is_remarked_with_its_place(
    old: str, new: str, told: str | None, tmp_path: Path
) -> None:
    text = SMALL.replace(old, new, 1)
    if "time_unit" in new:
        text = text.replace("count: 1", "count: 1\n    answer_after: {exponential: 0.5}")
    if "order" in new:
        text = text.replace("\norder: weighted_wait", "").replace("name:", "order: weighted_wait\nname:")
    path = tmp_path / "x.yaml"
    path.write_text(text, "utf-8")
    _, found = remarked(path)
    assert [str(each) for each in found] == (
        [f"{path}:{told[: told.index(' ')]} Warning:{told[told.index(' ') :]}"] if told else []
    )


BEFORE = """\
name: before
day: {open: 100, close: 200}
contacts:
  - type: a
    channel: phone
    rate: [{from: 0, to: 100, rate: 1}, {from: 100, to: 200, rate: 1}]
    patience: [{from: 0, to: 99, exponential: 5}, {from: 99, to: 101, exponential: 5}]
    target: 20
agents:
  - group: g
    count: [{from: 0, to: 50, count: 3}, {from: 50, to: 150, count: 1}, {from: 200, to: 201, count: 1}]
    service: {exponential: 10}
    breaks: [{from: 10, to: 20}]
"""


def test_a_period_outside_of_a_day_is_remarked_before_it_opens_and_after_it_closes(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(BEFORE, "utf-8")
    _, found = remarked(path)
    nothing = "Warning: this period means nothing: it"
    early, late = f"{nothing} is over when contacts first come, at 100.", f"{nothing} begins when contacts come no more"
    assert [str(each) for each in found] == [
        f"{path}:6:12: {early}",
        f"{path}:7:16: {early}",
        f"{path}:11:13: {early}",
        f"{path}:11:73: {late}, at 200.",
        f"{path}:13:14: {early}",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3",
        "[1, 2]",
        "contacts: {a: 1}",
        "1: 2",
        "contacts: [{1: 2, 2.5: 3}]",
        "name: x\n2.5: 1\n",
        "name: 3\nday: {open: 2, close: 1}\nagents: [[]]",
    ],
)
def test_what_is_no_scenario_at_all_is_told_too(text: str) -> None:
    with pytest.raises(ConfigInvalid):
        scenario_of(text)
