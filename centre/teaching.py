"""What supervisors teach the guess: examples, what agents put right, and learning from both without a restart.

An example is a resident's words: it is shown to supervisors, never logged, and can be removed for good. Every change
asks for a lesson, unless somebody went back to what is shipped: then examples are kept until a person says so.
"""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final, TypeVar

import structlog

from centre.guessing import Guessing
from centre.learning import LESSON, NO_MODEL, Learning
from centre.lesson_view import LONGEST, LessonViews, tried
from centre.parts import Parts
from centre.sending import Sending
from config.learned import weights_sum
from core.errors import Conflict, InvalidInput
from core.lesson import Lesson
from records.put_right import PUT_AWAY, TAUGHT
from records.rows import OutboxRow
from records.tx import Tx
from skills.classifying.trained import UNSURE

log = structlog.get_logger()

T = TypeVar("T")
MOST_EXAMPLES: Final = 500
SUGGESTED_FOR: Final = timedelta(days=30)
MOST_SUGGESTED: Final = 50
UNDO_FOR: Final = timedelta(days=1)
SYSTEM: Final = "Switchboard"


class Teaching:
    """The supervisors' verbs. `by` is an account's id; what they answer is in web/API.md."""

    def __init__(self, parts: Parts, guessing: Guessing, sending: Sending, learning: Learning) -> None:
        self._parts = parts
        self._guessing = guessing
        self._sending = sending
        self._views = LessonViews(parts, learning)

    async def read(self) -> dict[str, Any]:
        """The examples, what was withdrawn lately, what agents put right, and how learning stands."""
        no_model = await asyncio.to_thread(self._guessing.without_model)
        view = await self._parts.sql.read(self._whole)
        return {**view, "learning": await self._views.state(no_model)}

    async def learning(self) -> dict[str, Any]:
        """How learning stands, alone."""
        return await self._views.state(await asyncio.to_thread(self._guessing.without_model))

    async def add(self, by: str, text: str, about: str, contact: str | None = None) -> dict[str, Any]:
        """Teach by one more example; with `contact` it settles that suggestion. `{id}`."""
        words = self._words(text)
        self._service(about)

        def keep(tx: Tx) -> str:
            if contact is not None and not tx.put_right.settle(contact, by, TAUGHT):
                raise Conflict("Somebody has settled this suggestion already.")
            return tx.taught.add(words, about, by, contact=contact, at_most=MOST_EXAMPLES).id

        id = await self._change(by, keep)
        log.info("example_added", example=id, by=by, suggested=contact is not None)
        return {"id": id}

    async def withdraw(self, by: str, id: str) -> None:
        """Teach by it no more; for a day it can be brought back here, and its words are gone after a month."""
        if await self._change(by, lambda tx: tx.taught.withdraw(id, by)):
            log.info("example_withdrawn", example=id, by=by)

    async def bring_back(self, by: str, id: str) -> None:
        """Teach by it again."""
        if await self._change(by, lambda tx: tx.taught.bring_back(id, at_most=MOST_EXAMPLES)):
            log.info("example_brought_back", example=id, by=by)

    async def remove(self, by: str, id: str) -> None:
        """Its words are gone, now and for good."""
        await self._change(by, lambda tx: tx.taught.remove(id))
        log.info("example_removed", example=id, by=by)

    async def put_away(self, by: str, contact: str) -> None:
        """Nothing is to be learned from what an agent put right there."""
        await self._parts.sql.write(lambda tx: tx.put_right.settle(contact, by, PUT_AWAY))
        await self._parts.notices.tell("lesson.moved")

    async def put_back(self, by: str, contact: str) -> None:
        """It is a suggestion again."""
        await self._parts.sql.write(lambda tx: tx.put_right.unsettle(contact))
        await self._parts.notices.tell("lesson.moved")

    async def attempt(self, text: str) -> dict[str, Any]:
        """What the guess makes of these words now, what it would as shipped, and by what. Nothing is kept."""
        words = self._words(text)
        taught, _ = await asyncio.to_thread(self._guessing.taught)
        shipped = await asyncio.to_thread(self._guessing.shipped)
        no_model = await asyncio.to_thread(self._guessing.without_model)
        services = self._parts.county.services
        return await asyncio.to_thread(tried, words, taught, shipped, services, with_model=not no_model)

    async def learn(self, by: str) -> dict[str, Any]:
        """Learn from the examples now, also after somebody went back to what is shipped."""
        no_model = await asyncio.to_thread(self._guessing.without_model)
        if no_model:
            raise Conflict(NO_MODEL)
        row = await self._parts.sql.write(lambda tx: ask(tx, by))
        log.info("lesson_asked_for", by=by)
        await self._ring(row)
        return await self._views.state(no_model)

    async def go_back(self, by: str) -> dict[str, Any]:
        """The guess is as shipped from now on; the examples stay. In force everywhere within two seconds."""
        lesson = await self._parts.sql.write(lambda tx: tx.lessons.go_back(by))
        log.info("lesson_rolled_back", lesson=lesson.n, by=by)
        await self._parts.notices.tell("lesson.moved")
        return await self.learning()

    def _whole(self, tx: Tx) -> dict[str, Any]:
        return self._views.whole(
            tx,
            withdrawn_since=tx.now - UNDO_FOR,
            suggested_since=tx.now - SUGGESTED_FOR,
            most=MOST_SUGGESTED,
            limits={"examples": MOST_EXAMPLES, "characters": LONGEST},
        )

    def _words(self, text: str) -> str:
        words = text.strip()
        if not any(each.isalnum() for each in words):
            raise InvalidInput("Write what a resident might say.", field="text")
        if len(words) > LONGEST:
            raise InvalidInput(f"Keep to {LONGEST} characters: what it is about stands at its beginning.", field="text")
        return words

    def _service(self, about: str) -> None:
        if about != UNSURE and about not in self._parts.county.services:
            raise InvalidInput("Choose the service that these words are about.", field="about")

    async def _change(self, by: str, act: Callable[[Tx], T]) -> T:
        """Do it and, should it have changed anything, ask for a lesson in the same transaction."""
        no_model = await asyncio.to_thread(self._guessing.without_model)

        def keep(tx: Tx) -> tuple[T, OutboxRow | None]:
            did = act(tx)
            newest = tx.lessons.newest()
            paused = newest is not None and newest.state == Lesson.SHIPPED
            return did, None if not did or no_model or paused else ask(tx, by)

        did, row = await self._parts.sql.write(keep)
        await self._parts.notices.tell("lesson.moved")
        await self._ring(row)
        return did

    async def _ring(self, row: OutboxRow | None) -> None:
        if row is not None:
            await self._sending.ring(row)


def ask(tx: Tx, by: str) -> OutboxRow:
    """A lesson, and the row in the outbox that has it learned; what waits already serves everybody who asks."""
    lesson, _ = tx.lessons.ask(by)
    return tx.outbox.add(LESSON, f"lesson_{lesson.n}", {"n": lesson.n}, f"lesson:{lesson.n}")


def ask_for_other_weights(tx: Tx) -> bool:
    """After an update that brings other weights: what was taught is learned again on them. Whether it had to be."""
    held = tx.lessons.held()
    stale = held is not None and held.state == Lesson.LIVE and held.weights not in (None, weights_sum())
    if stale:
        ask(tx, SYSTEM)
    return stale
