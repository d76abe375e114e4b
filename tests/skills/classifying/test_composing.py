"""Longer messages made of short ones: twins of one length, danger where it is read, and the same again."""

from random import Random

import pytest

from skills.classifying.composing import READ_WORDS, Composed, Said, compose

DANGER = [f"danger{each} " + "hurts " * (each % 40) for each in range(20)]
LIKE_IT = [f"like{each} " + "sounds " * (each % 30) for each in range(20)]
ORDINARY = [f"plain{each} " + "says " * (each % 20) for each in range(20)]
SAID = Said(texts=[*DANGER, *LIKE_IT, *ORDINARY], danger=range(20), like_it=range(20, 40), ordinary=range(40, 60))


@pytest.fixture(scope="module")
def twins() -> list[tuple[Composed, Composed]]:
    composed = compose(SAID, 500, Random(1))
    return list(zip(composed[::2], composed[1::2], strict=True))


def test_of_two_twins_one_says_something_dangerous(twins: list[tuple[Composed, Composed]]) -> None:
    for one, other in twins:
        assert (one.risk, other.risk) == (True, False)
        assert [part for part in one.parts if part < 20] == [part for part in one.parts if part not in other.parts]
        assert len([part for part in one.parts if part < 20]) == 1
        assert min(other.parts) >= 20


def test_the_harmless_twin_is_no_shorter(twins: list[tuple[Composed, Composed]]) -> None:
    assert all(len(other.text.split()) >= len(one.text.split()) for one, other in twins)


def test_danger_stands_within_what_is_read(twins: list[tuple[Composed, Composed]]) -> None:
    ends = [one.text.lower().split().index(SAID.texts[_danger(one)].split()[0]) for one, _ in twins]
    assert max(ends) < READ_WORDS + 40
    late = [end for end, (one, _) in zip(ends, twins, strict=True) if one.parts[0] != _danger(one)]
    assert late
    assert max(late) < READ_WORDS


def test_danger_comes_first_last_and_between(twins: list[tuple[Composed, Composed]]) -> None:
    places = {(one.parts.index(_danger(one)), len(one.parts)) for one, _ in twins}
    assert {(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3), (0, 5)} <= places


def test_what_is_said_alone_is_known_by_it(twins: list[tuple[Composed, Composed]]) -> None:
    alone = [each for twin in twins for each in twin if each.alone is not None]
    assert alone
    assert all(SAID.texts[each.parts[0]].split()[0] in each.text.lower() for each in alone)
    assert all(len(each.parts) > 1 for twin in twins for each in twin if each.alone is None)


def test_nothing_is_left_to_be_filled_in(twins: list[tuple[Composed, Composed]]) -> None:
    assert not [each.text for twin in twins for each in twin if "{" in each.text]


def test_the_same_messages_and_chances_make_the_same() -> None:
    assert compose(SAID, 20, Random(5)) == compose(SAID, 20, Random(5))
    assert compose(SAID, 20, Random(5)) != compose(SAID, 20, Random(6))


def _danger(one: Composed) -> int:
    return next(part for part in one.parts if part < 20)
