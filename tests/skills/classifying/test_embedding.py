"""The sentence model: near for what means the same; and what is said when it is not there."""

import numpy as np
import pytest

from skills.classifying.embedding import MODEL, SIZE, ModelMissing, installed, load


@pytest.mark.parametrize(
    ("one", "near", "far"),
    [
        ("there is a hole in the road", "the carriageway has a crater", "I want to renew my books"),
        ("the lamp is out", "our street has no light at night", "where is my school bus"),
    ],
)
def test_what_means_the_same_is_near(one: str, near: str, far: str) -> None:
    this, same, other = load()([one, near, far])
    assert this @ same > this @ other


@pytest.mark.parametrize("text", ["", "🙂", "word " * 5000, "x" * 5000])
def test_any_text_has_a_place_of_length_one(text: str) -> None:
    places = load()([text])
    assert places.shape == (1, SIZE)
    assert np.linalg.norm(places[0]) == pytest.approx(1, abs=1e-5)


def test_a_text_means_the_same_whatever_it_is_looked_at_beside() -> None:
    embed, texts = load(), ["", "bins", "word " * 90, "a hole in the road", "the lamp is out", "library " * 40]
    alone = np.concatenate([embed([text]) for text in texts])
    assert np.abs(embed(texts) - alone).max() < 1e-5
    assert embed([]).shape == (0, SIZE)


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
