"""Rules: what they decide, and every mistake in them at its line and column."""

from dataclasses import replace
from datetime import UTC, datetime, time
from itertools import product
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.channel import Band, Channel
from core.document import Document
from core.errors import ConfigInvalid
from core.service import Service
from router.engine.base import plan_text
from router.rules import trying
from router.rules.calendar import Calendar, always_open
from router.rules.compiling import compile_rules
from router.rules.document import ANYBODY_AFTER
from router.rules.facts import Facts
from router.rules.plan import Plan
from router.rules.ruleset import NO_RULE, RuleSet
from skills.listing import read_skills
from skills.need import Need, requirement_texts

DEFAULTS = Path(__file__).parents[2] / "config" / "defaults"
SKILLS = {"highways", "libraries", "safeguarding", "anything-else", "bsl"}
CALENDARS = {
    "office": Calendar(
        name="office", zone=ZoneInfo("Europe/London"), hours={day: ((time(8, 30), time(17)),) for day in range(5)}
    ),
    "always": always_open(),
}
MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)


def service(id: str, skill: str = "", **more: object) -> Service:
    values: dict[str, object] = {
        "id": id,
        "label": id,
        "spoken": id,
        "skill": skill or id.split("/")[0],
        "targets_s": {Channel.PHONE: 20, Channel.SMS: 900},
        **more,
    }
    return Service(**values)  # type: ignore[arg-type]


SERVICES = {
    one.id: one
    for one in (
        service("highways/pothole"),
        service("libraries/enquiry"),
        service("care/safeguarding", "safeguarding", hard=True, band=Band.LIVE, calendar="always"),
        service("anything-else/triage"),
    )
}
TEN = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]"
WITHOUT_END = "".join(f"{TEN}.all({each}, " for each in "abcd") + "a + b + c + d > 0))))"
"""A condition of ten thousand steps, more than the library takes."""
POTHOLE = Facts(contact_id="c1", channel=Channel.PHONE, service="highways/pothole", arrived_at=MONDAY)


def rules(text: str, version: int = 7, *, tried: bool = True) -> RuleSet:
    return compile_rules(text, skills=SKILLS, services=SERVICES, calendars=CALENDARS, version=version, tried=tried)


def test_without_a_rule_the_service_itself_says_everything() -> None:
    plan = rules("").plan(POTHOLE)
    assert plan.steps[0].needs == (Need(skill="highways"),)
    assert (plan.band, plan.due_ms - plan.arrived_ms, plan.rules_version) == (Band.LIVE, 20_000, 7)
    assert (plan.offer_ms, plan.wrap_ms, plan.preferred) == (20_000, 60_000, None)


def test_the_first_rule_that_is_true_decides() -> None:
    ruleset = rules(
        """
        rules:
          - {name: texts, channels: [sms], band: background}
          - {name: roads, services: [highways/*], target: 5 s}
          - {name: potholes, services: [highways/pothole, care/*], target: 1 s}
        """
    )
    assert ruleset.plan(POTHOLE).reason == "roads"
    assert ruleset.plan(replace(POTHOLE, channel=Channel.SMS)).reason == "texts"
    assert ruleset.plan(replace(POTHOLE, service="libraries/enquiry")).reason == NO_RULE


def test_a_service_that_nobody_knows_goes_to_triage() -> None:
    plan = rules("").plan(replace(POTHOLE, service="astrology/horoscope"))
    assert (plan.service, plan.steps[0].needs) == ("anything-else/triage", (Need(skill="anything-else"),))


def test_a_hard_service_keeps_its_skill_whatever_a_rule_says() -> None:
    ruleset = rules("rules: [{name: anybody, needs: [], then: [{after: 1 s, needs: []}]}]")
    plan = ruleset.plan(replace(POTHOLE, service="care/safeguarding"))
    assert all(step.needs == (Need(skill="safeguarding", hard=True),) for step in plan.steps)


