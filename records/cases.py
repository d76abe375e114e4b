"""Cases: one matter each, with a speakable reference, an owner, a next action and a promised date."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from core.errors import Conflict, InvalidInput
from core.reference import new_reference, read
from records import tables
from records.family import Family
from records.living import living
from records.rows import Case

_CHANGEABLE: Final = frozenset({"owner", "next_action", "promised_at", "service", "person_id"})
_TRIES: Final = 20


class Cases(Family):
    """References are random, so that one does not give away another; a clash is drawn again."""

    table = tables.cases
    draw: Callable[[], str] = staticmethod(new_reference)

    def create(
        self,
        person_id: str | None,
        service: str,
        *,
        reference: str | None = None,
        owner: str | None = None,
        next_action: str | None = None,
        promised_at: datetime | None = None,
        at: datetime | None = None,
    ) -> Case:
        """Open a case. A `reference` that is given and taken raises Conflict."""
        case_id = self._new_id("cas")
        values = {
            "id": case_id,
            "person_id": person_id and living(self._connection, self._division, person_id),
            "service": service,
            "owner": owner,
            "next_action": next_action,
            "promised_at": promised_at,
            "state": "open",
            "opened_at": at or self._now,
        }
        for _ in range(1 if reference else _TRIES):
            if self._insert_unless({**values, "reference": reference or self.draw()}, ("reference",)):
                return self.get(case_id)
        raise Conflict("That case reference is taken.")

    def get(self, case_id: str) -> Case:
        """Raises NotFound."""
        return self._one(Case, self._select(Case).where(self.table.c.id == case_id), "case")

    def by_reference(self, text: str) -> Case:
        """The case a person names, typed any way. Raises InvalidInput for a slip, NotFound for a stranger."""
        return self._one(Case, self._select(Case).where(self.table.c.reference == read(text)), "case")

    def open_for(self, person_id: str, service: str) -> Case | None:
        """The person's newest open case about `service`, if any."""
        case = self.table.c
        query = self._select(Case).where(case.person_id == person_id, case.service == service, case.state == "open")
        return self._first(Case, query.order_by(case.opened_at.desc(), case.id.desc()).limit(1))

    def of_person(self, person_id: str) -> list[Case]:
        """All of a person's cases, newest first."""
        case = self.table.c
        query = self._select(Case).where(case.person_id == person_id)
        return self._all(Case, query.order_by(case.opened_at.desc(), case.id.desc()))

    def update(self, case_id: str, **changes: Any) -> Case:
        """Change `owner`, `next_action`, `promised_at`, `service` or `person_id`; only what is given."""
        if not changes.keys() <= _CHANGEABLE:
            raise InvalidInput("Only a case's owner, next action, promised date, service and person can be changed.")
        if changes.get("person_id"):
            changes["person_id"] = living(self._connection, self._division, changes["person_id"])
        self._change(case_id, changes)
        return self.get(case_id)

    def close(self, case_id: str, *, at: datetime | None = None) -> Case:
        """Close it; closing twice keeps the first moment."""
        if self.get(case_id).state != "closed":
            self._change(case_id, {"state": "closed", "closed_at": at or self._now})
        return self.get(case_id)

    def reopen(self, case_id: str) -> Case:
        """Open it again, because the matter came back."""
        self._change(case_id, {"state": "open", "closed_at": None})
        return self.get(case_id)
