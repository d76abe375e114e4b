"""Rings that nobody answered: the agent is told of each, and after two in a row is on a break until they are ready."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

import structlog

from centre.parts import Parts
from core.days import day_start
from core.event import Event
from records.tx import Tx

log = structlog.get_logger()

IN_A_ROW: Final = 2
TAKEN: Final = frozenset({"accepted", "connected"})
DID_NOT_ANSWER: Final = "did not answer"
"""Why they are on a break, as the supervisor's board says it; nobody chooses it."""


class Missed:
    """What follows from rings that ran out."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def look(self, events: Iterable[Event]) -> None:
        """Once these are in the record."""
        for agent in {each.agent_id for each in events if each.type == "offer.expired" and each.agent_id}:
            if await self._parts.sql.write(partial(_rests, agent=agent)):
                await self._parts.engine.take_break(agent, DID_NOT_ANSWER)
                log.info("agent_did_not_answer", agent=agent)


def missed(tx: Tx, agent: str, zone: ZoneInfo, label: Callable[[str], str]) -> list[dict[str, Any]]:
    """Today's missed rings as notices on the desk, the newest first and one a contact.

    None is told of what they took when it rang again.
    """
    lately = tx.offers.lately(agent, day_start(tx.now, zone))
    taken = {each.contact_id for each in lately if each.state in TAKEN}
    newest = {each.contact_id: each for each in reversed(lately) if each.state == "expired"}
    return [
        {
            "id": f"missed:{each.generation}:{each.contact_id}:{each.epoch}",
            "level": "warning",
            "text": f"You missed {_what(tx, each.contact_id, label)}.",
            "contact": each.contact_id,
            "at": each.made_at.isoformat(),
        }
        for each in lately
        if newest.get(each.contact_id) is each and each.contact_id not in taken
    ]


def _what(tx: Tx, contact_id: str, label: Callable[[str], str]) -> str:
    contact = tx.contacts.get(contact_id)
    kind = {"phone": "a call", "chat": "a chat", "walk_in": "a visitor"}.get(contact.channel.value, "a contact")
    return f"{kind} about {label(contact.service)}" if contact.service else kind


def _rests(tx: Tx, agent: str) -> bool:
    """Whether they are on a break from now on: the last two rings since they said that they were ready were missed."""
    account = tx.accounts.get(agent)
    if account.state != "ready":
        return False
    last = [each.state for each in tx.offers.lately(agent, account.since, IN_A_ROW)]
    return last == ["expired"] * IN_A_ROW and tx.accounts.set_presence(agent, "break", DID_NOT_ANSWER, tx.now)
