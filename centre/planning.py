"""The rules in force, compiled once a version, and the plan they make for a contact."""

from collections.abc import Sequence

from centre.facts import facts_of
from config.county import County
from core.errors import Unavailable
from records.rows import Contact
from records.tx import Tx
from router.rules.compiling import compile_rules
from router.rules.plan import Plan
from router.rules.ruleset import RuleSet
from skills.listing import read_skills


class Planning:
    """Turns contacts into route plans. Which rules hold is asked of the record each time, so no process lags behind."""

    def __init__(self, county: County) -> None:
        self._county = county
        self._skills = read_skills(county.skills_text)
        self._version = -1
        self._rules: RuleSet | None = None

    def compile(self, text: str, *, version: int) -> RuleSet:
        """A rule set from its text; raises ConfigInvalid with every problem at its line."""
        return compile_rules(
            text,
            skills=self._skills,
            services=self._county.services,
            calendars=self._county.calendars,
            version=version,
        )

    def in_force(self, tx: Tx) -> RuleSet:
        """The published rules that hold as this transaction sees it."""
        current = tx.rules.current()
        if current is None:
            raise Unavailable("No routing rules have been published yet.")
        if self._rules is None or current.n != self._version:
            self._rules, self._version = self.compile(current.text, version=current.n), current.n
        return self._rules

    def plan(self, tx: Tx, contact: Contact) -> Plan:
        """What the rules in force make of a contact."""
        return self.in_force(tx).plan(facts_of(tx, contact))

    def plans(self, tx: Tx, contacts: Sequence[Contact]) -> list[Plan]:
        """The same for many."""
        rules = self.in_force(tx)
        return [rules.plan(facts_of(tx, contact)) for contact in contacts]

    @staticmethod
    def of(contact: Contact) -> Plan:
        """The plan that the record holds for a contact."""
        return Plan.from_dict(contact.plan or {})
