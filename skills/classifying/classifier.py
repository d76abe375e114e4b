"""Says what a message is about, and whether somebody may be at risk: two answers that stand beside each other.

1. A message that the model finds dangerous enough raises an alarm, and less is enough where a sign of danger is sure
   by itself. Whatever it is about, safeguarding is asked first. Possibly beats unsure.
2. Where danger is likelier than not, safeguarding is what it is about. Otherwise the likeliest service is answered if
   it is likely enough; else nobody wins, and triage asks. "Unsure" beats wrong.
3. Each sentence of a short message is looked at by itself as well, and the worst counts as much as all together: thanks
   for a mended lamp beside it are no reason for calm. A sure sign is looked at in its sentence alone.
4. What a county taught (`correction.py`) shifts both, near to its examples and nowhere else.
5. Of a longer message so is each part, a sentence or two: the more parts there are, the more is asked for, since one of
   many is easily the worst by chance. What is found in a short message's sentences only adds to what all of it says.
6. Without the sentence model the keywords of `skills.guess` do alone.
"""

import copy
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any, Final

import numpy as np

from core.service import Service
from skills.classifying.correction import HEARD, Correction, logit
from skills.classifying.danger import PLAINLY_SAID, SURE, plain, signs
from skills.classifying.embedding import Embed, Read, Vector, meaning, whole
from skills.classifying.ridge import Array
from skills.classifying.rows import Rows, near
from skills.classifying.sentences import parts, sentences
from skills.classifying.trained import UNSURE, Trained
from skills.guess import Evidence, Keywords

