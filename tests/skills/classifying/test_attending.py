"""The second look: few words count among many; the slope that is gone down is the true one; the same makes the same."""

from dataclasses import replace

import numpy as np
import pytest

from skills.classifying import attending_fit
from skills.classifying.attending import Attention, standing
from skills.classifying.attending_fit import NO_LABEL, Messages, fit, scores
from skills.classifying.embedding import DEEP, SIZE
from skills.classifying.ridge import Labels

SIGN, OTHER = 3, 2
"""Which number of a piece says danger, and how many labels there are."""


def _messages(many: int, seed: int) -> Messages:
    """Long messages; of every second one a single piece says danger. The first piece says what each is about."""
    rng = np.random.default_rng(seed)
    risks, labels = np.arange(many) % 2, np.arange(many) // 2 % OTHER
    pieces, means = [], []
    for risk, label in zip(risks, labels, strict=True):
        states = rng.standard_normal((int(rng.integers(8, 30)), DEEP)).astype(np.float32)
        states[0, 10 + label] += 40
        states[int(rng.integers(1, len(states))), SIGN] += 40 * risk
        each, mean = standing(states)
        pieces.append(each.astype(np.float16))
        means.append(mean)
    labels = np.where(np.arange(many) % 3 == 0, NO_LABEL, labels)
    return Messages(
        pieces=pieces, means=np.stack(means), labels=labels, risks=risks, weight=np.ones(many, dtype=np.float32)
    )


@pytest.mark.long
def test_one_piece_among_many_is_found() -> None:
    learned, unseen = _messages(900, 1), _messages(100, 2)
    attention = fit(learned, np.arange(900), OTHER, np.random.default_rng(3))
    said = scores(attention, unseen, np.arange(100))
    assert ((said[:, -1] > 0) == (unseen.risks == 1)).mean() > 0.95
    asked = unseen.labels != NO_LABEL
    assert (said[asked, :-1].argmax(axis=1) == unseen.labels[asked]).mean() > 0.95


def test_one_message_is_told_as_it_is_among_others() -> None:
    rng = np.random.default_rng(5)
    states = [rng.standard_normal((pieces, DEEP)).astype(np.float32) for pieces in (1, 7, 30)]
    stand = [standing(each) for each in states]
    attention = attending_fit._begin(OTHER, rng)
    nothing = np.zeros(3, dtype=np.int64)
    together = Messages(
        pieces=[pieces.astype(np.float16) for pieces, _ in stand],
        means=np.stack([mean for _, mean in stand]),
        labels=nothing,
        risks=nothing,
        weight=np.ones(3, dtype=np.float32),
    )
    alone = np.stack([attention.scores([each])[0] for each in states])
    assert alone == pytest.approx(scores(attention, together, np.arange(3)), abs=0.01)


def test_the_parts_of_a_text_are_told_after_it_as_each_is_by_itself() -> None:
    rng = np.random.default_rng(6)
    parts = [rng.standard_normal((pieces, DEEP)).astype(np.float32) for pieces in (4, 9, 1)]
    attention = attending_fit._begin(OTHER, rng)
    by_themselves = [attention.scores([each])[0] for each in (np.concatenate(parts), *parts)]
    assert attention.scores(parts) == pytest.approx(np.stack(by_themselves), abs=1e-4)


def test_the_same_messages_and_chances_make_the_same() -> None:
    messages, rows = _messages(64, 4), np.arange(64)
    one, two = (fit(messages, rows, OTHER, np.random.default_rng(9)) for _ in range(2))
    assert all(np.array_equal(getattr(one, name), getattr(two, name)) for name in ("within", "asks", "out"))


def _surprise(attention: Attention, messages: Messages, rows: Labels) -> float:
    said = scores(attention, messages, rows).astype(np.float64)
    labels = messages.labels[rows]
    asked = labels != NO_LABEL
    logs = said[:, :-1] - np.log(np.exp(said[:, :-1]).sum(axis=1, keepdims=True))
    soft = attending_fit.SOFT
    of_label = (1 - soft) * logs[asked, labels[asked]] + soft * logs[asked].mean(axis=1)
    risk = said[:, -1] * messages.risks[rows] - np.log1p(np.exp(said[:, -1]))
    return float(-(of_label.sum() + risk.sum()) / len(rows))


@pytest.mark.parametrize("name", ["within", "asks", "out"])
def test_the_slope_is_that_of_the_surprise(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(attending_fit, "HIDDEN", 0.0)
    rng = np.random.default_rng(6)
    messages, rows = _messages(12, 7), np.arange(12)
    attention = attending_fit._begin(OTHER, rng)
    slopes = attending_fit._slopes(attention, messages, rows, 1.0, rng)
    slope = dict(zip(("within", "asks", "out"), slopes, strict=True))[name]
    steepest = np.unravel_index(np.abs(slope).argmax(), slope.shape)

    def beside(by: float) -> float:
        moved = getattr(attention, name).copy()
        moved[steepest] += by
        return _surprise(replace(attention, **{name: moved}), messages, rows)

    assert (beside(0.001) - beside(-0.001)) / 0.002 == pytest.approx(slope[steepest], rel=0.02)


def test_the_mean_of_the_last_layer_is_brought_to_one_length() -> None:
    pieces, mean = standing(np.random.default_rng(8).standard_normal((5, DEEP)).astype(np.float32) * 7 + 3)
    assert mean.shape == (SIZE,)
    assert pieces.mean(axis=1) == pytest.approx(0, abs=1e-4)
    assert pieces.std(axis=1) == pytest.approx(1, abs=1e-3)