@pytest.mark.parametrize(
    "then",
    [
        pytest.param("[]", id="nothing more"),
        pytest.param("[{skill: safeguarding, level: 1}]", id="less of it"),
        pytest.param("[{skill: bsl}]", id="something else"),
    ],
)
def test_a_hard_service_keeps_its_skill_at_the_level_first_asked_for_in_every_step(then: str) -> None:
    text = f"""
        rules:
          - name: experience first
            needs: [{{skill: safeguarding, level: 3}}, {{skill: bsl}}]
            then: [{{after: 60 s, needs: {then}}}, {{after: 90 s, needs: []}}]
        """
    plan = rules(text).plan(replace(POTHOLE, service="care/safeguarding"))
    kept = Need(skill="safeguarding", level=3, hard=True)
    assert [[need for need in step.needs if need.skill == "safeguarding"] for step in plan.steps] == [[kept]] * 3
    assert plan_text(plan)


def test_a_rule_of_which_the_engine_would_take_no_route_is_told_at_its_line() -> None:
    text = "rules:\n  - name: aid\n    needs: [{skill: first aid}]"
    with pytest.raises(ConfigInvalid) as caught:
        compile_rules(text, skills=SKILLS | {"first aid"}, services=SERVICES, calendars=CALENDARS)
    (problem,) = caught.value.problems
    assert problem.line == 3
    assert "By the rule `aid`, nobody could be found for `highways/pothole`" in problem.message
    assert compile_rules(
        text, skills=SKILLS | {"first aid"}, services=SERVICES, calendars=CALENDARS, tried=False
    ).rules, "what is in force is loaded all the same"


def test_anybody_may_help_after_a_while_but_never_without_a_hard_skill() -> None:
    ruleset = rules("defaults: {anybody_after: {phone: 3 min}}")
    assert [(s.after_ms, s.needs) for s in ruleset.plan(POTHOLE).steps][1] == (180_000, ())
    hard = ruleset.plan(replace(POTHOLE, service="care/safeguarding"))
    assert hard.steps[1].needs == (Need(skill="safeguarding", hard=True),)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="no rule at all"),
        pytest.param("defaults: {anybody_after: {}}", id="a channel that is left out"),
        pytest.param("rules: [{name: r, needs: [{skill: bsl, level: 5}]}]", id="a soft need without a next step"),
        pytest.param("rules: [{name: r, needs: [{skill: bsl, hard: true}, {skill: highways}]}]", id="one of each"),
        pytest.param("rules: [{name: r, needs: [{skill: bsl}], then: [{after: 5 s, needs: []}]}]", id="a next step"),
    ],
)
def test_every_route_ends_with_what_is_never_given_up(text: str) -> None:
    for service_id, channel in product(SERVICES, Channel):
        last = rules(text).plan(replace(POTHOLE, service=service_id, channel=channel)).steps[-1]
        assert all(need.hard for need in last.needs)


def test_where_a_county_does_not_say_when_anybody_may_help_it_is_as_shipped() -> None:
    shipped = Document((DEFAULTS / "rules.yaml").read_text(encoding="utf-8")).values["defaults"]["anybody_after"]
    assert shipped == ANYBODY_AFTER
    assert rules("defaults: {anybody_after: {sms: 2 h}}").defaults.anybody_after == {**shipped, "sms": "2 h"}


def test_due_times_are_working_time_on_the_services_own_calendar() -> None:
    evening = datetime(2026, 11, 23, 16, 59, 50, tzinfo=UTC)
    due = rules("").plan(replace(POTHOLE, arrived_at=evening)).due_ms
    assert due == int(datetime(2026, 11, 24, 8, 30, 10, tzinfo=UTC).timestamp() * 1000)
    days = rules("rules: [{name: r, target: 2 working days}]").plan(POTHOLE)
    assert days.due_ms - days.arrived_ms == 48 * 3600 * 1000


