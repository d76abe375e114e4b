"""Compiled rules: facts about one contact in, its route plan out. Pure.

1. The first rule that is true of the contact decides. What it leaves out, and a contact that no rule is true of, comes
   from the service itself: its skill, its band, its target on its own calendar.
2. A service that nobody knows goes to triage. There is no limbo.
3. A service whose skill is hard keeps it in every step, at the level first asked for, whatever a rule says.
4. A route ends: its last step asks for nothing that can be given up.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import product

from core.channel import CHANNEL_BANDS, Channel
from core.clock import to_ms
from core.service import Service
from router.rules.calendar import Calendar, always_open
from router.rules.document import DefaultsShape, NeedShape, Order, RuleShape, TestShape
from router.rules.expression import RuleExpr
from router.rules.facts import Facts, named
from router.rules.lengths import length, milliseconds
from router.rules.plan import Plan, PlanStep
from skills.need import Need, requirement_texts
from skills.profile import WRITTEN

USUAL_TARGET = timedelta(hours=1)
NO_RULE = "No special rule: anyone who knows this service"
"""Why a contact goes where it goes when no rule is true of it, as the desk shows it."""
ALWAYS = always_open()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule, its condition compiled."""

    shape: RuleShape
    when: RuleExpr | None

    def holds(self, facts: Mapping[str, object]) -> bool:
        """Whether its condition is true."""
        return self.when is None or self.when.holds(facts)

    @property
    def broken(self) -> str | None:
        """Why its condition could not be worked out the last time that it failed, as a sentence."""
        why = self.when.broken if self.when else None
        return why and f"The rule `{self.shape.name}` is never true: {why}."


def applies(shape: RuleShape, service: str, channel: Channel) -> bool:
    """Whether a rule is about this service on this channel."""
    if shape.services is not None and not any(covers(pattern, service) for pattern in shape.services):
        return False
    return shape.channels is None or channel in shape.channels


def covers(pattern: str, service: str) -> bool:
    """`highways/pothole` is itself; `highways/*` is every service of highways."""
    return pattern == service or (pattern.endswith("/*") and service.startswith(pattern[:-1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """A whole compiled document at one version."""

    version: int
    defaults: DefaultsShape
    rules: tuple[Rule, ...]
    services: Mapping[str, Service]
    calendars: Mapping[str, Calendar]
    triage: str
    tests: tuple[TestShape, ...] = ()
    _about: dict[tuple[str, Channel], tuple[Rule, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """The rules about a service on a channel, once they were looked for: many are planned in a moment."""

    def plan(self, facts: Facts) -> Plan:
        """The route of one contact. The same facts give the same plan, at any time."""
        service = self.services.get(facts.service, self.services[self.triage])
        calendar = self.calendars.get(service.calendar, ALWAYS)
        rule = self._rule(facts, service, calendar)
        shape = rule.shape if rule else RuleShape(name=NO_RULE)
        prefer = shape.prefer
        owner = {"case owner": facts.case_owner, "last agent": facts.last_agent}[prefer.agent] if prefer else None
        return Plan(
            contact_id=facts.contact_id,
            channel=facts.channel,
            service=service.id,
            band=shape.band or service.band or CHANNEL_BANDS[facts.channel],
            arrived_ms=to_ms(facts.arrived_at),
            due_ms=to_ms(calendar.after(facts.arrived_at, self._target(shape, service, facts.channel, calendar))),
            steps=self._steps(shape, service, facts.channel),
            preferred=owner,
            preferred_ms=milliseconds(prefer.for_) if prefer and owner else 0,
            rules_version=self.version,
            offer_ms=milliseconds(shape.ring or self.defaults.ring.of(facts.channel)),
            wrap_ms=milliseconds(shape.wrap_up or self.defaults.wrap_up.of(facts.channel)),
            reason=shape.name,
            by_arrival=self.defaults.order is not Order.DUE_FIRST,
            weight=self._weight(shape),
            # Of what is written, or spoken to a machine, one person can have several: those of a case go together.
            bundle=facts.case_id or "" if facts.channel in WRITTEN else "",
        )

    def broken(self) -> str | None:
        """Why a rule is left out, once its condition could not be worked out; None while all can."""
        return next(filter(None, (rule.broken for rule in self.rules)), None)

    def requirements(self) -> set[str]:
        """Everything that a contact may be asked for under these rules, as the engine spells it.

        Every rule with every service it may be true of, on every channel: more than ever comes, and never less.
        """
        found: set[str] = set()
        for shape in (*(rule.shape for rule in self.rules), RuleShape(name=NO_RULE)):
            for _, channel, steps, weight in self.routes(shape):
                found.update(requirement_texts(channel, [step.needs for step in steps], weight))
        return found

    def routes(self, shape: RuleShape) -> Iterator[tuple[Service, Channel, tuple[PlanStep, ...], float]]:
        """Every way that a contact may be sent by a rule, whatever else is true of it."""
        weight = self._weight(shape)
        for service, channel in product(self.services.values(), Channel):
            if applies(shape, service.id, channel):
                yield service, channel, self._steps(shape, service, channel), weight

    def _rule(self, facts: Facts, service: Service, calendar: Calendar) -> Rule | None:
        known = named(facts, service, calendar)
        about = service.id, facts.channel
        if about not in self._about:
            self._about[about] = tuple(rule for rule in self.rules if applies(rule.shape, *about))
        return next((rule for rule in self._about[about] if rule.holds(known)), None)

    def _target(self, shape: RuleShape, service: Service, channel: Channel, calendar: Calendar) -> timedelta:
        if shape.target:
            return length(shape.target, calendar)
        seconds = service.targets_s.get(channel)
        return USUAL_TARGET if seconds is None else timedelta(seconds=seconds)

    def _weight(self, shape: RuleShape) -> float:
        return (shape.weight or 1) if self.defaults.order is Order.WEIGHTED_WAIT else 1

    def _steps(self, shape: RuleShape, service: Service, channel: Channel) -> tuple[PlanStep, ...]:
        first = self._first(shape, service)
        kept = tuple(need for need in first if service.hard and need.skill == service.skill)
        steps = [PlanStep(needs=first)]
        for step in shape.then:
            others = tuple(self.need(each) for each in step.needs if not kept or each.skill != service.skill)
            steps.append(PlanStep(needs=(*others, *kept), after_ms=milliseconds(step.after)))
        if not shape.then:
            anybody = self.defaults.anybody_after[channel]
            hard = tuple(need for need in first if need.hard)
            steps.append(PlanStep(needs=hard, after_ms=milliseconds(anybody)))
        return tuple(steps)

    def _first(self, shape: RuleShape, service: Service) -> tuple[Need, ...]:
        own = Need(skill=service.skill, level=self.defaults.level, hard=service.hard)
        if shape.needs is None:
            return (own,)
        needs = tuple(self.need(each) for each in shape.needs)
        if not service.hard:
            return needs
        asked = next((need for need in needs if need.skill == service.skill), own)
        return (*(need for need in needs if need.skill != service.skill), replace(asked, hard=True))

    def need(self, shape: NeedShape) -> Need:
        """A need as written, at the usual level when none is."""
        return Need(skill=shape.skill, level=shape.level or self.defaults.level, hard=shape.hard)
