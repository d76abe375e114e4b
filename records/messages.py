"""Messages in and out, and agents' private notes, with delivery states that only go forward."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

import structlog
from sqlalchemy import Select, bindparam, delete, func, select, update
from sqlalchemy.engine import RowMapping

from records import tables
from records.family import Family
from records.rows import Message
from records.statuses import MESSAGE, before, is_further

HEARD_LATER = ("undelivered", "delivered", "read")
"""What is only known of a message that left."""
LEFT = ("sent", *HEARD_LATER)
"""What an attempt that failed before is no reason to doubt."""

_MESSAGE, _CONTACT = tables.messages.c, tables.contacts.c
_THEIRS: Final = select(_CONTACT.id).where(
    _CONTACT.division == bindparam("division"), _CONTACT.from_value == bindparam("number")
)
# As a list of contacts rather than a join: SQLite would begin with the messages, and go through all of them.
_WITH: Final = select(func.count()).where(
    _MESSAGE.division == bindparam("division"), _MESSAGE.contact_id.in_(_THEIRS), _MESSAGE.at >= bindparam("since")
)
SAID: Final = _WITH.where(
    _MESSAGE.direction == "in", _MESSAGE.text == bindparam("words"), _MESSAGE.contact_id != bindparam("not_in")
)
ANSWERED: Final = _WITH.where(_MESSAGE.direction == "out", _MESSAGE.key.endswith(bindparam("ending")))

log = structlog.get_logger(__name__)


class Messages(Family):
    """`direction` is in, out or note. These start as `received`, `queued` and `kept`."""

    table = tables.messages

    def add(
        self,
        contact_id: str,
        direction: str,
        text: str,
        author: str,
        *,
        provider_id: str | None = None,
        key: str | None = None,
        status: str | None = None,
        at: datetime | None = None,
    ) -> Message:
        """Keep one. The same `key` (or `provider_id`) again gives the message that is there."""
        values = {
            "id": self._new_id("msg"),
            "contact_id": contact_id,
            "direction": direction,
            "text": text,
            "author": author,
            "at": at or self._now,
            "status": status or {"in": "received", "note": "kept"}.get(direction, "queued"),
            "provider_id": provider_id,
            "key": key,
        }
        unique = "key" if key is not None else "provider_id"
        added = self._inserted(Message, values, (unique,))
        if added is None:
            return self._there_already(provider_id, key)
        if provider_id is not None and direction == "out":
            self._catch_up(provider_id)
            return self.get(added["id"])
        return Message(**added)

    def get(self, message_id: str) -> Message:
        """Raises NotFound."""
        return self._there(Message, self._found(Message, id=message_id), "message")

    def by_provider_id(self, provider_id: str) -> Message | None:
        """The message that a provider means, if we have it."""
        return self._known(Message, provider_id=provider_id)

    def by_key(self, key: str) -> Message | None:
        """The message that was asked for with this key, if any."""
        return self._known(Message, key=key)

    def of_contact(self, contact_id: str) -> list[Message]:
        """Oldest first, notes among them."""
        message = self.table.c
        query = self._select(Message).where(message.contact_id == contact_id)
        return self._all(Message, query.order_by(message.at, message.id))

    def keyed(self, contact_ids: Collection[str], prefix: str) -> list[Message]:
        """Those of these contacts whose keys begin with `prefix`, oldest first."""
        if not contact_ids:
            return []
        message = self.table.c
        mine = message.contact_id.in_(contact_ids) & message.key.startswith(prefix, autoescape=True)
        return self._all(Message, self._select(Message).where(mine).order_by(message.at, message.id))

    def under_way(self, prefix: str, since: datetime, limit: int) -> list[Message]:
        """Ours that a provider whose names begin with `prefix` has, and of which more is to be heard. Oldest first."""
        message = self.table.c
        open_still = message.status.in_(("queued", "sending", "sent"))
        mine = (message.direction == "out") & message.provider_id.startswith(prefix, autoescape=True) & open_still
        query = self._select(Message).where(mine, message.at >= since)
        return self._all(Message, query.order_by(message.at, message.id).limit(limit))

    def came_back(self, author: str, since: datetime, limit: int) -> list[Message]:
        """What this author sent and somebody else reports not to have arrived, the newest first."""
        message = self.table.c
        left = (message.status == "undelivered") | message.provider_id.is_not(None)
        mine = (message.author == author) & (message.direction == "out") & (message.at >= since) & left
        query = self._select(Message).where(tables.message_came_back, mine)
        return self._all(Message, query.order_by(message.at.desc(), message.id.desc()).limit(limit))

    def said_before(self, number: str, words: str, *, since: datetime, not_in: str) -> bool:
        """Whether `number` texted the very same in another conversation since then."""
        return self._count_with(SAID, number, since, words=words, not_in=not_in) > 0

    def answered(self, number: str, name: str, *, since: datetime) -> int:
        """How many conversations of `number` had the text whose key ends in `name` since then."""
        return self._count_with(ANSWERED, number, since, ending=f":{name}")

    def _count_with(self, counting: Select[int], number: str, since: datetime, **more: str) -> int:
        known = {"division": self._division, "number": number, "since": since, **more}
        return int(self._connection.execute(counting, known).scalar_one())

    def sent_as(self, message_id: str, provider_id: str, status: str = "queued") -> Message:
        """The provider took it under this id, also when an earlier attempt had failed.

        Statuses that overtook this news are counted in.
        """
        message = self.table.c
        mine = (message.id == message_id) & (message.division == self._division)
        # Until a provider has it, a failure and its problem are of an attempt that is over.
        begun = mine & message.provider_id.is_(None) & message.status.not_in(LEFT)
        self._connection.execute(update(self.table).where(begun).values(status=status, problem=None))
        self._change(message_id, {"provider_id": provider_id})
        self._forward(message.id == message_id, status, None)
        self._catch_up(provider_id)
        return self.get(message_id)

    def mark(self, message_id: str, status: str, problem: str | None = None) -> bool:
        """Set the status of a message that no provider knows yet (it could not be sent). Never goes back."""
        return self._forward(self.table.c.id == message_id, status, problem)

    def handed_over(self, message_id: str, problem: str | None = None) -> bool:
        """A mail server has it, also when an earlier attempt had failed. What was heard of it since then holds."""
        message = self.table.c
        mine = (message.id == message_id) & (message.division == self._division)
        statement = update(self.table).where(mine, message.status.not_in(HEARD_LATER))
        return self._connection.execute(statement.values(status="sent", problem=problem)).rowcount == 1

    def reword(self, message_id: str, text: str) -> None:
        """What a letter says, after its pages were divided or blacked out. Its paper is kept as it came."""
        self._change(message_id, {"text": text})

    def set_problem(self, message_id: str, problem: str) -> None:
        """What is wrong with it for now; its status stays."""
        self._change(message_id, {"problem": problem})

    def set_status(self, provider_id: str, status: str, problem: str | None = None) -> bool:
        """A delivery report: whether it changed anything. One for a message not yet known is kept until it is."""
        if status not in MESSAGE:
            log.info("message_status_not_known", provider_id=provider_id, status=status)
            return False
        if self._forward(self.table.c.provider_id == provider_id, status, problem):
            return True
        if self.by_provider_id(provider_id) is None:
            self._keep_early(provider_id, status, problem)
        return False

    def _forward(self, which: object, status: str, problem: str | None) -> bool:
        behind = self.table.c.status.in_(before(MESSAGE, status))
        statement = update(self.table).where(which, behind, self.table.c.division == self._division)  # type: ignore[arg-type]
        return self._connection.execute(statement.values(status=status, problem=problem)).rowcount == 1

    def _keep_early(self, provider_id: str, status: str, problem: str | None) -> None:
        values = {"provider_id": provider_id, "status": status, "problem": problem, "at": self._now}
        if self._insert_unless(values, ("provider_id",), tables.early_statuses):
            return
        early = self._early(provider_id)
        if early is not None and is_further(MESSAGE, early["status"], status):
            table = tables.early_statuses
            mine = (table.c.provider_id == provider_id) & (table.c.division == self._division)
            self._connection.execute(update(table).where(mine).values(status=status, problem=problem, at=self._now))

    def _catch_up(self, provider_id: str) -> None:
        early = self._early(provider_id)
        if early is not None:
            self._forward(self.table.c.provider_id == provider_id, early["status"], early["problem"])
            table = tables.early_statuses
            mine = (table.c.provider_id == provider_id) & (table.c.division == self._division)
            self._connection.execute(delete(table).where(mine))

    def _early(self, provider_id: str) -> RowMapping | None:
        table = tables.early_statuses
        mine = (table.c.provider_id == provider_id) & (table.c.division == self._division)
        return self._connection.execute(select(table).where(mine).with_for_update()).mappings().first()

    def _there_already(self, provider_id: str | None, key: str | None) -> Message:
        which = {"key": key} if key is not None else {"provider_id": provider_id}
        return self._there(Message, self._found(Message, **which), "message")
