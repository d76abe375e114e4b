"""Learns a correction from a county's own examples: what each of them lacks, and what must not change near to it.

1. What an example lacks is how far the shipped weights are from answering it as taught, with something to spare.
2. A ridge regression over nearness to the examples finds what each must add, so that examples which are near to each
   other share it. The training messages near to an example take part: as left out while learning, they are not to be
   drawn to a service that they are not about, and what is safeguarding among them not to be talked out of it.

No clock, no file; a second for hundreds of examples.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from skills.classifying.classifier import Classifier, Opinion
from skills.classifying.correction import UNKNOWN_SHARE, Correction, logit, nearness
from skills.classifying.ridge import Array
from skills.classifying.rows import spelling

RIDGE: Final = 0.02
SURE: Final = 0.93
"""The share that an example is to be given: above what any answer needs, so that a few other words change nothing."""
SPARE: Final = 3.0
"""By how much a taught message is to be beyond the line of danger, in powers of e."""
HOLDS_BACK: Final = 0.3
"""The weight of a training message near to an example, beside the example's own."""
HOLDS_BACK_DANGER: Final = 1.0
"""The same where it is safeguarding that would be missed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """What a supervisor taught: these words are about this service, or "unsure" when nobody could tell."""

    id: str
    text: str
    about: str


Taught = tuple[Example, Opinion]


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """The shipped training messages, which a correction must leave as they were.

    `labels` are services, "unsure", or "" of messages that only say whether they are `risky`; `meanings` is
    (messages, 384).
    """

    texts: Sequence[str]
    labels: Sequence[str]
    risky: Array
    meanings: Array


def correct(examples: Sequence[Example], classifier: Classifier, others: Others) -> Correction:
    """The correction. `classifier` is as shipped; ValueError without examples."""
    if not examples:
        raise ValueError("There is nothing to learn from.")
    meanings = np.stack([classifier.meaning(each.text) for each in examples]).astype(np.float32)
    spellings = np.stack([spelling(each.text) for each in examples])
    taught = [(each, classifier.opinion(each.text)) for each in examples]
    near = nearness(meanings @ meanings.T, spellings @ spellings.T)
    beside = near_others(meanings, spellings, others)
    labels = _labels(taught, classifier)
    return Correction(
        ids=tuple(each.id for each in examples),
        labels=labels,
        meanings=meanings,
        spellings=spellings,
        service=np.stack([_of_label(label, taught, near, beside, others, classifier) for label in labels], axis=1),
        danger=_of_danger(taught, near, beside, others, classifier),
    )


def near_others(meanings: Array, spellings: Array, others: Others) -> Array:
    """How near each training message is to each example, of shape (messages, examples)."""
    found = np.zeros((len(others.texts), len(meanings)), dtype=np.float32)
    if not len(others.texts):
        return found
    meant = others.meanings @ meanings.T
    # Only where the meaning alone might make them near is the spelling worth its time.
    for row in np.flatnonzero(nearness(meant, np.ones_like(meant)).any(axis=1)).tolist():
        spelt: Array = np.asarray(spellings @ spelling(others.texts[row]), dtype=np.float32)
        found[row] = nearness(meant[row], spelt)
    return found


def _labels(taught: Sequence[Taught], classifier: Classifier) -> tuple[str, ...]:
    """The shipped labels, and those that only these examples are about."""
    known = taught[0][1].labels
    return (*known, *sorted({each.about for each, _ in taught} - {*known, classifier.hard}))


def _of_label(
    label: str, taught: Sequence[Taught], near: Array, beside: Array, others: Others, classifier: Classifier
) -> Array:
    lacks = np.array([_lacks(opinion, label, classifier) * (each.about == label) for each, opinion in taught])
    against = [row for row in np.flatnonzero(beside.any(axis=1)).tolist() if others.labels[row] not in ("", label)]
    return _solved(near, lacks, beside[against], HOLDS_BACK)


def _of_danger(taught: Sequence[Taught], near: Array, beside: Array, others: Others, classifier: Classifier) -> Array:
    """Alarms that were missed are held back by what is harmless, those that were false by what is not."""
    line = logit(classifier.danger_from)
    beyond = np.array([logit(opinion.danger) - line for _, opinion in taught])
    hard = np.array([each.about == classifier.hard for each, _ in taught])
    missed = np.where(hard, np.maximum(SPARE - beyond, 0), 0)
    false = np.where(hard, 0, np.minimum(-SPARE - beyond, 0))
    raised = _solved(near, missed, beside[others.risky == 0], HOLDS_BACK)
    return raised + _solved(near, false, beside[others.risky > 0], HOLDS_BACK_DANGER)


def _lacks(opinion: Opinion, label: str, classifier: Classifier) -> float:
    """What speaks too little for a label."""
    shares = dict(zip(opinion.labels, opinion.shares, strict=True))
    given = float(shares.get(label, UNKNOWN_SHARE))
    return max(0.0, logit(max(SURE, classifier.sure_from)) - logit(given))


def _solved(near: Array, lacks: Array, beside: Array, weight: float) -> Array:
    """What each example adds, so that the examples get what they lack and the others beside them nothing."""
    if not lacks.any():
        return np.zeros(len(lacks), dtype=np.float32)
    beside = beside[beside.any(axis=1)]
    rows = np.vstack([near, beside * np.float32(np.sqrt(weight))])
    wanted = np.concatenate([lacks, np.zeros(len(beside))])
    square = rows.T @ rows + RIDGE * np.eye(rows.shape[1])
    added: Array = np.linalg.solve(square, rows.T @ wanted).astype(np.float32)
    return added
