"""rules.yaml, as a text, compiled to a RuleSet; or every problem in it, each at its line and column. Pure.

A rule set is compiled whole or not at all: nothing half-checked is ever in force.
"""

import contextlib
from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from typing import Any, Final

from pydantic import ValidationError

from core.channel import Channel
from core.document import Document, in_order
from core.errors import ConfigInvalid, InvalidInput, Problem
from core.service import Service
from router.engine.sound import route_text
from router.rules import trying, written
from router.rules.calendar import Calendar
from router.rules.document import DefaultsShape, NeedShape, RuleShape, RulesShape
from router.rules.expression import ExpressionInvalid, RuleExpr
from router.rules.facts import WEEKDAYS
from router.rules.lengths import a_year, length
from router.rules.ruleset import ALWAYS, Rule, RuleSet, covers

FILE: Final = "rules.yaml"
TRIAGE: Final = "anything-else/triage"
MOST_RULES: Final = 500
Place = tuple[str | int, ...]


def compile_rules(
    text: str,
    *,
    skills: Collection[str],
    services: Mapping[str, Service],
    calendars: Mapping[str, Calendar],
    version: int = 0,
    triage: str = TRIAGE,
    file: str = FILE,
    tried: bool = True,
) -> RuleSet:
    """The rule set that `text` says; raises ConfigInvalid with all that is wrong, failing tests of its own included.

    Its tests are `tried` before it is published, never of what is in force: hours change, and people wait.
    """
    document = Document(text, file=file)
    if tried and (last := _too_many(document)):
        raise ConfigInvalid([last])
    try:
        shape = RulesShape.model_validate(document.values)
    except ValidationError as error:
        misshapen = document.validation(error)
        compiler = _Compiler(document, _well_formed(document.values), DefaultsShape(), skills, services, calendars)
        raise ConfigInvalid(in_order([*misshapen, *compiler.every_problem(tried=tried)])) from None
    compiler = _Compiler(document, dict(enumerate(shape.rules)), shape.defaults, skills, services, calendars)
    if found := compiler.every_problem(tried=tried) or (list(compiler.never_asked()) if tried else []):
        raise ConfigInvalid(in_order(found))
    ruleset = RuleSet(
        version=version,
        defaults=shape.defaults,
        rules=tuple(compiler.rules),
        services=services,
        calendars=calendars,
        triage=triage,
        tests=shape.tests,
    )
    if unusable := in_order(list(_unusable(ruleset, document))) if tried else []:
        raise ConfigInvalid(unusable)
    failed = [
        document.problem(("tests", index, "name"), sentence)
        for index, test in enumerate(shape.tests if tried else ())
        for sentence in trying.failures(ruleset, test)
    ]
    if failed:
        raise ConfigInvalid(failed)
    return ruleset


def _too_many(document: Document) -> Problem | None:
    """Nobody can oversee so many, and every contact is compared with them."""
    rules = document.values.get("rules") if isinstance(document.values, dict) else None
    if not isinstance(rules, list) or len(rules) <= MOST_RULES:
        return None
    return document.problem(
        ("rules", MOST_RULES),
        f"There are {len(rules)} rules, and {MOST_RULES} are the most. This is the first too many.",
    )


def _unusable(ruleset: RuleSet, document: Document) -> Iterator[Problem]:
    """Rules of which nothing that the engine takes can be made, for some service, or that cannot be worked out."""
    trying.try_conditions(ruleset)
    for index, rule in enumerate(ruleset.rules):
        if rule.broken:
            yield document.problem(("rules", index, "when"), rule.broken)
        if message := unroutable(ruleset, rule.shape):
            yield document.problem(("rules", index, "needs"), message)


def unroutable(ruleset: RuleSet, shape: RuleShape) -> str | None:
    """Why the engine would refuse what a rule says, as a sentence; None when it takes every route."""
    for service, channel, steps, weight in ruleset.routes(shape) if shape.needs is not None else ():
        try:
            route_text(channel, steps, weight)
        except InvalidInput as error:
            return f"By the rule `{shape.name}`, nobody could be found for `{service.id}`: {error}"
    return None


