"""Logins: one row for each browser and door, known by the hash of its token alone, gone when revoked."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete

from records import staff_tables
from records.family import Family
from records.staff_rows import LoginSession


class Sessions(Family):
    """A session that has run out is as good as none."""

    table = staff_tables.sessions

    def create(self, account_id: str, door: str, expires_at: datetime, csrf: str, token_hash: str) -> LoginSession:
        session_id = self._new_id("ses")
        values = {
            "id": session_id,
            "account_id": account_id,
            "door": door,
            "csrf": csrf,
            "token_hash": token_hash,
            "created_at": self._now,
            "expires_at": expires_at,
        }
        self._insert(values)
        return self._one(LoginSession, self._select(LoginSession).where(self.table.c.id == session_id), "session")

    def get(self, token_hash: str, now: datetime | None = None) -> LoginSession | None:
        """The session, if there is one and it has not run out by `now`."""
        session = self.table.c
        query = self._select(LoginSession).where(session.token_hash == token_hash)
        return self._first(LoginSession, query.where(session.expires_at > (now or self._now)))

    def revoke(self, token_hash: str) -> bool:
        """End one; whether there was one to end."""
        return self._delete(self.table.c.token_hash == token_hash) == 1

    def revoke_all(self, account_id: str) -> int:
        """End all of an account's; how many there were."""
        return self._delete(self.table.c.account_id == account_id)

    def sweep(self, now: datetime) -> int:
        """Forget those that ran out; how many there were."""
        return self._delete(self.table.c.expires_at <= now)

    def _delete(self, which: ColumnElement[bool]) -> int:
        return self._connection.execute(
            delete(self.table).where(which, self.table.c.division == self._division)
        ).rowcount
