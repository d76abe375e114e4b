"""Learns an attention (`attending.py`) by going down the slope of its surprise, in numpy alone.

1. A message with a label is to be given it; every message is to be told as danger or not, by its own weight.
2. Messages are dealt into handfuls at random; each step goes a little against the slope (Adam), first carefully, then
   boldly, then ever less.
3. Part of what is gathered is hidden while learning, so that no few numbers decide alone.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from skills.classifying.attending import GATHERED, QUERIES, WIDE, Attention, Look, look
from skills.classifying.embedding import DEEP
from skills.classifying.ridge import Array, Labels, share_of

ROUNDS: Final = 5
HANDFUL: Final = 64
STEP: Final = 1e-3
CAREFUL: Final = 0.1
"""The share of all steps in which they grow."""
HIDDEN: Final = 0.4
DECAY: Final = 0.02
SOFT: Final = 0.05
"""How much of a label is left to the others, for no label is all that certain."""
STEEPEST: Final = 1.0
FIRST, SECOND, LEAST = 0.9, 0.999, 1e-8
"""Adam's memory of the slope and of its square."""
NO_LABEL: Final = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    """What to learn from: per message its pieces (`standing`, in half precision), the level mean of the last layer,
    its label or NO_LABEL, whether it is danger, and how much that weighs.
    """

    pieces: Sequence[npt.NDArray[np.float16]]
    means: Array
    labels: Labels
    risks: Labels
    weight: Array


def fit(messages: Messages, rows: Labels, labels: int, rng: np.random.Generator) -> Attention:
    """Learn from these rows of the messages, `labels` being how many there are to choose from."""
    learned = _Adam(_begin(labels, rng))
    share = messages.weight[rows].sum() / len(rows)
    handfuls = -(-len(rows) // HANDFUL)
    for step in range(ROUNDS * handfuls):
        which = step % handfuls
        if which == 0:
            rows = rng.permutation(rows)
        some = rows[which * HANDFUL : (which + 1) * HANDFUL]
        slopes = _slopes(learned.attention, messages, some, share, rng)
        learned.down(slopes, STEP * _boldness((step + 1) / (ROUNDS * handfuls)))
    return learned.attention


def scores(attention: Attention, messages: Messages, rows: Labels) -> Array:
    """What speaks for each label, and last for danger, of shape (rows, labels + 1)."""
    said = np.empty((len(rows), attention.out.shape[1]), dtype=np.float32)
    for at in range(0, len(rows), HANDFUL):
        some = rows[at : at + HANDFUL]
        gathered = np.hstack([_looked(attention, messages, some)[1].gathered, messages.means[some]])
        said[at : at + HANDFUL] = gathered @ attention.out[:-1] + attention.out[-1]
    return said


def _begin(labels: int, rng: np.random.Generator) -> Attention:
    def spread(rows: int, columns: int) -> Array:
        within = np.sqrt(1 / rows)
        return rng.uniform(-within, within, (rows, columns)).astype(np.float32)

    return Attention(
        within=np.vstack([spread(DEEP, WIDE), np.zeros((1, WIDE), dtype=np.float32)]),
        asks=spread(DEEP, QUERIES),
        out=np.vstack([spread(GATHERED, labels + 1), np.zeros((1, labels + 1), dtype=np.float32)]),
    )


def _boldness(gone: float) -> float:
    """Of the greatest step, by the share of the way that is gone."""
    return min(gone / CAREFUL, (1 - gone) / (1 - CAREFUL))


def _looked(attention: Attention, messages: Messages, some: Labels) -> tuple[Array, Look, list[slice]]:
    pieces = [messages.pieces[row] for row in some]
    ends = np.cumsum([len(each) for each in pieces])
    slices = [slice(int(end) - len(each), int(end)) for each, end in zip(pieces, ends, strict=True)]
    together = np.concatenate(pieces).astype(np.float32)
    return together, look(attention, together, slices), slices


def _slopes(
    attention: Attention, messages: Messages, some: Labels, share: float, rng: np.random.Generator
) -> tuple[Array, Array, Array]:
    """By how much the surprise over some messages grows with each number that is learned."""
    pieces, looked, slices = _looked(attention, messages, some)
    shown = (rng.random((len(some), GATHERED), dtype=np.float32) >= HIDDEN) / np.float32(1 - HIDDEN)
    gathered = np.hstack([looked.gathered, messages.means[some]]) * shown
    wrong = _wrong(gathered @ attention.out[:-1] + attention.out[-1], messages, some, share)
    back = (wrong @ attention.out[:-1].T * shown)[:, : (QUERIES + 1) * WIDE]
    inner = np.empty_like(looked.inner)
    asked = np.empty_like(looked.weights)
    for message, row, greatest in zip(slices, back, looked.greatest, strict=True):
        by_query, weights = row[:-WIDE].reshape(QUERIES, WIDE), looked.weights[message]
        inner[message] = weights @ by_query
        inner[message][greatest, np.arange(WIDE)] += row[-WIDE:]
        pull = looked.inner[message] @ by_query.T
        asked[message] = weights * (pull - (weights * pull).sum(axis=0))
    inner *= looked.inner > 0
    return (
        np.vstack([pieces.T @ inner, inner.sum(axis=0, keepdims=True)]),
        pieces.T @ asked,
        np.vstack([gathered.T @ wrong, wrong.sum(axis=0, keepdims=True)]),
    )


def _wrong(said: Array, messages: Messages, some: Labels, share: float) -> Array:
    """What each score is too much."""
    labels = said.shape[1] - 1
    asked = np.flatnonzero(messages.labels[some] != NO_LABEL)
    wrong = np.zeros_like(said)
    wanted = np.full((len(asked), labels), SOFT / labels, dtype=np.float32)
    wanted[np.arange(len(asked)), messages.labels[some][asked]] += 1 - SOFT
    wrong[asked, :-1] = share_of(said[asked, :-1]) - wanted
    danger = 1 / (1 + np.exp(-said[:, -1]))
    wrong[:, -1] = (danger - messages.risks[some]) * messages.weight[some] / share
    return wrong / np.float32(len(some))


class _Adam:
    """Goes down a slope, remembering how it was before."""

    def __init__(self, begin: Attention) -> None:
        self._values: list[Array] = [each.copy() for each in astuple(begin)]
        self._mean = [np.zeros_like(each) for each in self._values]
        self._square = [np.zeros_like(each) for each in self._values]
        self._steps = 0

    @property
    def attention(self) -> Attention:
        within, asks, out = self._values
        return Attention(within=within, asks=asks, out=out)

    def down(self, slopes: Sequence[Array], step: float) -> None:
        self._steps += 1
        steep = float(np.sqrt(sum(float((each**2).sum()) for each in slopes)))
        held = np.float32(min(1.0, STEEPEST / max(steep, LEAST)))
        reach = step * np.sqrt(1 - SECOND**self._steps) / (1 - FIRST**self._steps)
        for value, mean, square, slope in zip(self._values, self._mean, self._square, slopes, strict=True):
            mean += np.float32(1 - FIRST) * (slope * held - mean)
            square += np.float32(1 - SECOND) * ((slope * held) ** 2 - square)
            value -= np.float32(reach) * mean / (np.sqrt(square) + np.float32(LEAST))
            value *= np.float32(1 - step * DECAY)
