"""Says what a message is about. "Unsure" beats wrong; for safeguarding, possibly beats unsure.

1. A sign of danger that is sure by itself, or a message that the model finds dangerous enough, is safeguarding,
   whatever else it is about.
2. Otherwise the likeliest service is answered if it is likely enough; else nobody wins, and triage asks.
3. Without the sentence model the keywords of `skills.guess` do alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from core.service import Service
from skills.classifying.danger import SURE, signs
from skills.classifying.embedding import Embed
from skills.classifying.ridge import Array
from skills.classifying.rows import Rows
from skills.classifying.trained import UNSURE, Trained
from skills.guess import Evidence, Keywords

MOST_SHOWN: Final = 4
NO_DANGER: Final = "another matter"
"""The one sign that speaks against danger, so it is no reason for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`service` is None when unsure. `confidence` is a probability by the model, a share of evidence by keywords alone.

    `because` are words of the message, for people to see why; it is empty when its meaning alone decided.
    """

    service: str | None
    confidence: float
    safeguarding: bool = False
    because: tuple[str, ...] = ()

    @property
    def unsure(self) -> bool:
        return self.service is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What was learned, and the sentence model that it was learned with."""

    trained: Trained
    embed: Embed


class Classifier:
    """A county's services, with or without a model. Safe to call from any thread."""

    def __init__(self, services: Iterable[Service], model: Model | None = None) -> None:
        known = tuple(services)
        self._keywords = Keywords(known)
        self._hard = next((service.id for service in known if service.hard), None)
        self._model = model
        ids = {service.id for service in known} | {UNSURE}
        self._known = [label in ids for label in model.trained.labels] if model else []
        # A county's own service that no example speaks of is still found by its words.
        self._unlearned = {service.id for service in known if model and not self._learned(service, model)}
        self._meanings = model.trained.known() if model else np.empty((0, 0), dtype=np.float32)
        self._rows = Rows(model.embed, self._keywords, model.trained.labels, model.trained.signs) if model else None

    def about(self, text: str) -> Verdict:
        """The verdict on one message, about 10 ms with the model, under 1 ms without."""
        if self._model is None or self._rows is None or not text.strip():
            return self._by_keywords(text)
        said, shown = self._keywords.evidence(text), signs(text)
        row = self._rows.row(text, said, shown, self._meanings)
        trained = self._model.trained
        danger = trained.danger_of(row)
        sure = any(name in SURE for name in shown)
        if self._hard is not None and (sure or danger >= trained.danger_from):
            words = [shown[name] for name in shown if name != NO_DANGER]
            return self._verdict(self._hard, 1.0 if sure else danger, words, safeguarding=True)
        return self._by_meaning(said, row, trained)

    def _by_meaning(self, said: Evidence, row: Array, trained: Trained) -> Verdict:
        keyword = self._keywords.guess(said)
        if keyword.service in self._unlearned:
            return self._verdict(keyword.service, keyword.confidence, keyword.words)
        shares = trained.shares(row) * self._known
        best = int(shares.argmax())
        label = trained.labels[best]
        likely = label != UNSURE and shares[best] >= trained.sure_from
        return self._verdict(label if likely else None, float(shares[best]), said.found.get(label, ()))

    def _by_keywords(self, text: str) -> Verdict:
        guess = self._keywords.guess(self._keywords.evidence(text))
        sure = [words for name, words in signs(text).items() if name in SURE]
        if self._hard is not None and sure:
            return self._verdict(self._hard, 1.0, sure, safeguarding=True)
        safeguarding = guess.service is not None and guess.service == self._hard
        return self._verdict(guess.service, guess.confidence, guess.words, safeguarding=safeguarding)

    @staticmethod
    def _learned(service: Service, model: Model) -> bool:
        return service.hard or service.id in model.trained.labels

    @staticmethod
    def _verdict(
        service: str | None, confidence: float, words: Iterable[str], *, safeguarding: bool = False
    ) -> Verdict:
        because = tuple(dict.fromkeys(words))[:MOST_SHOWN]
        return Verdict(service=service, confidence=round(confidence, 2), safeguarding=safeguarding, because=because)
