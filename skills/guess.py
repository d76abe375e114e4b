"""Guesses what a written message is about, from the words that each service lists. "Unsure" beats wrong.

1. The text is cut into plain lower-case words; a service's words and phrases are looked for whole, endings aside.
2. A phrase says more than a word, and a word that several services list says less than one that is a service's own.
3. A service whose skill is never relaxed (safeguarding) wins as soon as one of its words is there: possibly is enough.
4. Otherwise the best service wins when it is clearly ahead of the second. If not, nobody wins, and triage asks.

Pure: no model, no network. The confidence is a share between 0 and 1, not a probability.
"""

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from core.service import Service

LEAST_LEAD = 0.6
"""The share of all evidence that the best service must have."""

TOKEN = re.compile(r"[a-z0-9]+")
ENDINGS = (("ing", 4), ("ed", 4), ("es", 4), ("s", 3))
"""An ending, and how much of the word must be left without it."""
LONG_WORD = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """`service` is None when unsure. `words` are what was recognised, for people to see why."""

    service: str | None
    confidence: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """By service: how much the words of a message speak for it, and which words these are."""

    scores: Mapping[str, float]
    found: Mapping[str, tuple[str, ...]]


class Keywords:
    """The services' own words, made ready once to be looked for in any number of messages."""

    def __init__(self, services: Iterable[Service]) -> None:
        self._services = tuple(services)
        self._stems = {service.id: _stems_of(service.words) for service in self._services}
        self._weights = _weights(self._services)

    def evidence(self, text: str) -> Evidence:
        """What each service's own words say of a message."""
        tokens = _tokens(text)
        heard, spoken = frozenset(tokens), f" {' '.join(tokens)} "
        found = {id: _found(heard, spoken, stems) for id, stems in self._stems.items()}
        scores = {id: sum(self._weights[word] for word in words) for id, words in found.items()}
        return Evidence(scores=scores, found=found)

    def guess(self, said: Evidence) -> Guess:
        """The service for which the words of a message speak."""
        for service in self._services:
            if service.hard and said.found[service.id]:
                return Guess(service=service.id, confidence=1.0, words=said.found[service.id])
        return _best(said.scores, said.found)


def evidence(text: str, services: Iterable[Service]) -> Evidence:
    """What each service's own words say of one message."""
    return Keywords(services).evidence(text)


def guess_service(text: str, services: Iterable[Service]) -> Guess:
    """The service that one message seems to be about."""
    keywords = Keywords(services)
    return keywords.guess(keywords.evidence(text))


def _best(scores: Mapping[str, float], found: Mapping[str, tuple[str, ...]]) -> Guess:
    total = sum(scores.values())
    if total == 0:
        return Guess(service=None, confidence=0.0)
    best = max(scores, key=lambda id: scores[id])
    share = round(scores[best] / total, 2)
    return Guess(service=best if share >= LEAST_LEAD else None, confidence=share, words=found[best])


def _weights(services: Iterable[Service]) -> dict[str, float]:
    """How much each word says: a phrase more, what several services list less."""
    words = [word for service in services for word in service.words]
    claims = Counter(_stem(word) for word in words)
    return {word: (2 * word.count(" ") + 1) / max(1, claims[_stem(word)]) for word in words}


def _stems_of(words: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Each stem with the word that it is shown as; of several that have one stem, the first."""
    stems = {_stem(word): word for word in reversed(list(words))}
    return tuple(reversed(stems.items()))


def _found(heard: Container[str], spoken: str, stems: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The words of a service that were said; one that is part of another that was said too does not count again."""
    said = [(stem, word) for stem, word in stems if stem.partition(" ")[0] in heard and f" {stem} " in spoken]
    return tuple(
        word for one, word in said if not any(one != other and f" {one} " in f" {other} " for other, _ in said)
    )


def _tokens(text: str) -> list[str]:
    return [_stem_token(token) for token in TOKEN.findall(text.lower().replace("'", "").replace("’", ""))]


@cache
def _stem(words: str) -> str:
    return " ".join(_tokens(words))


def _stem_token(token: str) -> str:
    for ending, shortest in ENDINGS:
        if token.endswith(ending) and len(token) - len(ending) >= shortest:
            token = token[: -len(ending)]
            break
    return token.rstrip("e") if len(token) > LONG_WORD else token
