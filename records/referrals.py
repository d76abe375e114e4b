"""Referrals to specialists, as rows. Which state may follow which is the referrals package's table, not ours."""

from datetime import datetime
from typing import Any

from sqlalchemy import update

from records import tables
from records.contacts import Contacts
from records.family import Family
from records.rows import Referral


class Referrals(Family):
    """`problem` is a sentence while something is wrong, and gone when it is right again."""

    table = tables.referrals

    def create(
        self,
        case_id: str,
        contact_id: str | None,
        service: str,
        destination: str,
        fields: dict[str, Any],
        by: str,
        *,
        state: str = "draft",
        at: datetime | None = None,
    ) -> Referral:
        """A new referral, in the first state of its table. Its contact counts as referred from now on."""
        referral_id = self._new_id("ref")
        moment = at or self._now
        values = {
            "id": referral_id,
            "case_id": case_id,
            "contact_id": contact_id,
            "service": service,
            "destination": destination,
            "fields": fields,
            "by": by,
            "state": state,
            "created_at": moment,
            "moved_at": moment,
        }
        self._insert(values)
        if contact_id is not None:
            Contacts(self._scope).set_referred(contact_id, moment)
        return self.get(referral_id)

    def get(self, referral_id: str) -> Referral:
        """Raises NotFound."""
        return self._one(Referral, self._select(Referral).where(self.table.c.id == referral_id), "referral")

    def follow(self, case_id: str, to_case_id: str, *, contact_id: str | None = None) -> None:
        """All referrals of one case belong to another from now on; with `contact_id`, those that were made on it."""
        mine = (self.table.c.case_id == case_id) & (self.table.c.division == self._division)
        if contact_id is not None:
            mine &= self.table.c.contact_id == contact_id
        self._connection.execute(update(self.table).where(mine).values(case_id=to_case_id))

    def move(
        self,
        referral_id: str,
        state: str,
        *,
        problem: str | None = None,
        expected: str | None = None,
        at: datetime | None = None,
    ) -> Referral | None:
        """Put it in `state`, with its problem or none. With `expected`, only from there: None when it has moved on."""
        referral = self.table.c
        statement = update(self.table).where(referral.id == referral_id, referral.division == self._division)
        if expected is not None:
            statement = statement.where(referral.state == expected)
        values = {"state": state, "problem": problem, "moved_at": at or self._now}
        changed = self._connection.execute(statement.values(**values)).rowcount == 1
        found = self.get(referral_id)
        return found if changed else None

    def acknowledged(
        self, referral_id: str, partner_reference: str, at: datetime | None = None, *, state: str = "acknowledged"
    ) -> Referral:
        """The partner has it, under this number of theirs."""
        moment = at or self._now
        changes = {"state": state, "partner_reference": partner_reference, "problem": None}
        self._change(referral_id, {**changes, "moved_at": moment, "acknowledged_at": moment})
        return self.get(referral_id)

    def of_case(self, case_id: str) -> list[Referral]:
        """Oldest first."""
        referral = self.table.c
        query = self._select(Referral).where(referral.case_id == case_id)
        return self._all(Referral, query.order_by(referral.created_at, referral.id))

    def of_contact(self, contact_id: str) -> list[Referral]:
        """Oldest first."""
        referral = self.table.c
        query = self._select(Referral).where(referral.contact_id == contact_id)
        return self._all(Referral, query.order_by(referral.created_at, referral.id))

    def problems(self) -> list[Referral]:
        """Those that something is wrong with, oldest first."""
        referral = self.table.c
        query = self._select(Referral).where(referral.problem.is_not(None))
        return self._all(Referral, query.order_by(referral.moved_at, referral.id))
