"""Texts that come as their conversation is closed: nobody has read them, so the conversation waits again.

1. A close says how much of the conversation its agent has seen; what came since is refused, or brings it back.
2. A text that joins a conversation which the engine has closed, and the record not yet, brings it back.
3. A wrap-up that runs out with a text that nobody answered brings it back.
"""

from collections.abc import Iterable, Sequence
from functools import partial

import structlog

from centre.arrivals import TRIAGE, Arrivals
from centre.asking import BY_MACHINES, MAIL, asks, is_withdrawal
from centre.auto_reply import is_automatic
from centre.parts import Parts
from centre.ways import WAYS
from core.channel import Channel
from core.errors import Unavailable
from core.event import Event
from records.rows import Contact, Message
from records.tx import Tx
from router.engine.states import Contact as State
from router.engine.states import Ended

log = structlog.get_logger()

WRITTEN = frozenset({Channel.EMAIL, *WAYS})
"""Conversations in which a resident writes again."""
RAN_OUT = "wrap-up ran out"
"""What the engine's log says of a conversation that no agent closed."""


class LateTexts:
    """Nothing that a resident wrote ends unread."""

    def __init__(self, parts: Parts, arrivals: Arrivals) -> None:
        self._parts = parts
        self._arrivals = arrivals

    async def again_if_closed(self, contact_id: str) -> bool:
        """Let a conversation that the engine has closed wait again; whether it had to."""
        try:
            state = await self._parts.engine.contact(contact_id)
        except Unavailable:
            # What the record has open and the engine does not is put back by the clock.
            return False
        if state is None or state.state is not State.CLOSED or state.outcome == Ended.MERGED:
            # What is part of another contact is read there.
            return False
        outcome = state.outcome or Ended.SERVED
        await self._parts.sql.write(
            lambda tx: tx.contacts.move(contact_id, State.CLOSED.value, outcome=outcome, at=tx.now)
        )
        again = await self._parts.sql.read(lambda tx: _conversation(tx, contact_id))
        await self._arrivals.queue(again, again.service or TRIAGE, again=True)
        log.info("contact_waits_again_for_a_late_text", contact=contact_id)
        return True

    async def after_leases(self, events: Iterable[Event]) -> None:
        """Before these are in the record: what ran out with a text unanswered waits again."""
        ended = {each.contact_id: each.agent_id for each in events if each.facts.get("by") == RAN_OUT}
        for contact, agent in ended.items():
            if contact is None:
                continue
            unanswered = await self._parts.sql.read(partial(_is_unread, contact, agent))
            if unanswered:
                await self.again_if_closed(contact)


def heard(messages: Sequence[Message]) -> int:
    """How much a resident has said in a conversation."""
    return sum(message.direction == "in" for message in messages)


def unread(tx: Tx, messages: Sequence[Message], agent: str | None) -> int:
    """How much of what a resident has said since this agent last wrote to them asks for an answer."""
    # What they took back asks for nothing any more.
    ours = [place for place, each in enumerate(messages) if _stands(each, agent) or is_withdrawal(each)]
    asking = [each for each in (messages[ours[-1] + 1 :] if ours else messages) if asks(each)]
    return len(asking) - len(_by_machines(tx, messages, asking))


def _by_machines(tx: Tx, messages: Sequence[Message], asking: Sequence[Message]) -> set[str]:
    """Those that say "out of office" and the like: an email by all that it says of itself, a text by its words, when it
    answers one of ours."""
    wrote = next((each.at for each in messages if each.direction == "out"), None)
    texts = [each for each in asking if each.provider_id and wrote is not None and each.at >= wrote]
    owners = sorted({each.contact_id for each in asking if (each.key or "").startswith(MAIL)})
    noted = {one for owner in tx.contacts.get_many(owners) for one in owner.facts.get(BY_MACHINES, ())}
    return {each.id for each in texts if is_automatic(each.text)} | noted.intersection(each.id for each in asking)


def _stands(message: Message, agent: str | None) -> bool:
    """Whether this agent wrote it and did not take it back."""
    return message.direction == "out" and message.author == agent and message.status != "canceled"


def heard_by(rev: str) -> int | None:
    """How much of a conversation a desk with this `rev` shows; None when it is no rev."""
    parts = rev.split(".")
    return int(parts[1]) if len(parts) == 3 and parts[1].isdecimal() else None


def _is_unread(contact_id: str, agent: str | None, tx: Tx) -> bool:
    conversation = _conversation(tx, contact_id)
    return conversation.channel in WRITTEN and unread(tx, tx.joined.said(contact_id), agent) > 0


def _conversation(tx: Tx, contact_id: str) -> Contact:
    """Where the resident wrote last: the contact itself, or one that was joined to it."""
    said = [each for each in tx.joined.said(contact_id) if each.direction == "in"]
    return tx.contacts.get(said[-1].contact_id if said else contact_id)
