"""What was learned from examples: the weights of two regressions over a message's meaning, its keywords and its signs.

1. A message becomes a row: 384 numbers of meaning, how much its words speak for each service, the signs of danger.
2. One regression says which service, or "unsure", a label like any other; another whether somebody is at risk.
3. How sure is sure enough is found on messages left out while learning (five times a fifth), never on frozen ones.

Nothing here reads the clock or a file; the same examples give the same weights.
"""

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from core.service import Service
from skills.classifying import softmax
from skills.classifying.danger import SIGNS, signs
from skills.classifying.embedding import Embed
from skills.classifying.softmax import Array
from skills.guess import evidence

UNSURE: Final = "unsure"
FOLDS: Final = 5
WANTED_RIGHT: Final = 0.90
"""Of the answers given."""
WANTED_RECALL: Final = 0.96
"""Of what is safeguarding. Beyond it, a third of all that sounds a little like it would ring the duty team."""
PHRASE_WEIGHT: Final = 0.3
MEANING_WEIGHT: Final = 1.3
KEYWORD_WEIGHT: Final = 0.12
SIGN_WEIGHT: Final = 0.5
MOST_EVIDENCE: Final = 3.0
RIDGE: Final = 1e-4
STEPS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """Weights of shape (features + 1, labels) and (features + 1, 2), and from what share on an answer is given.

    What service it is, is learned without the signs of danger.
    """

    labels: tuple[str, ...]
    signs: tuple[str, ...]
    service: Array
    danger: Array
    sure_from: float
    danger_from: float

    def shares(self, row: Array) -> Array:
        """How likely each label is."""
        return softmax.share_of(softmax.scores(row[: len(self.service) - 1], self.service))

    def danger_of(self, row: Array) -> float:
        """How likely it is that somebody is at risk."""
        return float(softmax.share_of(softmax.scores(row, self.danger))[1])

    def to_json(self) -> str:
        """As text that `from_json` reads, about 70 kB."""
        return json.dumps({name: _packed(value) for name, value in asdict(self).items()}, indent=1)

    @classmethod
    def from_json(cls, text: str) -> "Trained":
        """Raises ValueError or KeyError for anything else."""
        found = json.loads(text)
        return cls(**{name: _unpacked(found[name]) for name in cls.__dataclass_fields__})


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What to learn from: messages with their labels, and messages that are safeguarding or are not."""

    services: Sequence[tuple[str, str]]
    danger: Sequence[tuple[str, bool]]


class Rows:
    """Makes rows of messages; keeps what a message means, for learning meets the same one many times."""

    def __init__(self, embed: Embed, services: Iterable[Service], labels: Sequence[str], names: Sequence[str]) -> None:
        self._embed = embed
        self._services = tuple(services)
        self._labels = labels
        self._signs = names

    def row(self, text: str, shown: Mapping[str, str]) -> Array:
        """One message as numbers; `shown` are its signs of danger."""
        speaks = evidence(text, self._services).scores
        words = [min(speaks.get(label, 0.0), MOST_EVIDENCE) * KEYWORD_WEIGHT for label in self._labels]
        danger = [SIGN_WEIGHT if name in shown else 0.0 for name in self._signs]
        return np.concatenate([self._embed(text) * MEANING_WEIGHT, np.array([*words, *danger], dtype=np.float32)])

    def rows(self, texts: Iterable[str]) -> Array:
        """Several messages."""
        return np.stack([self.row(text, signs(text)) for text in texts])


def learn(lesson: Lesson, services: Iterable[Service], embed: Embed) -> Trained:
    """Learn from scratch: seconds, nearly all of them the sentence model's."""
    known = tuple(services)
    hard = {service.id for service in known if service.hard}
    said = [(text, label) for text, label in lesson.services if label not in hard]
    labels = tuple(sorted({label for _, label in said}))
    maker = Rows(embed, known, labels, tuple(SIGNS))
    service, sure_from = _learn_service(maker, said, known, labels)
    at_risk = [*lesson.danger, *((text, label in hard) for text, label in lesson.services)]
    danger, danger_from = _learn_danger(maker, at_risk)
    return Trained(
        labels=labels, signs=tuple(SIGNS), service=service, danger=danger, sure_from=sure_from, danger_from=danger_from
    )


