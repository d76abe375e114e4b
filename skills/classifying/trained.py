"""What was learned from examples: two regressions over a message's row of numbers (`rows.py`), and an attention.

1. One regression says which service, or "unsure", a label like any other; another whether somebody is at risk.
2. The attention (`attending.py`) says both from the message's pieces, of longer messages as well (`looking.py`). What
   each speaks for is halved and added up.
3. How sure is sure enough is found on messages left out while learning, never on frozen ones.

Nothing here reads the clock or a file; the same examples give the same weights.
"""

import base64
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from core.service import Service
from skills.classifying import ridge
from skills.classifying.attending import Attention
from skills.classifying.attending_fit import NO_LABEL, Messages
from skills.classifying.danger import SIGNS
from skills.classifying.embedding import Embed
from skills.classifying.looking import dealt, learn_to_look, see
from skills.classifying.ridge import Array, Labels
from skills.classifying.rows import Rows, near
from skills.guess import Keywords

UNSURE: Final = "unsure"
FOLDS: Final = 5
WANTED_RIGHT: Final = 0.89
"""Of the answers given. Of the first hand's messages, which are less hard, that is 92 of 100."""
WANTED_RECALL: Final = 0.9775
"""Of what is safeguarding. At 99 of 100, a third of all that sounds a little like it would ring the duty team."""
PHRASE_WEIGHT: Final = 0.3
ORDINARY_WEIGHT: Final = 0.3
"""What only sounds like danger teaches more about it than what does not even sound like it."""
RIDGE: Final = 1.0
EIGHT_BITS: Final = np.float32(127)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """Weights of shape (features + 1, labels) and (features + 1, 2), and from what share on an answer is given.

    `meanings` are those of all that was learned from, in eight-bit integers: a row says how near it is to each. What
    service it is, is learned without the signs of danger.
    """

    labels: tuple[str, ...]
    signs: tuple[str, ...]
    meanings: npt.NDArray[np.int8]
    service: Array
    danger: Array
    attention: Attention
    sure_from: float
    danger_from: float

    def known(self) -> Array:
        """The meanings as they were."""
        return self.meanings.astype(np.float32) / EIGHT_BITS

    def shares(self, row: Array, looked: Array) -> Array:
        """How likely each label is; `looked` is what the attention said."""
        return _shares(ridge.scores(row[: len(self.service) - 1], self.service), looked)

    def danger_of(self, row: Array, looked: Array) -> float:
        """How likely it is that somebody is at risk."""
        return float(_danger(ridge.scores(row, self.danger), looked))

    def to_json(self) -> str:
        """As text that `from_json` reads, about 3 MB."""
        told = asdict(self)
        attention = told.pop("attention")
        return json.dumps({name: _packed(value) for name, value in (told | attention).items()}, indent=1)

    @classmethod
    def from_json(cls, text: str) -> "Trained":
        """Raises ValueError or KeyError for anything else."""
        found = json.loads(text)
        attention = Attention(**{each.name: _unpacked(found[each.name]) for each in fields(Attention)})
        told = {name: _unpacked(found[name]) for name in cls.__dataclass_fields__ if name != "attention"}
        return cls(**told, attention=attention)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What to learn from: messages with their labels, and messages that are safeguarding or are not."""

    services: Sequence[tuple[str, str]]
    danger: Sequence[tuple[str, bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """What the messages of a lesson were given by those that had learned without them.

    `shares` is (messages that are not of a hard service, labels), `danger` one of those and then all that say whether
    they are safeguarding: the order of `ordered`.
    """

    shares: Array
    danger: Array

    def to_json(self, weights: str) -> str:
        """As text that `from_json` reads; `weights` is the sum of those that learned at the same time."""
        return json.dumps({"weights": weights} | {name: _packed(each) for name, each in asdict(self).items()}, indent=1)

    @classmethod
    def from_json(cls, text: str) -> tuple[str, "LeftOut"]:
        """The sum of the weights, and the rest. Raises ValueError or KeyError for anything else."""
        found = json.loads(text)
        return str(found["weights"]), cls(**{name: _unpacked(found[name]) for name in cls.__dataclass_fields__})


Ordered = tuple[list[tuple[str, str]], list[tuple[str, bool]]]


def ordered(lesson: Lesson, services: Iterable[Service]) -> Ordered:
    """The messages with a label to choose from, then those that say whether they are safeguarding."""
    hard = {service.id for service in services if service.hard}
    said = [(text, label) for text, label in lesson.services if label not in hard]
    return said, [*lesson.danger, *((text, True) for text, label in lesson.services if label in hard)]


def learn(lesson: Lesson, services: Iterable[Service], embed: Embed) -> Trained:
    """Learn from scratch: ten minutes, and five gigabytes."""
    return learn_and_leave_out(lesson, services, embed)[0]


def learn_and_leave_out(lesson: Lesson, services: Iterable[Service], embed: Embed) -> tuple[Trained, LeftOut]:
    """The same, and what each message was given while it was left out."""
    known = tuple(services)
    said, risky = ordered(lesson, known)
    labels = tuple(sorted({label for _, label in said}))
    phrases = [
        (text, each.id) for each in known if each.id in labels for text in (each.label, each.spoken, *each.words)
    ]
    texts = [text for text, _ in (*phrases, *said, *risky)]
    seen = see(texts, embed)
    meanings = np.round(seen.meanings * EIGHT_BITS).astype(np.int8)
    rows = Rows(Keywords(known), labels, tuple(SIGNS)).said(texts)
    asked = slice(0, len(phrases) + len(said))
    wanted = np.array([labels.index(label) for _, label in (*phrases, *said)])
    without_signs = rows[asked, : -len(SIGNS)]
    risks = np.array([0] * len(said) + [int(risk) for _, risk in risky])
    told = slice(len(phrases), len(texts))
    weight = _weight(risks, len(said))
    # It takes a gigabyte, which is free again before the longer messages need as much.
    alike = _alike(meanings.astype(np.float32) / EIGHT_BITS, rows)
    service, services_said = _learn_service(alike[asked, asked], wanted, len(phrases))
    danger, danger_said = _learn_danger(alike[told, told] + _signs_alike(rows[told]), risks, weight)
    del alike
    messages = Messages(
        pieces=seen.pieces[len(phrases) :],
        means=seen.levels[told],
        labels=np.concatenate([wanted[len(phrases) :], np.full(len(risky), NO_LABEL)]),
        risks=risks,
        weight=weight,
    )
    attention, looked = learn_to_look(texts[told], messages, len(said), len(labels), embed)
    shares, dangers = _shares(services_said, looked[: len(said)]), _danger(danger_said, looked)
    trained = Trained(
        labels=labels,
        signs=tuple(SIGNS),
        meanings=meanings,
        service=_weights(service, without_signs, before=0, after=len(risky)),
        danger=_weights(danger, rows[told], before=len(phrases), after=0),
        attention=attention,
        sure_from=_sure_from(shares, wanted[len(phrases) :], labels.index(UNSURE)),
        danger_from=_danger_from(dangers, risks),
    )
    return trained, LeftOut(shares=shares, danger=dangers)


def _shares(said: Array, looked: Array) -> Array:
    """Of one message or several."""
    return ridge.share_of((said + looked[..., :-1]) / np.float32(2))


def _danger(said: Array, looked: Array) -> Array:
    """Of one message or several; `said` has what speaks against danger and what speaks for it."""
    both = (said[..., 1] - said[..., 0] + looked[..., -1]) / np.float32(2)
    share: Array = np.float32(1) / (np.float32(1) + np.exp(-both))
    return share


def _alike(meanings: Array, rows: Array) -> Array:
    """How alike every two messages are, but for their signs of danger; the one is for the bias."""
    plain = rows[:, : -len(SIGNS)]
    return near(meanings, meanings) + plain @ plain.T + np.float32(1)


def _signs_alike(rows: Array) -> Array:
    shown = rows[:, -len(SIGNS) :]
    alike: Array = shown @ shown.T
    return alike


def _weights(added: Array, rows: Array, *, before: int, after: int) -> Array:
    """What was learned between rows, as weights of a row; `before` and `after` are meanings that it did not meet."""
    nothing = [np.zeros((count, added.shape[1]), dtype=np.float32) for count in (before, after)]
    return np.vstack([nothing[0], added, nothing[1], rows.T @ added, added.sum(axis=0, keepdims=True)])


def _learn_service(alike: Array, wanted: Labels, phrases: int) -> tuple[Array, Array]:
    weight = np.ones(len(wanted), dtype=np.float32)
    weight[:phrases] = PHRASE_WEIGHT
    added, left_out = ridge.fit(alike, wanted, weight, dealt(wanted, FOLDS), ridge=RIDGE)
    return added, left_out[phrases:]


def _learn_danger(alike: Array, risks: Labels, weight: Array) -> tuple[Array, Array]:
    return ridge.fit(alike, risks, weight, dealt(risks, FOLDS), ridge=RIDGE)


def _weight(risks: Labels, ordinary: int) -> Array:
    """How much each message weighs for danger; the first `ordinary` do not even sound like it."""
    weight = np.ones(len(risks), dtype=np.float32)
    weight[:ordinary] = ORDINARY_WEIGHT
    # Both kinds weigh the same in all, however many there are of each.
    for kind in (0, 1):
        weight[risks == kind] /= weight[risks == kind].sum()
    return weight


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
    if value.dtype == np.int8:
        return {"shape": value.shape, "eight": base64.b64encode(value.tobytes()).decode("ascii")}
    half = value.astype("<f2")
    return {"shape": half.shape, "half": base64.b64encode(half.tobytes()).decode("ascii")}


def _unpacked(value: Any) -> Any:
    if isinstance(value, dict) and "eight" in value:
        return np.frombuffer(base64.b64decode(value["eight"]), np.int8).reshape(value["shape"])
    if isinstance(value, dict):
        return np.frombuffer(base64.b64decode(value["half"]), "<f2").reshape(value["shape"]).astype(np.float32)
    return tuple(value) if isinstance(value, list) else value