def _well_formed(values: Any) -> dict[int, RuleShape]:
    """What can be read of each rule, by its place: what else is wrong with it is told at once too."""
    written = values.get("rules") if isinstance(values, dict) else None
    found = {}
    for index, rule in enumerate(written if isinstance(written, list) else ()):
        with contextlib.suppress(ValidationError):
            found[index] = RuleShape.model_validate(_without_the_misshapen(rule))
    return found


def _without_the_misshapen(rule: Any) -> Any:
    try:
        RuleShape.model_validate(rule)
    except ValidationError as error:
        wrong = {details["loc"][0] for details in error.errors() if details["loc"]}
        # A route begins with what is needed: without that, its steps would be blamed for it.
        wrong |= {"then"} if "needs" in wrong else set()
        return {key: value for key, value in rule.items() if key not in wrong} if isinstance(rule, dict) else rule
    return rule


class _Compiler:
    """One pass over one document's rules, by their places: `rules` are compiled, `found` is what is wrong."""

    def __init__(
        self,
        document: Document,
        shapes: Mapping[int, RuleShape],
        defaults: DefaultsShape,
        skills: Collection[str],
        services: Mapping[str, Service],
        calendars: Mapping[str, Calendar],
    ) -> None:
        self.rules: list[Rule] = []
        self._document = document
        self._shapes = shapes
        self._defaults = defaults
        self._skills = skills
        self._services = services
        self._calendars = calendars
        self._words = {
            "service": set(services),
            "group": {service.parent for service in services.values()},
            "channel": {channel.value for channel in Channel},
            "weekday": set(WEEKDAYS),
        }

    def every_problem(self, *, tried: bool) -> list[Problem]:
        """Everything that is wrong; of rules in force, which are only loaded again, without what was once allowed."""
        found = []
        for index, rule in self._shapes.items():
            at: Place = ("rules", index)
            steps = list(self._of_steps(rule, at)) or (list(self._endless(rule, at)) if tried else [])
            found += steps
            found += self._never_due(rule, at) if tried else ()
            when, wrong = self._condition(rule, (*at, "when"), tried=tried)
            found += wrong
            self.rules.append(Rule(shape=rule, when=when))
        return [*found, *self._of_services(), *self._of_skills(), *self._twice()]

    def _twice(self) -> Iterator[Problem]:
        names: set[str] = set()
        for index, rule in self._shapes.items():
            if rule.name in names:
                yield self._document.problem(("rules", index, "name"), f"Another rule is already called `{rule.name}`.")
            names.add(rule.name)

    def never_asked(self) -> Iterator[Problem]:
        """Where nothing else is wrong: a rule that decides about nothing, for others decide about all of it before."""
        decided: dict[tuple[str, Channel], str] = {}
        for index, rule in self._shapes.items():
            about = [(service, channel) for service in self._services_of(rule) for channel in rule.channels or Channel]
            if about and all(each in decided for each in about):
                names = " and ".join(f"`{name}`" for name in dict.fromkeys(decided[each] for each in about))
                message = f"This rule never decides: all that it is for is decided above it, by {names}."
                yield self._document.problem(("rules", index, "name"), message)
            for each in about if rule.when is None else ():
                decided.setdefault(each, rule.name)

    def _services_of(self, rule: RuleShape) -> list[str]:
        patterns = rule.services
        return [id for id in self._services if patterns is None or any(covers(each, id) for each in patterns)]

    def _endless(self, rule: RuleShape, at: Place) -> Iterator[Problem]:
        """A route whose last step still asks for what can be given up: with nobody there who has it, it never ends."""
        last = rule.then[-1].needs if rule.then else ()
        if soft := [need.skill for need in last if not need.hard]:
            yield self._document.problem(
                (*at, "then", len(rule.then) - 1, "needs"),
                f"This route has no end: it asks for `{soft[0]}` for ever, also when nobody has it. "
                "Add a last step with `needs: []`, or make the skill hard.",
            )

    def _never_due(self, rule: RuleShape, at: Place) -> Iterator[Problem]:
        """A promise that no calendar is asked for: its moment would not be found, whoever came."""
        for service in self._services.values() if rule.target else ():
            calendar = self._calendars.get(service.calendar, ALWAYS)
            covered = rule.services is None or any(covers(pattern, service.id) for pattern in rule.services)
            if covered and length(rule.target or "", calendar) > a_year(calendar):
                message = (
                    f"The calendar `{calendar.name}` of `{service.id}` is open for less than {rule.target} in a year."
                )
                yield self._document.problem((*at, "target"), message)
                return

    def _of_services(self) -> Iterator[Problem]:
        for place, pattern in written.services(self._document.values):
            if not any(covers(pattern, id) for id in self._services):
                yield self._document.problem(place, f"There is no service `{pattern}`.")

    def _of_skills(self) -> Iterator[Problem]:
        for place, skill, is_again in written.skills(self._document.values):
            if skill not in self._skills:
                yield self._document.problem((*place, "skill"), f"There is no skill `{skill}`.")
            if is_again:
                yield self._document.problem(place, f"`{skill}` is asked for twice.")

    def _of_steps(self, rule: RuleShape, at: Place) -> Iterator[Problem]:
        if rule.then and rule.needs is None:
            yield self._document.problem((*at, "then"), "A rule with `then` says first what is needed: `needs`.")
            return
        before, since = rule.needs or (), timedelta()
        for index, step in enumerate(rule.then):
            place: Place = (*at, "then", index)
            if length(step.after) <= since:
                yield self._document.problem((*place, "after"), "A step comes after the one before it.")
            for message in self._tightened(before, step.needs):
                yield self._document.problem((*place, "needs"), message)
            before, since = step.needs, length(step.after)

    def _tightened(self, before: tuple[NeedShape, ...], after: tuple[NeedShape, ...]) -> Iterator[str]:
        """A step only ever relaxes, and never a hard skill."""
        usual = self._defaults.level
        was = {need.skill: need for need in before}
        now = {need.skill: need for need in after}
        for skill, need in was.items():
            if need.hard and not (skill in now and now[skill].hard and now[skill].level == need.level):
                yield f"`{skill}` is hard, so every step keeps it as it is."
        for skill, need in now.items():
            if skill not in was or (need.level or usual) > (was[skill].level or usual):
                yield f"A step only relaxes: this one asks for more of `{skill}` than the one before."

    def _condition(self, rule: RuleShape, at: Place, *, tried: bool) -> tuple[RuleExpr | None, list[Problem]]:
        if rule.when is None:
            return None, []
        unknown = [
            self._document.problem(at, f"There is no {kind} `{word}`.")
            for kind, word in written.unknown_words(rule.when, self._words)
            if tried or kind != "weekday"
        ]
        if tried:
            unknown += [
                self._document.problem(at, f"`{never}` is never true: hours are from 0 to 23.")
                for never in written.impossible_hours(rule.when)
            ]
        try:
            return RuleExpr(rule.when), unknown
        except ExpressionInvalid as error:
            line, column = _within(self._document, at, error)
            return None, [*unknown, Problem(message=str(error), file=self._document.file, line=line, column=column)]


def _within(document: Document, at: Place, error: ExpressionInvalid) -> tuple[int, int]:
    """Where in the document a place in a condition's own text is, however YAML wrote that text."""
    line, column = document.value_place(at)
    first = document.lines[line - 1][column - 1 :]
    if first[:1] in {"|", ">"}:
        # A block: its text starts on the next line; a folded one is one line to CEL, so the first line must do.
        opening = document.lines[line]
        return line + error.line, len(opening) - len(opening.lstrip()) + error.column
    if error.line > 1:
        return line + error.line - 1, 1
    return line, column + error.column - 1 + (1 if first[:1] in {'"', "'"} else 0)