def _learn_service(
    maker: Rows, said: Sequence[tuple[str, str]], known: Sequence[Service], labels: Sequence[str]
) -> tuple[Array, float]:
    phrases = [
        (text, each.id) for each in known if each.id in labels for text in (each.label, each.spoken, *each.words)
    ]
    rows = maker.rows(text for text, _ in [*said, *phrases])[:, : -len(SIGNS)]
    wanted = np.array([labels.index(label) for _, label in [*said, *phrases]])
    weight = np.array([1.0] * len(said) + [PHRASE_WEIGHT] * len(phrases), dtype=np.float32)
    left_out = _left_out(rows, wanted, weight)[: len(said)]
    sure_from = _sure_from(left_out, wanted[: len(said)], labels.index(UNSURE))
    return softmax.fit(rows, wanted, weight, ridge=RIDGE, steps=STEPS), sure_from


def _learn_danger(maker: Rows, messages: Sequence[tuple[str, bool]]) -> tuple[Array, float]:
    rows = maker.rows(text for text, _ in messages)
    wanted = np.array([int(risk) for _, risk in messages])
    # Both kinds weigh the same in all, however many there are of each.
    share = np.where(wanted == 1, wanted.mean(), 1 - wanted.mean())
    weight = (0.5 / share).astype(np.float32)
    danger_from = _danger_from(_left_out(rows, wanted, weight)[:, 1], wanted)
    return softmax.fit(rows, wanted, weight, ridge=RIDGE, steps=STEPS), danger_from


def _left_out(rows: Array, wanted: Any, weight: Array) -> Array:
    """The shares that each message gets from those that learned without it."""
    shares = np.zeros((len(rows), int(wanted.max()) + 1), dtype=np.float32)
    # Every label's messages are dealt out in turn, so that each fold has its part of them.
    fold = np.zeros(len(rows), dtype=int)
    for label in np.unique(wanted):
        (places,) = np.where(wanted == label)
        fold[places] = np.arange(len(places)) % FOLDS
    for each in range(FOLDS):
        out = fold == each
        learned = softmax.fit(rows[~out], wanted[~out], weight[~out], ridge=RIDGE, steps=STEPS)
        shares[out] = softmax.share_of(softmax.scores(rows[out], learned))
    return shares


def _sure_from(shares: Array, wanted: Any, unsure: int) -> float:
    """The lowest share from which on enough of the answers are right."""
    answered = shares.argmax(axis=1) != unsure
    best, right = shares.max(axis=1)[answered], (shares.argmax(axis=1) == wanted)[answered]
    order = np.argsort(-best)
    rate = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    (enough,) = np.where(rate >= WANTED_RIGHT)
    return float(best[order][enough[-1]]) if len(enough) else 1.0


def _danger_from(shares: Array, wanted: Any) -> float:
    """The highest share that still finds as much of the safeguarding as is wanted."""
    of_danger = np.sort(shares[wanted == 1])
    return float(of_danger[int((1 - WANTED_RECALL) * len(of_danger))])


def _packed(value: Any) -> Any:
    if not isinstance(value, np.ndarray):
        return value
    half = value.astype("<f2")
    return {"shape": half.shape, "half": base64.b64encode(half.tobytes()).decode("ascii")}


def _unpacked(value: Any) -> Any:
    if isinstance(value, dict):
        return np.frombuffer(base64.b64decode(value["half"]), "<f2").reshape(value["shape"]).astype(np.float32)
    return tuple(value) if isinstance(value, list) else value
