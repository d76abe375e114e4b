"""What callers say, and what is understood by it."""

import pytest

from ivr.listening import pick, spoken_digits, telling, tokens, wants_again
from ivr.nodes.base import Option

ROADS = Option(key="1", label="Roads", words=("road", "street light"), to="a")
CARE = Option(key="2", label="Care", words=("care", "my mum", "light meals"), to="b")
LIBRARY = Option(key="3", label="Library", words=("library", "book"), to="c")
OPTIONS = (ROADS, CARE, LIBRARY)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        pytest.param("road", ROADS, id="one word of an option"),
        pytest.param("The ROADS!", ROADS, id="capitals, plurals and punctuation do not matter"),
        pytest.param("libraries", LIBRARY, id="a plural in -ies"),
        pytest.param("it's about my mum's care", CARE, id="two phrases of one option"),
        pytest.param("the street light by the library", ROADS, id="a longer phrase beats a shorter one"),
        pytest.param("light", None, id="half a phrase is not that phrase"),
        pytest.param("care on the road", None, id="a draw is not guessed"),
        pytest.param("broadband", None, id="a word inside another word is not that word"),
        pytest.param("two", CARE, id="a number as a word"),
        pytest.param("press 3 please", LIBRARY, id="a number as a digit, politely"),
        pytest.param("two roads", ROADS, id="a number among other words is not a key"),
        pytest.param("", None, id="nothing at all"),
        pytest.param("hello?", None, id="something else"),
    ],
)
def test_the_option_meant(said: str, meant: Option | None) -> None:
    assert pick(said, OPTIONS) is meant


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("four eight two", "482"),
        ("oh double three", "033"),
        ("triple one, star", "111*"),
        ("482 193 075", "482193075"),
        ("it is four... eight, I think", "48"),
        ("no idea", ""),
    ],
)
def test_digits_spoken(said: str, digits: str) -> None:
    assert spoken_digits(said) == digits


@pytest.mark.parametrize(
    ("said", "again"),
    [("again please", True), ("Pardon?", True), ("could you repeat that", True), ("against the wall", False)],
)
def test_asking_to_hear_it_again(said: str, again: bool) -> None:
    assert wants_again(said) is again


def test_words_that_only_look_like_plurals_stay() -> None:
    assert tokens("gas bus grass this status") == ["gas", "bus", "grass", "thi", "status"]


@pytest.mark.parametrize(
    ("said", "words"),
    [("yes please", 0), ("No, thank you.", 0), ("", 0), ("press one", 1), ("pothole", 1), ("yes, the street light", 2)],
)
def test_how_much_is_said_of_what_it_is_about(said: str, words: int) -> None:
    assert telling(said) == words