MOST_SHOWN: Final = 4
NO_DANGER: Final = "another matter"
"""The one sign that speaks against danger, so it is no reason for it."""
ONLY_WHO: Final = frozenset({NO_DANGER, "a child", "a frail person", "near to them"})
"""Signs that tell of nothing that is done: "My mother", as a subject, says nothing by itself."""
RULED_OUT: Final = 0.25
"""A sure sign alarms unless the shipped weights find less than this share of the danger that alarms without one."""
LIKELY: Final = 0.5
"""From this danger on, safeguarding is what a message is about; below it an alarm stands beside another matter."""
LONGER: Final = 1.45
"""How much more must speak for danger where twice as much is said; found on composed messages that were left out."""
ASKED: Final = 1.1
"""How much more danger alarms than the weights' own line says, because each sentence is one more chance to be wrong."""
SHORTER: Final = 0.5
"""The same for the worst sentence of a short message, whatever their number."""
SAYS_ENOUGH: Final = 5
"""Words of a sentence that says something by itself, where it shows no sign of danger: "So they said" does not."""
APART_AT_MOST: Final = 20
"""Sentences of one message that are looked at alone; each takes as long as a text."""
NOTHING: Final = np.empty(0, dtype=np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`service` is None when unsure. `confidence` is a probability by the model, a share of evidence by keywords alone.

    `alarm` is the service that is asked first because somebody may be at risk, whatever else the message is about;
    None where nobody seems to be. `danger` says how likely that is, 1 where a sign is sure.
    `because` are words of the message, for people to see why; it is empty when its meaning alone decided.
    """

    service: str | None
    confidence: float
    alarm: str | None = None
    danger: float = 0.0
    because: tuple[str, ...] = ()

    @property
    def unsure(self) -> bool:
        return self.service is None

    @property
    def safeguarding(self) -> bool:
        """Whether somebody may be at risk."""
        return self.alarm is not None

    @property
    def goes_to(self) -> str | None:
        """Who is asked first; None when nobody could tell."""
        return self.alarm or self.service


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What was learned, and the sentence model that it was learned with."""

    trained: Trained
    embed: Embed


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What the weights say, before it is a verdict: the share of each label, and of danger.

    `sure` says whether there is a sign that is sure by itself and that the weights as shipped do not rule out.
    `near` says how near the message is to each example that was taught.
    """

    labels: tuple[str, ...]
    shares: Array
    danger: float
    sure: bool
    near: Array


class Classifier:
    """A county's services, with or without a model. Safe to call from any thread."""

    def __init__(self, services: Iterable[Service], model: Model | None = None) -> None:
        known = tuple(services)
        self._keywords = Keywords(known)
        self._ids = frozenset(service.id for service in known)
        self.hard = next((service.id for service in known if service.hard), None)
        self._model = model
        self._taught: Correction | None = None
        # A county's own service that no example speaks of is still found by its words.
        self._unlearned = {service.id for service in known if model and not self._learned(service, model)}
        self._meanings = model.trained.known() if model else np.empty((0, 0), dtype=np.float32)
        # The same words are asked about several times in a row: by the weights, by what was taught.
        self._embed = lru_cache(maxsize=2)(model.embed) if model else None
        self._looked_at: Mapping[str, Read] = {}
        self._rows = Rows(self._keywords, model.trained.labels, model.trained.signs) if model else None

    def taught(self, correction: Correction | None) -> "Classifier":
        """The same with what a county taught, in place of what it was taught before."""
        other = copy.copy(self)
        other._taught = correction
        return other

    def about(self, text: str) -> Verdict:
        """The verdict on one message, about 10 ms with the model, under 1 ms without."""
        if self._model is None or not text.strip():
            return self._by_keywords(text)
        said, shown = self._keywords.evidence(text), signs(text)
        opinion = self._opinion(text, said, shown)
        if self.hard is None or not (opinion.sure or opinion.danger >= self.danger_from):
            return self._by_meaning(said, opinion)
        words = [shown[name] for name in shown if name != NO_DANGER]
        danger = 1.0 if opinion.sure else opinion.danger
        if danger >= LIKELY:
            return self._verdict(self.hard, danger, words, danger=danger, alarm=self.hard)
        other = self._by_meaning(said, opinion)
        return self._verdict(other.service, other.confidence, [*words, *other.because], danger=danger, alarm=self.hard)

    def about_each(self, texts: Sequence[str]) -> list[Verdict]:
        """The verdicts on several messages, a little cheaper each: the model looks at some of them together."""
        other = copy.copy(self)
        if self._model is not None:
            # Sentences that are looked at alone go through it among others of their length.
            asked = tuple(dict.fromkeys((*texts, *(words for text in texts for words in _alone(text)))))
            other._looked_at = dict(zip(asked, self._model.embed(asked), strict=True))
        return [other.about(text) for text in texts]

    @property
    def examples(self) -> tuple[str, ...]:
        """The ids of what it was taught, in the order of an opinion's `near`."""
        return self._taught.ids if self._taught else ()

    @property
    def labels(self) -> tuple[str, ...]:
        """What the weights choose from; of a classifier with a model alone."""
        assert self._model is not None
        return self._model.trained.labels

    @property
    def sure_from(self) -> float:
        """From what share on a service is answered; of a classifier with a model alone."""
        assert self._model is not None
        return self._model.trained.sure_from

    @property
    def danger_from(self) -> float:
        """From what share on it is safeguarding; of a classifier with a model alone."""
        assert self._model is not None
        return ASKED * self._model.trained.danger_from

    def not_ruled_out(self, danger: Any) -> Any:
        """Whether so much danger, by the weights as shipped, lets a sure sign alarm; of one message or several."""
        return danger >= RULED_OUT * self.danger_from

    def meaning(self, text: str) -> Vector:
        """What a message means, as 384 numbers of length one; of a classifier with a model alone."""
        return meaning(whole(self._read(text)))

    def _read(self, text: str) -> Read:
        return self._reads((text,))[0]

    def _reads(self, texts: tuple[str, ...]) -> Sequence[Read]:
        assert self._embed is not None
        seen = self._looked_at
        return [seen[text] for text in texts] if seen.keys() >= set(texts) else self._embed(texts)

    def opinion(self, text: str) -> Opinion:
        """What the weights say of one message; of a classifier with a model alone."""
        return self._opinion(text, self._keywords.evidence(text), signs(text))

    def _opinion(self, text: str, said: Evidence, shown: Mapping[str, str]) -> Opinion:
        assert self._model is not None
        assert self._rows is not None
        trained, read = self._model.trained, self._read(text)
        words, nearness, looked = self._apart(text, read)
        row = self._rows.row(nearness[0], text, said, shown)
        labels, shares, danger = trained.labels, trained.shares(row, looked[0]), trained.danger_of(row, looked[0])
        worst = max(map(self._danger, words, nearness[1:], looked[1:]), default=danger)
        alarms = worst if len(read) > 1 else danger
        sure = any(name in SURE for name in shown) and (bool(self.not_ruled_out(alarms)) or self._said_apart(text))
        if len(read) > 1:
            danger = _beside_the_worst(danger, worst, LONGER * float(np.log2(len(read))))
        elif words:
            danger = max(danger, _beside_the_worst(danger, worst, SHORTER))
        taught_near = NOTHING
        if self._taught is not None:
            taught_near = self._taught.near(meaning(whole(read)), text)
            labels, shares = self._taught.shares(labels, shares, taught_near)
            danger = self._taught.danger_of(danger, taught_near)
        return Opinion(labels=labels, shares=shares, danger=danger, sure=sure, near=taught_near)

    def _said_apart(self, text: str) -> bool:
        """Whether a sign is sure whatever stands beside it, or in its sentence by itself."""
        if PLAINLY_SAID.search(plain(text)):
            return True
        apart = sentences(text)
        shown = (each for each in apart if not SURE.keys().isdisjoint(signs(each)))
        return len(apart) > 1 and any(self.opinion(each).sure for each in islice(shown, APART_AT_MOST))

    def _apart(self, text: str, read: Read) -> tuple[list[str], Array, Array]:
        """What is looked at by itself: the parts of a long text, the sentences of a short one if they are several.

        With how near the whole text is to all that was learned, then each of these, and what speaks for each label.
        Whatever is large passes through the processor once for all of them.
        """
        assert self._model is not None
        scores = self._model.trained.attention.scores
        words, apart = parts(text), list(read)
        if len(read) == 1:
            words = _alone(text)
            apart = [whole(each) for each in self._reads(tuple(words))] if words else []
        looked = scores([whole(read), *apart])[1:] if len(read) == 1 and apart else scores(read)
        meant = np.stack([meaning(each) for each in (whole(read), *apart)])
        return words, near(meant, self._meanings), looked

    def _danger(self, part: str, nearness: Array, looked: Array) -> float:
        """How likely one part of a message, by itself, says that somebody is at risk."""
        assert self._model is not None
        assert self._rows is not None
        row = self._rows.row(nearness, part, self._keywords.evidence(part), signs(part))
        return self._model.trained.danger_of(row, looked)

    def _by_meaning(self, said: Evidence, opinion: Opinion) -> Verdict:
        keyword = self._keywords.guess(said)
        if keyword.service in self._unlearned and not (opinion.near >= HEARD).any():
            return self._verdict(keyword.service, keyword.confidence, keyword.words)
        shares = opinion.shares * [label in self._ids or label == UNSURE for label in opinion.labels]
        best = int(shares.argmax())
        label = opinion.labels[best]
        likely = label != UNSURE and shares[best] >= self.sure_from
        return self._verdict(label if likely else None, float(shares[best]), said.found.get(label, ()))

    def _by_keywords(self, text: str) -> Verdict:
        guess = self._keywords.guess(self._keywords.evidence(text))
        sure = [words for name, words in signs(text).items() if name in SURE]
        if self.hard is not None and sure:
            return self._verdict(self.hard, 1.0, sure, danger=1.0, alarm=self.hard)
        alarm = self.hard if guess.service == self.hard else None
        danger = guess.confidence if alarm else 0.0
        return self._verdict(guess.service, guess.confidence, guess.words, danger=danger, alarm=alarm)

    @staticmethod
    def _learned(service: Service, model: Model) -> bool:
        return service.hard or service.id in model.trained.labels

    @staticmethod
    def _verdict(
        service: str | None, confidence: float, words: Iterable[str], *, danger: float = 0.0, alarm: str | None = None
    ) -> Verdict:
        because = tuple(dict.fromkeys(words))[:MOST_SHOWN]
        return Verdict(
            service=service, confidence=round(confidence, 2), alarm=alarm, danger=round(danger, 2), because=because
        )


def _alone(text: str) -> list[str]:
    """The sentences of a short text that are looked at by themselves: none where it has one."""
    words = sentences(text) if len(parts(text)) == 1 else []
    return [each for each in words if _says_enough(each)][:APART_AT_MOST] if len(words) > 1 else []


def _says_enough(sentence: str) -> bool:
    return len(sentence.split()) >= SAYS_ENOUGH or not ONLY_WHO.issuperset(signs(sentence))


def _beside_the_worst(whole: float, worst: float, more: float) -> float:
    """How likely it is that somebody is at risk, from a whole message and its worst part, where `more` is asked for."""
    return float(1 / (1 + np.exp(more - (logit(whole) + logit(worst)) / 2)))