@pytest.mark.parametrize(
    ("condition", "facts", "is_true"),
    [
        pytest.param('contact.channel == "phone"', {}, True, id="a channel"),
        pytest.param('contact.group == "libraries"', {}, False, id="a group"),
        pytest.param('contact.service.startsWith("highways/")', {}, True, id="how a service begins"),
        pytest.param('"phone" == contact.channel', {}, True, id="a channel, the other way round"),
        pytest.param('contact.group in ["care", "highways"]', {}, True, id="one of several groups"),
        pytest.param('contact.service.contains("oth")', {}, True, id="a part of a service"),
        pytest.param("caller.contacts_before > 2", {"contacts_before": 3}, True, id="a number"),
        pytest.param("caller.known && !case.open", {"known": True}, True, id="and, not"),
        pytest.param('case.owner == "amina"', {"case_owner": "amina"}, True, id="a case's owner"),
        pytest.param('contact.hour < 11 && contact.weekday == "monday"', {}, True, id="the hour and the day"),
        pytest.param("contact.open", {"arrived_at": datetime(2026, 11, 22, tzinfo=UTC)}, False, id="closed on Sunday"),
        pytest.param('"bsl" in caller.access_needs', {"access_needs": ("bsl",)}, True, id="a list"),
        pytest.param('contact.said["size"] == "large"', {"said": {"size": "large"}}, True, id="what was said"),
        pytest.param('contact.said["size"] == "large"', {}, False, id="what was never said is not true"),
        pytest.param("contact.returned", {"returned": True}, True, id="a referral that came back"),
    ],
)
def test_a_condition_is_true_of_the_facts_it_names(condition: str, facts: dict[str, object], is_true: bool) -> None:
    ruleset = rules(f"rules:\n  - name: r\n    when: '{condition}'\n")
    assert (ruleset.plan(replace(POTHOLE, **facts)).reason == "r") is is_true  # type: ignore[arg-type]


def test_a_condition_that_cannot_be_worked_out_is_not_true_and_the_next_rule_is_asked() -> None:
    ruleset = rules(f"rules: [{{name: a, when: 'contact.returned && {WITHOUT_END}'}}, {{name: b}}]")
    assert ruleset.plan(POTHOLE).reason == "b"
    assert ruleset.broken() is None
    assert ruleset.plan(replace(POTHOLE, returned=True)).reason == "b"
    assert "The rule `a` is never true: its condition takes too many steps" in str(ruleset.broken())


def test_the_one_who_knows_the_case_is_preferred_while_there_is_one() -> None:
    ruleset = rules("rules: [{name: r, prefer: {agent: case owner, for: 10 s}}]")
    plan = ruleset.plan(replace(POTHOLE, case_owner="amina"))
    assert (plan.preferred, plan.preferred_ms) == ("amina", 10_000)
    assert ruleset.plan(POTHOLE).preferred is None


def test_a_plan_survives_the_record() -> None:
    ruleset = rules("rules: [{name: r, needs: [{skill: bsl, level: 3, hard: true}, {skill: highways}]}]")
    plan = ruleset.plan(POTHOLE)
    assert Plan.from_dict(plan.to_dict()) == plan


