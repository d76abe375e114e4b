"""Words of danger that come later: what waits goes to whoever is asked first, and whoever has it in hand is told.

1. The message is in the record before anybody looks at what it may mean; a guess that fails keeps nothing from anybody.
2. What waits keeps its arrival and its place in time. What is in hand stays there: its agent decides, and is told once.
3. The guess has learned from first messages, so a few words by themselves ("Outside number 12") may alarm it. Where
   they do no more than that, they are looked at again behind the words with which the conversation began.
4. A contact that is with a service of last resort already needs nothing more.
"""

import asyncio
from dataclasses import replace
from typing import Final

import structlog

from centre.email_threads import FOLLOWS
from centre.guessing import GUESS, Guessing, kept_guess
from centre.one_matter import FREE
from centre.parts import Parts
from centre.planning import Planning
from centre.sending import AUTOMATIC
from centre.standing import IN_HAND
from core.errors import SwitchboardError, Unavailable
from records.rows import Contact
from records.tx import Tx
from router.engine.words import Word
from router.rules.plan import Plan
from skills.classifying.classifier import LIKELY, Verdict

log = structlog.get_logger()

MOVED: Final = "What they wrote last sounds as if somebody may be at risk, so it is now with: {label}."
TOLD: Final = (
    "What they wrote last sounds as if somebody may be at risk. Read it now. If you think so too, set the service to "
    "{label}, or pass it on to them."
)
"""Notes on the contact; `label` is what the county calls the service."""


class Alarms:
    """Asked by every channel on which a resident writes again in a conversation that goes on."""

    def __init__(self, parts: Parts, planning: Planning, guessing: Guessing) -> None:
        self._parts = parts
        self._planning = planning
        self._guessing = guessing

    async def heard(self, contact: str, words: str) -> None:
        """Words that joined a contact: looked at off the event loop, and acted on. Safe to repeat."""
        verdict = await asyncio.to_thread(self._guessing.if_possible, words)
        if verdict is not None:
            await self.raised(contact, words, verdict)

    async def raised(self, contact: str, words: str, verdict: Verdict) -> None:
        """The same for words of which the verdict is there. Unavailable when the record is away."""
        if verdict.alarm is None:
            return
        try:
            await self._raised(contact, words, verdict)
        except SwitchboardError:
            raise
        except Exception as error:
            # The words themselves are kept: a mistake of ours must not look as if they were not.
            log.error("alarm_not_raised", contact=contact, error=type(error).__name__, exc_info=error)

    async def _raised(self, contact: str, words: str, verdict: Verdict) -> None:
        if verdict.danger < LIKELY and not await self._alarms_in_context(contact, words):
            return
        kept = await self._parts.sql.write(lambda tx: self._kept(tx, contact, verdict))
        if kept is None:
            return
        if kept.state in FREE:
            await self._replan(contact)
        log.info("alarm_raised", contact=contact, state=kept.state)
        await self._parts.notices.tell("contact.changed", contact=contact, agent=kept.agent_id)

    async def _alarms_in_context(self, contact: str, words: str) -> bool:
        began = await self._parts.sql.read(lambda tx: _began_with(tx, contact))
        again = await asyncio.to_thread(self._guessing.if_possible, f"{began}\n{words}")
        return again is None or again.alarm is not None

    def _kept(self, tx: Tx, contact_id: str, verdict: Verdict) -> Contact | None:
        """The contact, where there was something to be done. Its case is for a person to judge."""
        contact, services = tx.contacts.get(contact_id, lock=True), self._parts.county.services
        now, hard = services.get(contact.service or ""), services[str(verdict.alarm)]
        waits = contact.state in FREE
        if (now is not None and now.hard) or not (waits or contact.state in IN_HAND):
            return None
        key = f"at-risk:{contact_id}:{contact.epoch}" if waits else f"at-risk:{contact_id}"
        if not waits and tx.messages.by_key(key) is not None:
            return None
        guess = (contact.facts.get(GUESS) or kept_guess(verdict)) | {"alarm": hard.id}
        contact = tx.contacts.merge_facts(contact_id, {GUESS: guess})
        tx.messages.add(contact_id, "note", (MOVED if waits else TOLD).format(label=hard.label), AUTOMATIC, key=key)
        return tx.contacts.set_service(contact_id, hard.id) if waits else contact

    async def _replan(self, contact: str) -> None:
        """In the record, then in the engine; when that is away, it is put back by what the record has."""
        try:
            # Rules that were published in this very moment make another plan of it.
            while await self._parts.engine.replan(await self._parts.sql.write(lambda tx: self._plan(tx, contact))) is (
                Word.STALE
            ):
                log.info("alarm_planned_again", contact=contact)
        except Unavailable:
            log.warning("alarm_waits_for_the_engine", contact=contact)

    def _plan(self, tx: Tx, contact_id: str) -> Plan:
        contact = tx.contacts.get(contact_id, lock=True)
        # Nobody has it to themselves any more, whoever it was passed to or once spoke with them.
        plan = replace(self._planning.plan(tx, contact), preferred=None, preferred_ms=0)
        tx.contacts.set_plan(contact_id, plan.to_dict())
        return plan


def _began_with(tx: Tx, contact_id: str) -> str:
    """The first words of the conversation, or of the one that it goes on from; empty after a call."""
    contact = tx.contacts.get(contact_id)
    first = tx.contacts.get(contact.facts[FOLLOWS]) if FOLLOWS in contact.facts else contact
    return str(first.facts.get("words") or "")
