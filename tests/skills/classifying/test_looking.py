"""What the second look is learned from: of one fold alone, and with longer messages as well."""

from collections.abc import Sequence

import numpy as np
import pytest

from skills.classifying import attending_fit, looking
from skills.classifying.attending import Attention
from skills.classifying.attending_fit import NO_LABEL, Messages
from skills.classifying.composing import Composed, compose
from skills.classifying.embedding import DEEP, States
from skills.classifying.looking import FOLDS, dealt, learn_to_look, see

LABELS, EACH = 2, 60


def lengths(texts: Sequence[str]) -> list[list[States]]:
    """A piece for each word, made of the word's own letters."""
    rng = np.random.default_rng(1)
    letters = rng.standard_normal((256, DEEP)).astype(np.float32)
    return [
        [np.stack([letters[[ord(one) % 256 for one in word]].mean(axis=0) for word in text.split()])] for text in texts
    ]


TEXTS = [f"{kind}{number} said here" for kind in ("plain", "like", "danger") for number in range(EACH)]
SEEN = see(TEXTS, lengths)
MESSAGES = Messages(
    pieces=SEEN.pieces,
    means=SEEN.levels,
    labels=np.array([number % LABELS for number in range(EACH)] + [NO_LABEL] * 2 * EACH),
    risks=np.array([0] * 2 * EACH + [1] * EACH),
    weight=np.ones(3 * EACH, dtype=np.float32),
)


def test_nothing_of_a_fold_that_is_left_out_is_learned_from(monkeypatch: pytest.MonkeyPatch) -> None:
    composed: list[Composed] = []
    learned: list[set[int]] = []
    fit = attending_fit.fit

    def watched(*given: object) -> list[Composed]:
        composed.extend(made := compose(*given))  # type: ignore[arg-type]
        return made

    def fits(messages: Messages, rows: np.ndarray, labels: int, rng: np.random.Generator) -> Attention:
        learned.append(set(rows.tolist()))
        return fit(messages, rows, labels, rng)

    monkeypatch.setattr(looking, "compose", watched)
    monkeypatch.setattr(attending_fit, "fit", fits)
    _, looked = learn_to_look(TEXTS, MESSAGES, EACH, LABELS, lengths)
    assert looked.shape == (3 * EACH, LABELS + 1)
    everything = range(3 * EACH + len(composed))
    assert [len(each) for each in learned] == [*(len(each) for each in learned[:FOLDS]), len(everything)]
    for rows in learned[:FOLDS]:
        told = {part for at, each in enumerate(composed) if 3 * EACH + at in rows for part in each.parts}
        left = {part for at, each in enumerate(composed) if 3 * EACH + at not in rows for part in each.parts}
        assert told <= rows
        assert left
        assert not left & rows


def test_every_label_has_its_part_in_each_fold() -> None:
    wanted = np.array([0] * 7 + [1] * 3 + [0] * 5)
    fold = dealt(wanted, 3)
    assert [[int(((fold == out) & (wanted == label)).sum()) for out in range(3)] for label in (0, 1)] == [
        [4, 4, 4],
        [1, 1, 1],
    ]