MISTAKES = [
    pytest.param("rules:\n  - name: a\n    name: b\n", [(3, 5, "The key `name` stands here twice.")], id="a key twice"),
    pytest.param("rules:\n  - nmae: a\n",
                 [(2, 5, "The key `name` is missing."), (2, 5, "There is no key `nmae` here.")], id="a key misspelt"),
    pytest.param("rules: &a [*a, *a]", [(1, 12, "`*a` stands for something else. Write it out here.")],
                 id="a list that holds itself"),
    pytest.param("rules: [}", [(1, 9, "A value is missing before `}`.")], id="not YAML"),
    pytest.param("rules:\n  - name: a\n    needs:\n      - {skill: highways, level: 9}\n",
                 [(4, 27, "This must be 5 or less, and is 9.")], id="a level of 9"),
    pytest.param("rules:\n  - name: a\n    needs:\n      - {skill: higways}\n",
                 [(4, 10, "There is no skill `higways`.")], id="an unknown skill"),
    pytest.param("rules:\n  - name: a\n    services: [highways/pothole, roads/*]\n",
                 [(3, 34, "There is no service `roads/*`.")], id="an unknown service"),
    pytest.param("rules:\n  - name: a\n    channels: [fax]\n", [(3, 16, "")], id="an unknown channel"),
    pytest.param("rules:\n  - name: a\n    target: soon\n", [(3, 5, "A length is written as")], id="a length in words"),
    pytest.param("rules:\n  - name: a\n    ring: 1 working day\n", [(3, 5, "This is a length by the clock")],
                 id="a desk that rings for a day"),
    pytest.param("rules:\n  - name: a\n    when: contact.chanel == 'phone'\n",
                 [(3, 18, "There is no `contact.chanel`. Did you mean `contact.channel`?")], id="a field misspelt"),
    pytest.param("rules:\n  - name: a\n    when: \"caller.known ==\"\n", [(3, 27, "not finished")],
                 id="half a condition"),
    pytest.param("rules:\n  - name: a\n    when: |\n      caller.known\n        && caller.knwn\n",
                 [(5, 18, "Did you mean `caller.known`?")], id="a field misspelt in a block"),
    pytest.param("rules:\n  - name: a\n    when: contact.channel == 3\n",
                 [(3, 27, "`==` does not go with words and a number.")], id="words compared with a number"),
    pytest.param("rules:\n  - name: a\n    when: caller.contacts_before\n", [(3, 11, "true or false")],
                 id="a condition that is a number"),
    pytest.param("rules:\n  - name: a\n    when: contact.service == \"highways/potole\"\n",
                 [(3, 5, "There is no service `highways/potole`.")], id="a condition on a service that is not there"),
    *(
        pytest.param(f"rules:\n  - name: a\n    when: {condition}\n", [(3, 5, told)], id=condition)
        for condition, told in (
            ("'\"nope/a\" == contact.service'", "There is no service `nope/a`."),
            ("contact.service in ['highways/pothole', 'nope/a']", "There is no service `nope/a`."),
            ("contact.service.startsWith('nope/')", "There is no service `nope/`."),
            ("contact.service.endsWith('/potole')", "There is no service `/potole`."),
            ("contact.service.contains('potole')", "There is no service `potole`."),
            ("contact.group != 'roads'", "There is no group `roads`."),
            ("\"!(contact.channel in ['fax'])\"", "There is no channel `fax`."),
            ("contact.weekday == 'funday'", "There is no weekday `funday`."),
            ("contact.weekday in ['monday', 'Tuesday']", "There is no weekday `Tuesday`."),
            ("contact.hour == 25", "`contact.hour == 25` is never true: hours are from 0 to 23."),
            ("contact.hour > 9 && contact.hour >= 24", "`contact.hour >= 24` is never true"),
            ("caller.known || (0 > contact.hour)", "`0 > contact.hour` is never true"),
            ("contact.hour < 0", "`contact.hour < 0` is never true"),
        )
    ),
    pytest.param("rules:\n  - name: a\n    needs: [{skill: bsl, level: 3, hard: true}]\n    then:\n"
                 "      - {after: 10 s, needs: []}\n",
                 [(5, 23, "`bsl` is hard, so every step keeps it as it is.")], id="a hard skill relaxed"),
    pytest.param("rules:\n  - name: a\n    needs: [{skill: bsl, level: 3, hard: true}]\n    then:\n"
                 "      - {after: 10 s, needs: [{skill: bsl, level: 2, hard: true}]}\n",
                 [(5, 23, "`bsl` is hard")], id="a hard level lowered"),
    pytest.param("rules:\n  - name: a\n    needs: [{skill: bsl}]\n    then:\n"
                 "      - {after: 10 s, needs: [{skill: bsl, level: 2}]}\n",
                 [(5, 23, "A step only relaxes")], id="a step that asks for more"),
    pytest.param("rules:\n  - name: a\n    needs: [{skill: bsl}]\n    then:\n      - {after: 10 s, needs: []}\n"
                 "      - {after: 5 s, needs: []}\n",
                 [(6, 10, "A step comes after the one before it.")], id="steps out of order"),
    pytest.param("rules:\n  - name: a\n    then:\n      - {after: 10 s, needs: []}\n",
                 [(3, 5, "says first what is needed")],
                 id="steps without a beginning"),
    pytest.param("rules:\n  - name: a\n  - name: a\n", [(3, 5, "Another rule is already called `a`.")],
                 id="a name twice"),
    pytest.param("rules:\n  - name: a\n    channels: [phone]\n"
                 "  - name: b\n    channels: [phone]\n    when: caller.known\n",
                 [(4, 5, "This rule never decides: all that it is for is decided above it, by `a`.")],
                 id="a rule behind one that decides everything"),
    pytest.param("rules:\n  - {name: a, services: [highways/*]}\n  - {name: b, channels: [phone]}\n"
                 "  - {name: c, services: [highways/pothole, care/safeguarding], channels: [phone]}\n",
                 [(4, 6, "is decided above it, by `a` and `b`.")], id="a rule behind two that decide everything"),
    pytest.param("rules:\n  - name: a\n    needs: [{skill: higways}]\n    when: x\n  - name: a\n",
                 [(3, 14, "higways"), (4, 11, "There is no `x`."), (5, 5, "already called")], id="all of them at once"),
    pytest.param("rules:\n  - name: a\n    ring: soon\n  - name: b\n    needs: [{skill: higways}]\ntests: 3\n",
                 [(3, 5, "A length is written as"), (5, 14, "higways"), (6, 1, "This must be a list, and is")],
                 id="a rule that cannot be read, and one that names what is not there"),
    pytest.param("rules:\n  - name: a\n    services: [roads/*]\n    channels: [fax]\n    when: x\n",
                 [(3, 16, "There is no service"), (4, 16, "This must be one of 'phone'"), (5, 11, "There is no `x`.")],
                 id="three mistakes in one rule"),
    pytest.param("rules:\n  - name: a\n    services: [roads/*, 3]\n"
                 "    needs: [{skill: nosuch, level: 9}, {skil: bsl}]\n",
                 [(3, 16, "There is no service `roads/*`."), (3, 25, "This must be words"),
                  (4, 14, "There is no skill `nosuch`."), (4, 29, "This must be 5 or less, and is 9."),
                  (4, 40, "The key `skill` is missing."), (4, 41, "There is no key `skil` here.")],
                 id="several mistakes in one list"),
    pytest.param("rules:\n  - name: a\n    needs: [{skill: bsl, level: x}]\n    then:\n"
                 "      - {after: soon, needs: [{skill: nosuch}]}\n      - {after: 1 s, needs: 3}\n",
                 [(3, 26, "This must be a whole number, and is `x`."), (5, 10, "and not as `soon`."),
                  (5, 32, "There is no skill `nosuch`."), (6, 22, "This must be a list")],
                 id="several mistakes in a route"),
    pytest.param("tests:\n  - name: t\n    given: {channel: phone, service: highways/pothole, at: soon}\n"
                 "    expect: {}\n",
                 [(3, 56, "This must be a moment like 2026-11-23 10:00, and is `soon`.")], id="a moment in words"),
    pytest.param("tests:\n  - name: t\n    given: {channel: phone, service: highways/pothole}\n"
                 "    expect: {preferred: amina}\n",
                 [(2, 5, "expects `amina` to be preferred, and got nobody.")], id="a test that prefers somebody"),
    pytest.param("rules: 7\n", [(1, 1, "This must be a list, and is a number.")], id="rules that are no list"),
    pytest.param("tests:\n  - name: t\n    given: {channel: phone, service: highways/pothole}\n"
                 "    expect: {band: background, needs: {bsl: 1}, within: 10 s}\n",
                 [(2, 5, "background, and got live"), (2, 5, "bsl 1, and got highways 1"), (2, 5, "within 10 s")],
                 id="a test that fails"),
    pytest.param("rules:\n  - name: a\n    needs: [{skill: bsl, level: 3}]\n    then:\n"
                 "      - {after: 10 s, needs: [{skill: bsl, level: 1}]}\n",
                 [(5, 23, "This route has no end: it asks for `bsl` for ever")], id="a route with no end"),
    pytest.param(f"rules:\n  - name: a\n    services: [libraries/*]\n    when: '{WITHOUT_END}'\n",
                 [(4, 5, "The rule `a` is never true: its condition takes too many steps")],
                 id="a condition that takes too long"),
    pytest.param("rules:\n" + "".join(f"  - name: r{n}\n" for n in range(502)), [(502, 5, "There are 502 rules, and")],
                 id="more rules than anybody can oversee"),
    pytest.param("defaults:\n  order: last_come\n", [(2, 3, "")], id="an unknown order"),
    pytest.param("defaults:\n  pick: nicest\n", [(2, 3, "")], id="an unknown way to pick"),
    pytest.param("defaults:\n  share: 1.5\n", [(2, 3, "")], id="a share of more than there is"),
    pytest.param("rules:\n  - name: a\n    weight: 0\n", [(3, 5, "")], id="a weight of nothing"),
    pytest.param("rules:\n  - name: a\n    weight: 1e-300\n", [(3, 5, "This must be 0.001 or more")],
                 id="a weight of next to nothing"),
    pytest.param("rules:\n  - name: a\n    weight: true\n", [(3, 5, "This must be a number, and is true.")],
                 id="a weight that is none"),
    pytest.param("rules:\n  - name: a\n    needs: [{skill: bsl, level: true, hard: 'no'}]\n",
                 [(3, 26, "This must be a whole number, and is true."),
                  (3, 39, "This must be true or false, and is `no`.")], id="values of another kind"),
    pytest.param("rules:\n  - name: a\n    services: []\n    channels: []\n",
                 [(3, 5, "This must have 1 or more in it"), (4, 5, "This must have 1 or more in it")],
                 id="a rule for nothing"),
    *(
        pytest.param(f"rules:\n  - name: a\n    {key}: {written}\n", [(3, 5, told)], id=f"{key} {written[:9]}")
        for key, written, told in (
            ("ring", "0 s", "This must be 1 s or more, and is `0 s`."),
            ("ring", "876000 h", "This must be 24 h or less, and is `876000 h`."),
            ("ring", f"{9 * '9'} h", "This must be 24 h or less"),
            ("ring", f"{5000 * '9'} h", "This must be 24 h or less"),
            ("wrap_up", "25 h", "This must be 24 h or less, and is `25 h`."),
            ("target", "2000 working days", "This must be 260 working days or less, and is `2000 working days`."),
            ("target", "99999999999 working days", "This must be 260 working days or less"),
        )
    ),
    pytest.param("rules:\n  - name: a\n    target: 2500 h\n",
                 [(3, 5, "The calendar `office` of `highways/pothole` is open for less than 2500 h in a year.")],
                 id="a promise that is out of reach"),
    pytest.param("rules:\n  - name: a\n    prefer: {agent: case owner, for: 99999999 h}\n",
                 [(3, 33, "This must be 8760 h or less, and is `99999999 h`.")], id="kept for somebody for ever"),
    pytest.param("rules:\n  - name: a\n    needs: [{skill: bsl}]\n    then: [{after: 99999999999999 h, needs: []}]\n",
                 [(4, 13, "This must be 8760 h or less")], id="a step that never comes"),
    pytest.param("defaults:\n  ring: {other: 99999999999999 h}\n", [(2, 10, "This must be 24 h or less")],
                 id="a ring without end by default"),
    pytest.param("defaults:\n  anybody_after: {phone: 99999999999999 h, sms: 0 s}\n",
                 [(2, 19, "This must be 8760 h or less"), (2, 44, "This must be 1 s or more")],
                 id="anybody never, and anybody at once"),
    pytest.param("tests:\n  - name: t\n    given: {channel: phone, service: highways/pothole, at: 9999-12-31 23:59}\n"
                 "    expect: {within: 99999999999999 h}\n",
                 [(3, 56, "This must be a moment between 2000 and 2099, and is in 9999."),
                  (4, 14, "This must be 260 working days or less")], id="a test at no time"),
    pytest.param("rules: " + 5000 * "[", [(1, 47, "This stands within more than 40 lists or keys.")],
                 id="lists without end"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), MISTAKES)
