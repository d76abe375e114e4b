"""A second look at a message, piece by piece: the few words that say it count, however much stands beside them.

1. Each piece is what the upper layers of the sentence model make of it, brought to one length. One layer of our own
   makes WIDE numbers of that.
2. QUERIES attentions weigh the pieces, each by its own measure; of every number the greatest counts besides.
3. What they gather, and the mean of the last layer, speaks for each label and, last, for danger.

The mean alone forgets who does what to whom; the last layer too, which was made for likeness alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from skills.classifying.embedding import DEEP, SIZE, Read, States, whole
from skills.classifying.ridge import Array

WIDE: Final = 256
QUERIES: Final = 8
GATHERED: Final = WIDE * (QUERIES + 1) + SIZE
LEAST_SPREAD: Final = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """What was learned, of shapes (DEEP + 1, WIDE), (DEEP, QUERIES) and (GATHERED + 1, labels + 1).

    The last row of `within` and of `out` is added whatever the message.
    """

    within: Array
    asks: Array
    out: Array

    def scores(self, read: Read) -> Array:
        """What speaks for each label of a text, and last for danger; as logarithms, but for a constant.

        After the text, in the same way, each of its parts if they are several: what a piece becomes is worked out once.
        """
        states = whole(read)
        ends = np.cumsum([len(each) for each in read]).tolist()
        parts = [slice(end - len(each), end) for each, end in zip(read, ends, strict=True)]
        messages = [slice(0, len(states)), *(parts if len(parts) > 1 else ())]
        gathered = look(self, _level(states), messages).gathered
        means = np.stack([_level_mean(states[message]) for message in messages])
        said: Array = np.hstack([gathered, means]) @ self.out[:-1] + self.out[-1]
        return said


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What several messages' pieces became, for learning to go back the same way.

    `inner` is (pieces, WIDE), `weights` (pieces, QUERIES), `gathered` (messages, QUERIES + 1 times WIDE), and
    `greatest` (messages, WIDE) says which piece of its message was the greatest.
    """

    inner: Array
    weights: Array
    gathered: Array
    greatest: Sequence[Array]


def standing(states: States) -> tuple[Array, Array]:
    """A message's pieces, each of mean nought and spread one, and the mean of the last layer likewise."""
    return _level(states), _level_mean(states)


def look(attention: Attention, pieces: Array, messages: Sequence[slice]) -> Look:
    """Each slice of the `pieces` is a message's; `weights` are those of the last message that a piece is of."""
    inner = np.maximum(pieces @ attention.within[:DEEP] + attention.within[DEEP], 0)
    asked = pieces @ attention.asks
    weights = np.empty_like(asked)
    gathered = np.empty((len(messages), (QUERIES + 1) * WIDE), dtype=np.float32)
    greatest = []
    for message, row in zip(messages, gathered, strict=True):
        risen = np.exp(asked[message] - asked[message].max(axis=0))
        weights[message] = risen / risen.sum(axis=0)
        row[:-WIDE] = (weights[message].T @ inner[message]).ravel()
        row[-WIDE:] = inner[message].max(axis=0)
        greatest.append(inner[message].argmax(axis=0))
    return Look(inner=inner, weights=weights, gathered=gathered, greatest=greatest)


def _level_mean(states: States) -> Array:
    return _level(states[:, -SIZE:].mean(axis=0))


def _level(values: Array) -> Array:
    middle = values - values.mean(axis=-1, keepdims=True)
    spread = np.sqrt((middle**2).mean(axis=-1, keepdims=True) + LEAST_SPREAD)
    level: Array = (middle / spread).astype(np.float32)
    return level
