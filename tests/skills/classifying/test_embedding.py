"""The sentence model: near for what means the same; and what is said when it is not there."""

import numpy as np
import pytest

from skills.classifying.embedding import DEEP, MODEL, MOST_PIECES, SIZE, ModelMissing, installed, load, meaning, whole
from skills.classifying.sentences import parts


@pytest.mark.parametrize(
    ("one", "near", "far"),
    [
        ("there is a hole in the road", "the carriageway has a crater", "I want to renew my books"),
        ("the lamp is out", "our street has no light at night", "where is my school bus"),
    ],
)
def test_what_means_the_same_is_near(one: str, near: str, far: str) -> None:
    this, same, other = (meaning(whole(read)) for read in load()((one, near, far)))
    assert this @ same > this @ other


@pytest.mark.parametrize("text", ["", "🙂", "word " * 5000, "x" * 5000, "There is more to say. " * 500])
def test_any_text_has_some_pieces_and_a_place_of_length_one(text: str) -> None:
    (read,) = load()((text,))
    assert len(read) == len(parts(text))
    assert all(2 <= len(states) <= MOST_PIECES and states.shape[1] == DEEP for states in read)
    place = meaning(whole(read))
    assert place.shape == (SIZE,)
    assert np.linalg.norm(place) == pytest.approx(1, abs=1e-5)


def test_a_text_means_the_same_whatever_it_is_looked_at_beside() -> None:
    embed, texts = load(), ["", "bins", "word " * 90, "a hole in the road", "the lamp is out", "library " * 40]
    for text, beside in zip(texts, embed(texts), strict=True):
        (alone,) = embed([text])
        assert whole(alone).shape == whole(beside).shape
        assert np.abs(meaning(whole(beside)) - meaning(whole(alone))).max() < 1e-5
    assert list(embed([])) == []


def test_the_layers_say_different_things() -> None:
    ((states,),) = load()(["there is a hole in the road"])
    fourth, fifth, last = (states[:, at : at + SIZE] for at in range(0, DEEP, SIZE))
    assert not np.allclose(fourth, fifth, atol=0.1)
    assert not np.allclose(fifth, last, atol=0.1)


@pytest.mark.parametrize(
    ("package", "name", "sum_", "says"),
    [
        ("no-such-package-here", "model.onnx", "", "no-such-package-here is not installed"),
        (MODEL[0], "no-such-file", "", "is not installed"),
        (MODEL[0], MODEL[1], "0" * 64, "another model.onnx"),
    ],
)
def test_a_model_that_is_not_the_one_that_was_tried_is_missing(package: str, name: str, sum_: str, says: str) -> None:
    with pytest.raises(ModelMissing, match=says):
        installed(package, name, sum_)
