"""What a resident's own words seem to be about: one way for every channel that has words.

The model is loaded when it is first needed, once a process; where it cannot be, the services' keywords do alone.
"""

import asyncio
from threading import Lock
from typing import Any

import structlog

from centre.parts import Parts
from config.learned import classifier_at_hand
from records.rows import Contact
from skills.classifying.classifier import Classifier, Verdict

log = structlog.get_logger()

GUESS = "guess"


class Guessing:
    """Asked by texts today; a mail, a letter, a form or a note at the front desk is asked about in the same way."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._lock = Lock()
        self._made: Classifier | None = None

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

    async def of(self, contact: Contact, words: str) -> Verdict:
        """The verdict, kept with the contact as a guess for whoever takes it."""
        verdict = await self.about(words)
        guess = {GUESS: kept_guess(verdict)}
        await self._parts.sql.write(lambda tx: tx.contacts.merge_facts(contact.id, guess))
        return verdict

    def _classifier(self) -> Classifier:
        with self._lock:
            self._made = self._made or self._make()
            return self._made

    def _make(self) -> Classifier:
        made, missing = classifier_at_hand(self._parts.county.services.values())
        if missing:
            log.warning("guessing_by_keywords_alone", why=missing)
        return made


def kept_guess(verdict: Verdict) -> dict[str, Any]:
    """A verdict as a contact keeps it, under GUESS."""
    return {"service": verdict.service, "confidence": verdict.confidence, "because": list(verdict.because)}
