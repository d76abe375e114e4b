"""What the second look (`attending.py`) is learned from: the messages, and longer ones that are composed of them.

A fold is left out whole: a message and all that is composed from it are learned from together or not at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

import numpy as np
import numpy.typing as npt

from skills.classifying import attending_fit
from skills.classifying.attending import Attention, standing
from skills.classifying.attending_fit import NO_LABEL, Messages
from skills.classifying.composing import Composed, Said, compose
from skills.classifying.embedding import Embed, meaning, whole
from skills.classifying.ridge import Array, Labels

FOLDS: Final = 3
"""Each is as much work as learning from all."""
SEED: Final = 7
MOST_TWINS: Final = 800
"""Of each fold."""
TWINS_A_MESSAGE: Final = 0.3
"""Of few messages only few are composed."""
COMPOSED_WEIGHT: Final = 1.0
"""Beside a message of the same kind, danger or not."""
AT_ONCE: Final = 64
"""Texts whose pieces are held in full."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Texts as the sentence model sees them: what each means, the mean of its last layer, level, and its pieces, which
    take half the room.
    """

    meanings: Array
    levels: Array
    pieces: list[npt.NDArray[np.float16]]


def see(texts: Sequence[str], embed: Embed) -> Seen:
    """All that is learned from of several texts."""
    means, levels, pieces = [], [], []
    for at in range(0, len(texts), AT_ONCE):
        for states in map(whole, embed(texts[at : at + AT_ONCE])):
            stands, level = standing(states)
            means.append(meaning(states))
            levels.append(level)
            pieces.append(stands.astype(np.float16))
    return Seen(meanings=np.stack(means), levels=np.stack(levels), pieces=pieces)


def learn_to_look(
    texts: Sequence[str], messages: Messages, ordinary: int, labels: int, embed: Embed
) -> tuple[Attention, Array]:
    """What was learned from all, and what each message was given by those that had learned without it.

    The first `ordinary` messages do not even sound like danger.
    """
    rng = np.random.default_rng(SEED)
    fold = dealt(messages.labels * 2 + messages.risks, FOLDS)
    composed = {out: _composed_of(texts, messages, fold == out, ordinary, out) for out in range(FOLDS)}
    folds = np.concatenate([fold, *(np.full(len(each), out) for out, each in composed.items())])
    every = _with(messages, [one for each in composed.values() for one in each], embed)
    looked = np.empty((len(texts), labels + 1), dtype=np.float32)
    for out in range(FOLDS):
        without = attending_fit.fit(every, np.flatnonzero(folds != out), labels, rng)
        looked[fold == out] = attending_fit.scores(without, messages, np.flatnonzero(fold == out))
    return attending_fit.fit(every, np.arange(len(folds)), labels, rng), looked


def dealt(wanted: Labels, many: int) -> Labels:
    """Every label's messages are dealt out in turn to so many folds, so that each fold has its part of them."""
    fold = np.zeros(len(wanted), dtype=np.int64)
    for label in np.unique(wanted):
        (places,) = np.where(wanted == label)
        fold[places] = np.arange(len(places)) % many
    return fold


def _composed_of(
    texts: Sequence[str], messages: Messages, among: npt.NDArray[np.bool_], ordinary: int, seed: int
) -> list[Composed]:
    """What is composed of the messages of one fold."""
    places = np.arange(len(texts))
    said = Said(
        texts=texts,
        danger=places[among & (messages.risks == 1)].tolist(),
        like_it=places[among & (messages.risks == 0) & (places >= ordinary)].tolist(),
        ordinary=places[among & (messages.risks == 0) & (places < ordinary)].tolist(),
    )
    if not said.danger or not said.like_it:
        return []
    twins = min(MOST_TWINS, int(TWINS_A_MESSAGE * among.sum()))
    return compose(said, twins, Random(SEED + seed))  # noqa: S311  # to be the same again


def _with(messages: Messages, composed: Sequence[Composed], embed: Embed) -> Messages:
    """The messages, and after them what was composed of them."""
    if not composed:
        return messages
    seen = see([each.text for each in composed], embed)
    risks = np.array([int(each.risk) for each in composed])
    weight = np.array([messages.weight[messages.risks == kind].mean() for kind in (0, 1)])
    labels = [NO_LABEL if each.risk or each.alone is None else messages.labels[each.alone] for each in composed]
    return Messages(
        pieces=[*messages.pieces, *seen.pieces],
        means=np.concatenate([messages.means, seen.levels]),
        labels=np.concatenate([messages.labels, labels]),
        risks=np.concatenate([messages.risks, risks]),
        weight=np.concatenate([messages.weight, (weight[risks] * COMPOSED_WEIGHT).astype(np.float32)]),
    )
