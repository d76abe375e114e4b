"""The rules in force, loaded once a version, and the plan they make for a contact.

Rules that were published once are in force whatever becomes of the county's folder. Where they make no sense any more,
everybody is routed by their service alone, and so is a single contact of which they make no route; the board says so.
Nobody is left without a place.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import structlog

from centre.facts import facts_of
from config.county import County
from core.clock import from_ms, to_ms
from core.errors import Unavailable
from records.rows import Contact
from records.staff_rows import RuleVersion
from records.tx import Tx
from router.engine.base import plan_text
from router.rules import trying
from router.rules.compiling import FILE, TRIAGE, compile_rules, unroutable
from router.rules.document import DefaultsShape
from router.rules.plan import Plan
from router.rules.ruleset import RuleSet
from skills.listing import read_skills

log = structlog.get_logger()

PASSED_ON = "passed_on"
"""The fact that tells who passed a contact on (`by`), to whom (`agent`, or None), for how long, and in what words."""
CONSULT, CONSULTS = "consult", "consults"
"""The fact of a call that a colleague is asked about it, and of that question which call it is about."""
WAS_CUT_OFF = "cut_off"
"""The fact of a call that fell back to the queue: whose line broke (`agent`), and when (`at`), until it is taken."""
LINE = "line"
"""The fact of a call that was handed over: the consultation for which its agent's softphone was rung."""


class Planning:
    """Turns contacts into route plans. Which rules hold is asked of the record each time, so no process lags behind."""

    def __init__(self, county: County) -> None:
        self._county = county
        self._skills = read_skills(county.skills_text)
        self._version = -1
        self._rules: RuleSet | None = None
        self._trouble: str | None = None
        self._compiling = asyncio.Lock()

    def compile(self, text: str, *, version: int, tried: bool = True, file: str = FILE) -> RuleSet:
        """A rule set from its text; raises ConfigInvalid with every problem at its line, failing tests included."""
        return compile_rules(
            text,
            skills=self._skills,
            services=self._county.services,
            calendars=self._county.calendars,
            version=version,
            tried=tried,
            file=file,
        )

    async def compile_aside(self, text: str, *, version: int, tried: bool = True) -> RuleSet:
        """`compile` in a thread, one text at a time: calls are answered meanwhile."""
        async with self._compiling:
            return await asyncio.to_thread(partial(self.compile, text, version=version, tried=tried))

    def in_force(self, tx: Tx) -> RuleSet:
        """The published rules that hold as this transaction sees it."""
        n = tx.rules.current_n()
        if n is None:
            raise Unavailable("No routing rules have been published yet.")
        if self._rules is None or n != self._version:
            self._rules, self._trouble = self._loaded(tx.rules.get(n))
            self._version = n
        return self._rules

    def adopt(self, rules: RuleSet) -> None:
        """What was just compiled and published is in force here: it need not be read again."""
        self._rules, self._version, self._trouble = rules, rules.version, None

    def trouble(self, tx: Tx) -> str | None:
        """Why the published rules, or one of them, cannot be used, as a sentence; None when all can."""
        self._note_broken(self.in_force(tx))
        return self._trouble

    def _loaded(self, current: RuleVersion) -> tuple[RuleSet, str | None]:
        try:
            rules = self.compile(current.text, version=current.n, tried=False)
            trying.try_conditions(rules)
            return rules, next(filter(None, (unroutable(rules, rule.shape) for rule in rules.rules)), None)
        except Exception as error:
            # Whatever is wrong with them, and be it our own mistake: callers get through first.
            why = str(error).splitlines()[0] if str(error) else type(error).__name__
            log.error("rules_in_force_are_broken", version=current.n, why=why)
            return self._without_rules(current.n), why

    def _without_rules(self, version: int) -> RuleSet:
        return RuleSet(
            version=version,
            defaults=DefaultsShape(),
            rules=(),
            services=self._county.services,
            calendars=self._county.calendars,
            triage=TRIAGE,
        )

    def plan(self, tx: Tx, contact: Contact) -> Plan:
        """What the rules in force make of a contact."""
        return self.plans(tx, [contact])[0]

    def plans(self, tx: Tx, contacts: Sequence[Contact]) -> list[Plan]:
        """The same for many."""
        rules = self.in_force(tx)
        planned = [self._planned(rules, tx, contact) for contact in contacts]
        self._note_broken(rules)
        return planned

    def _note_broken(self, rules: RuleSet) -> None:
        """A condition may break on a contact, though it did not when it was tried: it is told once."""
        if self._trouble is None and (why := rules.broken()):
            log.error("rule_left_out", version=rules.version, why=why)
            self._trouble = why

    def _planned(self, rules: RuleSet, tx: Tx, contact: Contact) -> Plan:
        facts = facts_of(tx, contact)
        try:
            plan = as_passed_on(rules.plan(facts), contact.facts)
            plan_text(plan)
        except Exception as error:
            # As in `_loaded`: what is wrong for one contact must not keep them, or anybody else, from being served.
            why = str(error) or type(error).__name__
            log.error("contact_cannot_be_routed_by_the_rules", contact=contact.id, why=why)
            self._trouble = self._trouble or why
            return as_passed_on(self._without_rules(rules.version).plan(facts), contact.facts)
        return plan

    @staticmethod
    def of(contact: Contact) -> Plan:
        """The plan that the record holds for a contact, and for whom alone the engine has kept it since."""
        plan = Plan.from_dict(contact.plan or {})
        if contact.kept_for is None or contact.kept_until is None:
            return plan
        return replace(plan, preferred=contact.kept_for, preferred_ms=to_ms(contact.kept_until) - plan.arrived_ms)


def as_passed_on(plan: Plan, facts: Mapping[str, Any]) -> Plan:
    """A plan as whoever passed the contact on wants it: a colleague's for a while, and never back to themselves."""
    if CONSULTS in facts:
        # A question brings nothing else of the matter with it.
        plan = replace(plan, bundle="", question=True)
    passed = facts.get(PASSED_ON)
    if not passed:
        return plan
    if passed["agent"]:
        return replace(plan, preferred=passed["agent"], preferred_ms=max(0, passed["until_ms"] - plan.arrived_ms))
    return replace(plan, preferred=None, preferred_ms=0) if plan.preferred == passed["by"] else plan


def keep_plan(tx: Tx, plan: Plan, *, held: Contact | None = None) -> Contact:
    """A contact's plan into the record, with what is looked up by it. `held`: its row, where that is locked already."""
    return tx.contacts.set_plan(
        plan.contact_id,
        plan.to_dict(),
        rules_version=plan.rules_version,
        due_at=from_ms(plan.due_ms),
        band=plan.band,
        held=held,
    )
