"""Whether a correction may go live: a fixed check on the shipped messages, as they were left out while learning.

A correction that misses safeguarding which was found without it is refused, however much else it puts right; so is one
that is clearly worse in anything else. Of whatever got worse it is told which example is to blame.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from skills.classifying.classifier import LIKELY, Classifier
from skills.classifying.correcting import Example, Others, near_others
from skills.classifying.correction import Correction
from skills.classifying.danger import SURE, signs
from skills.classifying.ridge import Array
from skills.classifying.trained import UNSURE, LeftOut

Flags = npt.NDArray[np.bool_]
WORSE: Final = 0.005
"""How much of what was right may be wrong after it: of 2,700 messages, 13."""
MORE_ALARMS: Final = 0.01
SURE_SIGN: Final = "sure sign"
NOT_FOLLOWED: Final = "not followed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Shares of the fixed check: of messages answered as they should be, of safeguarding found, of false alarms."""

    right: float
    found: float
    alarms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a correction changes. `worse` are words: "safeguarding", "services", "alarms"; none lets it go live.

    `blamed` says which example made how many messages worse; `unheard`, why an example is not answered as taught.
    """

    before: Marks
    after: Marks
    worse: tuple[str, ...]
    blamed: Mapping[str, int]
    unheard: Mapping[str, str]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answers:
    """Of every message of the check: whether it is answered rightly, and whether it is taken for safeguarding."""

    right: Flags
    alarmed: Flags


def judge(
    correction: Correction, examples: Sequence[Example], classifier: Classifier, others: Others, left_out: LeftOut
) -> Report:
    """The report on a correction. `classifier` is as shipped; `others` are the messages of `left_out`, in its order."""
    near = near_others(correction.meanings, correction.spellings, others)
    shown = np.array([any(name in SURE for name in signs(text)) for text in others.texts])
    sure: Flags = shown & classifier.not_ruled_out(left_out.danger)
    before = _answers(others, classifier, sure, left_out.shares, left_out.danger)
    shares, danger = _corrected(correction, left_out, near, classifier)
    after = _answers(others, classifier, sure, shares, danger)
    marks = (_marks(before, others), _marks(after, others))
    return Report(
        before=marks[0],
        after=marks[1],
        worse=_worse(*marks),
        blamed=_blamed(before, after, others, correction, near),
        unheard=_unheard(examples, classifier.taught(correction)),
    )


def _corrected(correction: Correction, left_out: LeftOut, near: Array, classifier: Classifier) -> tuple[Array, Array]:
    labels = classifier.labels
    shares, danger = left_out.shares.copy(), left_out.danger.copy()
    for row in np.flatnonzero(near.any(axis=1)):
        danger[row] = correction.danger_of(float(danger[row]), near[row])
        if row < len(shares):
            # What only this county has is none of the shipped messages' labels: winning, it takes their share.
            shares[row] = correction.shares(labels, shares[row], near[row])[1][: len(labels)]
    return shares, danger


def _answers(others: Others, classifier: Classifier, sure: Flags, shares: Array, danger: Array) -> _Answers:
    labels = np.array(classifier.labels)
    best = shares.argmax(axis=1)
    answered = (shares.max(axis=1) >= classifier.sure_from) & (labels[best] != UNSURE)
    alarmed = (danger >= classifier.danger_from) | sure
    # An alarm that is not likely stands beside the answer.
    instead = (danger >= LIKELY) | sure
    said = np.where(answered, labels[best], UNSURE)
    wanted = np.array(others.labels[: len(shares)])
    right = np.zeros(len(others.texts), dtype=bool)
    right[: len(shares)] = (said == wanted) & ~instead[: len(shares)]
    return _Answers(right=right, alarmed=alarmed)


def _marks(answers: _Answers, others: Others) -> Marks:
    asked = np.array([label != "" for label in others.labels])
    risky = others.risky > 0
    return Marks(
        right=float(answers.right[asked].mean()),
        found=float(answers.alarmed[risky].mean()),
        alarms=float(answers.alarmed[~risky].mean()),
    )


def _worse(before: Marks, after: Marks) -> tuple[str, ...]:
    worse = {
        "safeguarding": after.found < before.found,
        "services": after.right < before.right - WORSE,
        "alarms": after.alarms > before.alarms + MORE_ALARMS,
    }
    return tuple(name for name, is_so in worse.items() if is_so)


def _blamed(before: _Answers, after: _Answers, others: Others, correction: Correction, near: Array) -> dict[str, int]:
    """The example that did most to each message that is worse off, and how many those are."""
    risky = others.risky > 0
    missed = before.alarmed & ~after.alarmed & risky
    alarmed = after.alarmed & ~before.alarmed & ~risky
    wrong = before.right & ~after.right & ~alarmed
    weight = np.abs(correction.service).max(axis=1)
    told = Counter[str]()
    for rows, does in ((missed, -correction.danger), (alarmed, correction.danger), (wrong, weight)):
        told.update(correction.ids[int((near[row] * does).argmax())] for row in np.flatnonzero(rows))
    return dict(told.most_common())


def _unheard(examples: Sequence[Example], taught: Classifier) -> dict[str, str]:
    told = {}
    for example in examples:
        verdict = taught.about(example.text)
        if (verdict.goes_to or UNSURE) != example.about:
            sure = verdict.safeguarding and taught.opinion(example.text).sure
            told[example.id] = SURE_SIGN if sure else NOT_FOLLOWED
    return told
