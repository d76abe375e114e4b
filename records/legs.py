"""Parties of calls, as the carrier knows them: one row a call sid, its status only ever going forward."""

from collections.abc import Mapping

import structlog
from sqlalchemy import update

from records import tables
from records.family import Family
from records.rows import Leg
from records.statuses import CALL, CALL_ENDED, before

log = structlog.get_logger(__name__)


class Legs(Family):
    """A status may come before we have noted whose call it is: the row is begun by whichever comes first."""

    table = tables.legs

    def upsert(
        self, sid: str, contact_id: str, party: str, agent_id: str | None = None, epoch: int | None = None
    ) -> Leg:
        """Say whose call `sid` is. `party` is caller or agent."""
        values = {"contact_id": contact_id, "party": party, "agent_id": agent_id, "epoch": epoch}
        if not self._begin(sid, "queued", -1, values):
            mine = (self.table.c.sid == sid) & (self.table.c.division == self._division)
            self._connection.execute(update(self.table).where(mine).values(**values))
        return self._one(Leg, self._select(Leg).where(self.table.c.sid == sid), "call leg")

    def apply_status(self, sid: str, status: str, sequence: int = 0) -> bool:
        """A status callback: whether it changed the status. Late, repeated and unlisted words change nothing."""
        if status not in CALL:
            log.info("call_status_not_known", sid=sid, status=status)
            return False
        if self._begin(sid, status, sequence, {}):
            return True
        leg = self.table.c
        mine = (leg.sid == sid) & (leg.division == self._division)
        self._connection.execute(update(self.table).where(mine, leg.sequence < sequence).values(sequence=sequence))
        forward = update(self.table).where(mine, leg.status.in_(before(CALL, status)))
        changes = {"status": status, **({"ended_at": self._now} if status in CALL_ENDED else {})}
        return self._connection.execute(forward.values(**changes)).rowcount == 1

    def by_sid(self, sid: str) -> Leg | None:
        """The leg, if we have heard of it."""
        return self._first(Leg, self._select(Leg).where(self.table.c.sid == sid))

    def open_for(self, contact_id: str) -> list[Leg]:
        """A contact's legs that are not over, oldest first."""
        leg = self.table.c
        query = self._select(Leg).where(leg.contact_id == contact_id, leg.ended_at.is_(None))
        return self._all(Leg, query.order_by(leg.created_at, leg.sid))

    def of_contact(self, contact_id: str) -> list[Leg]:
        """All of a contact's legs, oldest first."""
        leg = self.table.c
        query = self._select(Leg).where(leg.contact_id == contact_id)
        return self._all(Leg, query.order_by(leg.created_at, leg.sid))

    def open(self) -> list[Leg]:
        """Every leg that is not over, oldest first."""
        leg = self.table.c
        return self._all(Leg, self._select(Leg).where(leg.ended_at.is_(None)).order_by(leg.created_at, leg.sid))

    def _begin(self, sid: str, status: str, sequence: int, values: Mapping[str, object]) -> bool:
        row = {"sid": sid, "status": status, "sequence": sequence, "created_at": self._now, **values}
        if status in CALL_ENDED:
            row["ended_at"] = self._now
        return self._insert_unless(row, ("sid",))
