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
    embed = load()
    assert embed(one) @ embed(near) > embed(one) @ embed(far)


@pytest.mark.parametrize("text", ["", "🙂", "word " * 5000, "x" * 5000])
def test_any_text_has_a_place_of_length_one(text: str) -> None:
    place = load()(text)
    assert place.shape == (SIZE,)
    assert np.linalg.norm(place) == pytest.approx(1, abs=1e-5)


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