def test_each_mistake_is_told_at_its_line_and_column(text: str, expected: list[tuple[int, int, str]]) -> None:
    with pytest.raises(ConfigInvalid) as caught:
        rules(text)
    found = caught.value.problems
    assert [(problem.line, problem.column) for problem in found] == [(line, column) for line, column, _ in expected]
    for problem, (_, _, words) in zip(found, expected, strict=True):
        assert words in problem.message
        assert problem.file == "rules.yaml"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(
            "rules: [{name: a, needs: [{skill: bsl}], then: [{after: 10 s, needs: [{skill: bsl}]}]}]",
            "no end",
            id="a route without an end",
        ),
        pytest.param("rules: [{name: a}, {name: b}]", "never decides", id="a rule that never decides"),
        pytest.param(
            "rules: [{name: b, when: contact.weekday == 'Monday'}, {name: a}]", "no weekday", id="a day that never is"
        ),
        pytest.param("rules: [{name: b, when: contact.hour > 23}, {name: a}]", "never true", id="an hour too late"),
    ],
)
def test_rules_in_force_may_be_what_older_versions_allowed(text: str, says: str) -> None:
    with pytest.raises(ConfigInvalid, match=says):
        rules(text)
    assert rules(text, tried=False).plan(POTHOLE).reason == "a"


