"""What a county's own examples add to the shipped weights: a shift near to the examples, and nothing anywhere else.

1. A message is near to an example when it means much the same and is spelt much the same, both by their cosines. Below
   FAR it is not near at all, so that what nobody taught is answered as before, to the last digit.
2. The shift is the sum over the examples of how near each is times what it learned: for every label, and for danger.
3. Whether a sign of danger is sure is a matter of the shipped weights alone, so no example can take it back.

The shipped weights are not touched: without its correction a classifier is the shipped one again.
"""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from skills.classifying.embedding import Vector
from skills.classifying.ridge import Array, share_of
from skills.classifying.rows import spelling

MEANING: Final = 0.6
"""How much of nearness is meaning; the rest is spelling."""
FAR: Final = 0.5
"""Of the training messages, nine of ten are less near than this to every message about something else."""
SAME: Final = 0.8
"""A word more or less, or a slip of the finger, is as near as this."""
HEARD: Final = 0.3
"""From this nearness on an example is a reason for what is answered."""
UNKNOWN_SHARE: Final = 1e-3
"""What the shipped weights are taken to give a county's own service, of which they have never heard."""
LEAST: Final = 1e-6
FURTHEST: Final = 18.0
"""A shift may go no further than this: more than from LEAST to all but certain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What `n` examples learned, of shapes (n, 384), (n, PLACES), (n, labels), (n,). `ids` are the examples'."""

    ids: tuple[str, ...]
    labels: tuple[str, ...]
    meanings: Array
    spellings: Array
    service: Array
    danger: Array

    def near(self, meant: Vector, text: str) -> Array:
        """How near a message is to each example, 0 to 1; `meant` is its meaning."""
        meaning = self.meanings @ meant
        # What does not mean the same can hardly be near: of most messages the spelling is not looked at.
        if not len(meaning) or float(meaning.max()) * MEANING + 1 - MEANING <= FAR:
            return np.zeros(len(meaning), dtype=np.float32)
        return nearness(meaning, self.spellings @ spelling(text))

    def shares(self, labels: Sequence[str], shares: Array, near: Array) -> tuple[tuple[str, ...], Array]:
        """The labels, those that only this county has included, and how likely each is with what was taught."""
        added = tuple(label for label in self.labels if label not in labels)
        every = (*labels, *added)
        if not near.any():
            return every, np.concatenate([shares, np.zeros(len(added), dtype=np.float32)])
        shift = dict(zip(self.labels, _within(near @ self.service), strict=True))
        before = np.log(np.maximum([*shares, *(UNKNOWN_SHARE for _ in added)], LEAST))
        after: Array = share_of(before + np.array([shift.get(label, 0.0) for label in every])).astype(np.float32)
        return every, after

    def danger_of(self, danger: float, near: Array) -> float:
        """How likely it is that somebody is at risk, with what was taught."""
        if not near.any():
            return danger
        return float(1 / (1 + np.exp(-(logit(danger) + float(_within(near @ self.danger))))))

    def to_json(self) -> str:
        """As text that `from_json` reads, about 3 kB an example. Spellings are mostly noughts and are kept as what is
        not."""
        packed = [[_packed(np.flatnonzero(row).astype("<u2")), _packed(row[row != 0])] for row in self.spellings]
        told = {"ids": self.ids, "labels": self.labels, "places": self.spellings.shape[1], "spellings": packed}
        arrays = {name: _array(getattr(self, name)) for name in ("meanings", "service", "danger")}
        return json.dumps({**told, **arrays})

    @classmethod
    def from_json(cls, text: str) -> "Correction":
        """Raises ValueError, TypeError or KeyError for anything else."""
        found = json.loads(text)
        spelt = np.zeros((len(found["spellings"]), found["places"]), dtype=np.float32)
        for row, (places, values) in zip(spelt, found["spellings"], strict=True):
            row[np.frombuffer(base64.b64decode(places), "<u2")] = np.frombuffer(base64.b64decode(values), "<f2")
        return cls(
            ids=tuple(found["ids"]),
            labels=tuple(found["labels"]),
            meanings=_read(found["meanings"]),
            spellings=spelt,
            service=_read(found["service"]),
            danger=_read(found["danger"]),
        )


def nearness(meaning: Array, spelt: Array) -> Array:
    """How near, from the cosines of meaning and of spelling: nothing below FAR, all from SAME on, smooth between."""
    share = np.clip((MEANING * meaning + (1 - MEANING) * spelt - FAR) / (SAME - FAR), 0, 1)
    smooth: Array = (share * share * (3 - 2 * share)).astype(np.float32)
    return smooth


def logit(share: float) -> float:
    """A share as what is added up: nothing at a half, more than nothing above."""
    share = min(max(share, LEAST), 1 - LEAST)
    return float(np.log(share / (1 - share)))


def _within(shift: Array) -> Array:
    kept: Array = np.clip(shift, -FURTHEST, FURTHEST)
    return kept


def _packed(values: Any) -> str:
    kept = values if values.dtype == np.dtype("<u2") else values.astype("<f2")
    return base64.b64encode(kept.tobytes()).decode("ascii")


def _array(values: Array) -> dict[str, Any]:
    return {"shape": values.shape, "half": _packed(values)}


def _read(found: dict[str, Any]) -> Array:
    values: Array = np.frombuffer(base64.b64decode(found["half"]), "<f2").reshape(found["shape"]).astype(np.float32)
    return values
