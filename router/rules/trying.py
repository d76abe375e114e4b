"""The tests that a rules document carries about itself: a made-up contact, and what is expected of its plan. Pure."""

from collections.abc import Iterator
from itertools import product
from typing import Any, Final

from core.channel import Channel
from core.clock import from_ms
from core.service import Service
from router.rules.document import GivenShape, RuleShape, TestShape
from router.rules.facts import Facts, named
from router.rules.lengths import length
from router.rules.plan import Plan
from router.rules.ruleset import ALWAYS, RuleSet, applies

MADE_UP: Final[dict[str, Any]] = {
    "known": True,
    "contacts_before": 3,
    "access_needs": ("large print", "interpreter"),
    "case_owner": "acc_made_up",
    "last_agent": "acc_made_up",
    "said": {"place": "High Street", "size": "large"},
}
"""A contact of which there is something to be said under every name."""


def failures(ruleset: RuleSet, test: TestShape) -> Iterator[str]:
    """What a test found otherwise than it expects, as sentences."""
    expect = test.expect
    plan = ruleset.plan(facts_of(ruleset, test))
    needs = {need.skill: need.level for need in plan.steps[0].needs}
    if expect.rule is not None and plan.reason != expect.rule:
        yield f"The test `{test.name}` expects the rule `{expect.rule}`, and `{plan.reason}` decided."
    if expect.band is not None and plan.band is not expect.band:
        yield f"The test `{test.name}` expects the band {expect.band}, and got {plan.band}."
    if expect.needs is not None and needs != expect.needs:
        yield f"The test `{test.name}` expects the needs {_shown(expect.needs)}, and got {_shown(needs)}."
    if expect.preferred is not None and plan.preferred != expect.preferred:
        got = f"`{plan.preferred}`" if plan.preferred else "nobody"
        yield f"The test `{test.name}` expects `{expect.preferred}` to be preferred, and got {got}."
    if expect.within is not None and not _is_within(ruleset, plan, expect.within):
        yield f"The test `{test.name}` expects an answer within {expect.within}, which this plan does not promise."


def try_conditions(ruleset: RuleSet) -> None:
    """Ask every condition about a made-up contact of each service, and each channel: what breaks says so from then on.

    Not of each service on each channel: of many long conditions that would take minutes.
    """
    made: dict[tuple[str, Channel], dict[str, Any]] = {}
    for rule in ruleset.rules:
        for service, channel in _about(ruleset, rule.shape) if rule.when else ():
            if (service.id, channel) not in made:
                given = GivenShape(**MADE_UP, channel=channel, service=service.id)
                calendar = ruleset.calendars.get(service.calendar, ALWAYS)
                made[service.id, channel] = named(_facts(ruleset, given), service, calendar)
            rule.holds(made[service.id, channel])
            if rule.broken:
                break


def _about(ruleset: RuleSet, shape: RuleShape) -> Iterator[tuple[Service, Channel]]:
    """Each service and each channel that a rule is about, at least once."""
    services, channels = set[str](), set[Channel]()
    for service, channel in product(ruleset.services.values(), Channel):
        if (service.id not in services or channel not in channels) and applies(shape, service.id, channel):
            services.add(service.id)
            channels.add(channel)
            yield service, channel


def warnings(new: RuleSet, old: RuleSet) -> Iterator[str]:
    """What whoever replaces the old rules by these should know first: nothing is wrong with them in itself."""
    if not new.rules:
        yield "There are no rules in this text. Everybody would be routed by their service alone."
    kept = {test.name for test in new.tests}
    for test in old.tests:
        if test.name not in kept:
            broken = next(failures(new, test), None)
            yield f"The test `{test.name}` is left out{', and these rules break it' if broken else ''}."


def facts_of(ruleset: RuleSet, test: TestShape) -> Facts:
    """A test's contact; its time is by the clock of its service's calendar."""
    return _facts(ruleset, test.given)


def _facts(ruleset: RuleSet, shape: GivenShape) -> Facts:
    given = shape.model_dump()
    at = given.pop("at")
    service = ruleset.services.get(shape.service, ruleset.services[ruleset.triage])
    zone = ruleset.calendars.get(service.calendar, ALWAYS).zone
    return Facts(contact_id="con_test", arrived_at=at if at.tzinfo else at.replace(tzinfo=zone), **given)


def _is_within(ruleset: RuleSet, plan: Plan, within: str) -> bool:
    """In working time, as targets are: whether the calendar is open at that moment makes no difference."""
    calendar = ruleset.calendars.get(ruleset.services[plan.service].calendar, ALWAYS)
    return calendar.between(from_ms(plan.arrived_ms), from_ms(plan.due_ms)) <= length(within, calendar)


def _shown(needs: dict[str, int]) -> str:
    return ", ".join(f"{skill} {level}" for skill, level in sorted(needs.items())) or "nothing"