@pytest.mark.parametrize(
    "rule",
    [
        pytest.param("target: 260 working days", id="the longest promise in days"),
        pytest.param("target: 2210 h", id="the longest in hours"),
        pytest.param("ring: 24 h, wrap_up: 24 h", id="the longest ring and notes"),
        pytest.param("ring: 1 s, wrap_up: 0 s, target: 0 s", id="the shortest of each"),
        pytest.param("prefer: {agent: case owner, for: 8760 h}", id="kept for its owner for a year"),
        pytest.param("needs: [], then: [{after: 8760 h, needs: []}]", id="a step after a year"),
    ],
)
def test_what_is_as_long_or_short_as_may_be_can_be_planned(rule: str) -> None:
    ruleset = rules(f"rules: [{{name: r, {rule}}}]")
    for service_id, channel in product(SERVICES, Channel):
        facts = replace(POTHOLE, service=service_id, channel=channel, case_owner="amina")
        assert ruleset.plan(facts).reason == "r"


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        pytest.param("due_first", (False, 1), id="whose promise runs out first"),
        pytest.param("first_come", (True, 1), id="who came first"),
        pytest.param("longest_queue", (True, 1), id="the longest queue, by arrival within it"),
        pytest.param("weighted_wait", (True, 3), id="weights count only where waits are weighed"),
    ],
)
def test_the_divisions_order_decides_what_a_place_is_made_of(order: str, expected: tuple[bool, float]) -> None:
    plan = rules(f"defaults: {{order: {order}}}\nrules: [{{name: a, weight: 3}}]").plan(POTHOLE)
    assert (plan.by_arrival, plan.weight) == expected
    assert plan.order_key == (plan.arrived_ms if plan.by_arrival else plan.due_ms)


