"""What a resident's own words seem to be about: one way for every channel that has words.

1. The model is loaded when it is first needed, once a process; where it cannot be, the services' keywords do alone.
2. What the county taught is in the record. Whoever guesses looks, at most once a second, whether another lesson holds
   by now, and goes by that one: no restart, no notice that could be lost. A record that is away changes nothing.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final

import structlog

from centre.parts import Parts
from config.learned import classifier_at_hand, weights_sum
from core.errors import SwitchboardError
from records.rows import Contact
from records.tx import Tx
from skills.classifying.classifier import Classifier, Verdict
from skills.classifying.correction import Correction

log = structlog.get_logger()

GUESS = "guess"
LOOK_EVERY_S: Final = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """The lesson that a process goes by; None before anything was ever taught."""

    n: int | None
    classifier: Classifier


class Guessing:
    """Asked by every channel that has words: texts, mails, letters, forms, chats, notes at the front desk."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._lock = Lock()
        self._shipped: Classifier | None = None
        self._missing = ""
        self._held: _Held | None = None
        self._looked_at = float("-inf")

    async def about(self, words: str) -> Verdict:
        """The verdict, off the event loop: a long text keeps a processor busy for some 20 ms."""
        return await asyncio.to_thread(self.at_once, words)

    def at_once(self, words: str) -> Verdict:
        """The same, for whoever is off the event loop already."""
        return self._classifier().about(words)

    def if_possible(self, words: str) -> Verdict | None:
        """The same; None where it fails, for whoever has others to go on with."""
        try:
            return self.at_once(words)
        except Exception as error:
            log.error("words_not_understood", error=type(error).__name__, exc_info=error)
            return None

    def each_if_possible(self, words: Sequence[str]) -> list[Verdict | None]:
        """The same for several, which is cheaper for each; where one fails, the others have their verdicts."""
        try:
            return [*self._classifier().about_each(words)]
        except Exception:
            return [self.if_possible(each) for each in words]

    async def of(self, contact: Contact, words: str) -> Verdict:
        """The verdict, kept with the contact as a guess for whoever takes it."""
        verdict = await self.about(words)
        guess = {GUESS: kept_guess(verdict)}
        await self._parts.sql.write(lambda tx: tx.contacts.merge_facts(contact.id, guess))
        return verdict

    def shipped(self) -> Classifier:
        """The classifier without anything that was taught. Off the event loop: the first time it takes a second."""
        with self._lock:
            return self._as_shipped()

    def taught(self) -> tuple[Classifier, int | None]:
        """The classifier that is asked, and which lesson it goes by. Off the event loop."""
        with self._lock:
            held = self._followed()
            return held.classifier, held.n

    def without_model(self) -> str:
        """Why keywords do alone, so that nothing can be learned; empty when it can. Off the event loop."""
        with self._lock:
            self._as_shipped()
            return self._missing

    def _classifier(self) -> Classifier:
        return self.taught()[0]

    def _as_shipped(self) -> Classifier:
        if self._shipped is None:
            self._shipped, self._missing = classifier_at_hand(self._parts.county.services.values())
            if self._missing:
                log.warning("guessing_by_keywords_alone", why=self._missing)
        return self._shipped

    def _followed(self) -> _Held:
        shipped = self._as_shipped()
        held = self._held = self._held or _Held(n=None, classifier=shipped)
        since = time.monotonic() - self._looked_at
        if self._missing or since < LOOK_EVERY_S:
            return held
        self._looked_at = time.monotonic()
        try:
            self._held = self._parts.sql.read_at_once(lambda tx: _held(tx, held, shipped))
        except SwitchboardError as error:
            log.warning("lesson_not_looked_for", error=type(error).__name__)
        return self._held


def _held(tx: Tx, before: _Held, shipped: Classifier) -> _Held:
    """The lesson that holds by now."""
    n = tx.lessons.held_n()
    if n == before.n:
        return before
    text = None if n is None else tx.lessons.correction(n)
    if n is not None and text and tx.lessons.get(n).weights != weights_sum():
        log.warning("lesson_of_other_weights", lesson=n)
        text = None
    log.info("lesson_taken_up", lesson=n)
    return _Held(n=n, classifier=shipped.taught(Correction.from_json(text)) if text else shipped)


def kept_guess(verdict: Verdict) -> dict[str, Any]:
    """A verdict as a contact keeps it, under GUESS. `alarm` is there where somebody may be at risk."""
    kept = {"service": verdict.service, "confidence": verdict.confidence, "because": list(verdict.because)}
    return kept | ({"alarm": verdict.alarm} if verdict.alarm else {})
