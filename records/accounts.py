"""Who may log in, what they can do, and whether they are here. Hashes are made and checked by the caller."""

import builtins
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import update

from core.errors import Conflict
from records import staff_tables
from records.family import Family
from records.staff_rows import Account


class Accounts(Family):
    """Agents and supervisors. A user name is unique in its division, whatever its case."""

    table = staff_tables.accounts

    def create(
        self,
        username: str,
        name: str,
        role: str,
        password_hash: str,
        *,
        skills: dict[str, int] | None = None,
        capacity: dict[str, int] | None = None,
        interruptible: Iterable[str] = (),
        account_id: str | None = None,
    ) -> Account:
        """A new account, absent until it says otherwise. Conflict when the user name is taken."""
        values = {
            "id": account_id or self._new_id("acc"),
            "username": username.lower(),
            "name": name,
            "role": role,
            "password_hash": password_hash,
            "skills": skills or {},
            "capacity": capacity or {},
            "interruptible": sorted(interruptible),
            "state": "absent",
            "since": self._now,
            "created_at": self._now,
        }
        if not self._insert_unless(values, ("username",)):
            raise Conflict("That user name is taken.")
        return self.get(str(values["id"]))

    def get(self, account_id: str) -> Account:
        """Raises NotFound."""
        return self._one(Account, self._select(Account).where(self.table.c.id == account_id), "account")

    def by_username(self, username: str) -> Account | None:
        """The account, if there is one."""
        return self._first(Account, self._select(Account).where(self.table.c.username == username.lower()))

    def list(self, role: str | None = None) -> "builtins.list[Account]":
        """All, or those in `role`, by user name."""
        query = self._select(Account)
        if role is not None:
            query = query.where(self.table.c.role == role)
        return sorted(self._all(Account, query), key=lambda account: account.username)

    def set_skills(self, account_id: str, skills: dict[str, int], capacity: dict[str, int]) -> Account:
        """Replace both."""
        self._change(account_id, {"skills": skills, "capacity": capacity})
        return self.get(account_id)

    def set_name_and_role(self, account_id: str, name: str, role: str) -> Account:
        """Replace both. Ending the account's sessions is the caller's."""
        self._change(account_id, {"name": name, "role": role})
        return self.get(account_id)

    def set_interruptible(self, account_id: str, channels: Iterable[str]) -> Account:
        """The written work of theirs that a live contact may break off."""
        self._change(account_id, {"interruptible": sorted(channels)})
        return self.get(account_id)

    def set_password_hash(self, account_id: str, password_hash: str) -> None:
        """Replace it. Ending the account's sessions is the caller's."""
        self._change(account_id, {"password_hash": password_hash})

    def set_presence(self, account_id: str, state: str, reason: str | None = None, at: datetime | None = None) -> bool:
        """absent, present, ready or break, since `at`; whether that is newer than what was known."""
        moment = at or self._now
        account = self.table.c
        mine = (account.id == account_id) & (account.division == self._division) & (account.since <= moment)
        changes = {"state": state, "reason": reason, "since": moment}
        return self._connection.execute(update(self.table).where(mine).values(**changes)).rowcount == 1