def test_everything_that_a_plan_asks_for_is_among_the_requirements_of_its_rules() -> None:
    ruleset = rules(
        """
        defaults: {order: weighted_wait, anybody_after: {phone: 3 min}}
        rules:
          - name: roads
            services: [highways/*]
            weight: 2.5
            needs: [{skill: highways, level: 2}, {skill: bsl, hard: true}]
            then: [{after: 45 s, needs: [{skill: bsl, hard: true}]}]
        """
    )
    asked = ruleset.requirements()
    for service_id, channel in product(ruleset.services, Channel):
        plan = ruleset.plan(replace(POTHOLE, service=service_id, channel=channel))
        assert set(requirement_texts(channel, [step.needs for step in plan.steps], plan.weight)) <= asked
    assert "phone|bsl:1!,highways:2*2.5" in asked


def test_the_county_rules_pass_their_own_tests() -> None:
    skills = read_skills((DEFAULTS / "skills.yaml").read_text(encoding="utf-8"))
    names = ("adult-social-care/safeguarding", "adult-social-care/carers", "highways/pothole", "highways/danger",
             "libraries/enquiry", "complaints/compliment", "anything-else/triage")  # fmt: skip
    services = {id: service(id) for id in names}
    safe = "adult-social-care/safeguarding"
    targets = {Channel.SMS: 120, Channel.PHONE: 10}
    services[safe] = service(safe, "safeguarding", hard=True, band=Band.LIVE, calendar="always", targets_s=targets)
    text = (DEFAULTS / "rules.yaml").read_text(encoding="utf-8")
    assert compile_rules(text, skills=skills, services=services, calendars=CALENDARS).rules


