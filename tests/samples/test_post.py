"""The sample letters: the same again for the same seed, in enough faces, with a truth that is true."""

from datetime import date, timedelta

import numpy as np
import pytest

from samples.post.batches import batch, in_two_passes
from samples.post.drawing import HEIGHT, WIDTH
from samples.post.fonts import FACES
from samples.post.letters import TODAY, Kind, sample
from samples.post.words import bank


@pytest.mark.parametrize("kind", Kind)
def test_the_same_seed_gives_the_same_pixels(kind: Kind) -> None:
    one, other = sample(7, 3, kind), sample(7, 3, kind)
    assert one.letter == other.letter
    assert all(np.array_equal(np.asarray(a), np.asarray(b)) for a, b in zip(one.pages, other.pages, strict=True))


def test_another_seed_gives_another_letter() -> None:
    assert len({sample(seed, 0, Kind.CLEAN).letter.text for seed in range(8)}) == 8


def test_letters_are_set_in_ten_faces_and_more_and_a_typewriter_and_a_pen_are_among_them() -> None:
    assert sum(len(faces) for faces in FACES.values()) >= 10
    assert all(FACES.values())


def test_a_worn_letter_has_three_things_wrong_with_it() -> None:
    assert {len(sample(5, number, Kind.WORN).worn) for number in range(4)} == {3}


@pytest.mark.parametrize("number", range(12))
def test_a_letter_says_in_its_text_what_its_truth_says(number: int) -> None:
    letter = sample(9, number, Kind.CLEAN).letter
    assert letter.postcode in letter.text
    assert letter.date_line in letter.text
    assert letter.reference is None or letter.reference in letter.text
    assert TODAY - timedelta(days=21) < letter.dated < TODAY
    assert isinstance(letter.dated, date)


@pytest.mark.parametrize(
    ("turned", "size"), [(0, (WIDTH, HEIGHT)), (90, (HEIGHT, WIDTH)), (180, (WIDTH, HEIGHT)), (270, (HEIGHT, WIDTH))]
)
def test_a_letter_may_lie_any_way_up(turned: int, size: tuple[int, int]) -> None:
    assert sample(1, 0, Kind.CLEAN, turned=turned).pages[0].size == size


def test_a_duplex_batch_has_a_back_for_every_front() -> None:
    made = batch(4, duplex=True)
    assert len(made.pages) % 2 == 0
    assert in_two_passes(made.pages)[:2] == made.pages[:4:2]
    assert in_two_passes(made.pages)[-1] is made.pages[1]


def test_everybody_and_everything_is_made_up() -> None:
    assert all(postcode[:2] in ("WM", "WE") for postcode in bank()["postcodes"])  # no such areas