@pytest.mark.parametrize("hours", [(time(8, 30), time(17)), (time(10, 30), time(15)), (time(13), time(13, 30))])
def test_a_promise_is_kept_in_working_time_whatever_the_opening_hours(hours: tuple[time, time]) -> None:
    office = Calendar(name="office", zone=ZoneInfo("Europe/London"), hours={day: (hours,) for day in range(5)})
    text = """
        tests:
          - name: t
            given: {channel: phone, service: highways/pothole}
            expect: {within: 20 s}
        """
    assert compile_rules(text, skills=SKILLS, services=SERVICES, calendars={**CALENDARS, "office": office})


KEPT = """
rules:
  - name: roads
    services: [highways/*]
    band: background
tests:
  - name: roads can wait
    given: {channel: phone, service: highways/pothole}
    expect: {band: background}
  - name: books are asked for by phone
    given: {channel: phone, service: libraries/enquiry}
    expect: {band: live}
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(KEPT, [], id="the same text"),
        pytest.param(KEPT.replace("name: roads\n", "name: the roads\n"), [], id="a rule under another name"),
        pytest.param(
            "",
            [
                "There are no rules in this text. Everybody would be routed by their service alone.",
                "The test `roads can wait` is left out, and these rules break it.",
                "The test `books are asked for by phone` is left out.",
            ],
            id="an empty text",
        ),
        pytest.param(
            KEPT.split("  - name: books")[0],
            ["The test `books are asked for by phone` is left out."],
            id="a test that is gone",
        ),
    ],
)
def test_what_a_text_would_lose_is_told_before_it_replaces_another(text: str, expected: list[str]) -> None:
    assert list(trying.warnings(rules(text), rules(KEPT))) == expected


def test_what_is_in_force_is_not_tried_again() -> None:
    text = "tests: [{name: t, given: {channel: phone, service: highways/pothole}, expect: {band: background}}]"
    with pytest.raises(ConfigInvalid):
        rules(text)
    assert compile_rules(text, skills=SKILLS, services=SERVICES, calendars=CALENDARS, tried=False).rules == ()
