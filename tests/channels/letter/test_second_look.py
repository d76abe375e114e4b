"""What is nearly a postcode is looked at again, and what stays doubtful is given as such."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from PIL import Image, ImageDraw

from channels.letter.reading import letter_of
from channels.letter.scanning import Scanner
from channels.letter.second_look import looked_again
from channels.letter.shapes import Page, Reason, Word
from samples.post.drawing import MARGIN, WIDTH, draw
from samples.post.fonts import Hand, face
from samples.post.letters import TODAY, Kind, sample

PAPER = Image.new("L", (1654, 2339), 255)
Read = list[tuple[str, float]]


def words_of(said: Sequence[tuple[str, float]]) -> tuple[Word, ...]:
    """On one line, beside one another."""
    return tuple(
        Word(text=text, confidence=sure, known=False, box=(200 + 100 * at, 300, 290 + 100 * at, 330))
        for at, (text, sure) in enumerate(said)
    )


LOOKS: dict[str, tuple[Read, list[Read], Read]] = {
    "read twice is taken": (
        [("WMB", 0.65), ("7QD", 0.9)],
        [[("WM3", 0.75), ("7QD", 0.89)], [("WMs3", 0.3), ("7QD", 0.9)], [("WM3", 0.4), ("7QD", 0.9)]],
        [("WM3", 0.75), ("7QD", 0.75)],
    ),
    "read once is taken, but is not sure": (
        [("WMG", 0.65), ("2JE", 0.9)],
        [[("WMG2JE", 0.4)], [("WM62JE", 0.8)], [("WMG", 0.2), ("2JE", 0.6)]],
        [("WM6", 0.5), ("2JE", 0.5)],
    ),
    "read never stays": (
        [("WEIS", 0.8), ("3PU", 0.9)],
        [[("WEIS", 0.8), ("3PU", 0.9)]] * 3,
        [("WEIS", 0.8), ("3PU", 0.9)],
    ),
    "what had its shape and was unsure is surer": (
        [("WM3", 0.4), ("7QD", 0.9)],
        [[("WM3", 0.8), ("7QD", 0.9)]] * 3,
        [("WM3", 0.8), ("7QD", 0.8)],
    ),
    "what had its shape is not changed by one look": (
        [("WM3", 0.4), ("7QD", 0.9)],
        [[("WM8", 0.9), ("7QD", 0.9)], [], [("WM3", 0.1)]],
        [("WM3", 0.4), ("7QD", 0.9)],
    ),
    "a dash beside it is no part of it": (
        [("WMB7QD", 0.4)],
        [[("-", 0.1), ("WM3", 0.8), ("7QD", 0.9), ("—", 0.1)]] * 3,
        [("WM3 7QD", 0.8)],
    ),
    "what was read well is not looked at": (
        [("WM3", 0.9), ("7QD", 0.9)],
        [],
        [("WM3", 0.9), ("7QD", 0.9)],
    ),
    "nor are words and sums": (
        [("AT", 0.5), ("ONE", 0.5), ("of", 0.9), ("them", 0.9), ("are", 0.4), ("100", 0.4)],
        [],
        [("AT", 0.5), ("ONE", 0.5), ("of", 0.9), ("them", 0.9), ("are", 0.4), ("100", 0.4)],
    ),
}


@pytest.mark.parametrize("name", LOOKS)
def test_what_a_second_look_gives(name: str) -> None:
    first, looks, then = LOOKS[name]
    left = iter(looks)
    text = "Rose Cottage\n" + " ".join(said for said, _ in first)
    words, again = looked_again(PAPER, words_of(first), text, lambda _: next(left))
    assert [(word.text, word.confidence) for word in words] == then
    assert again == "Rose Cottage\n" + " ".join(said for said, _ in then)
    assert next(left, None) is None


LONG = "We write about the lamp in the lane that has been dark since the week before last and is not mended."


def letter_with(*said: tuple[str, float]) -> tuple[str | None, Reason | None]:
    code = " ".join(text for text, _ in said)
    body = [(word, 0.95) for word in LONG.split()]
    words = tuple(Word(text=text, confidence=sure, known=True, box=(0, 0, 9, 9)) for text, sure in [*said, *body])
    letter = letter_of([Page(number=1, text=f"Rose Cottage\n{code}\n\nDear Sirs,\n{LONG}", words=words)], TODAY)
    return letter.postcode, letter.reason


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ([("WM3", 0.9), ("7QD", 0.9)], ("WM3 7QD", None)),
        ([("WM3", 0.5), ("7QD", 0.9)], ("WM3 7QD", Reason.UNSURE_POSTCODE)),
        ([("WM3 7QD", 0.5)], ("WM3 7QD", Reason.UNSURE_POSTCODE)),
        ([("WMG", 0.9), ("2JE", 0.9)], ("WM6 2JE", Reason.UNSURE_POSTCODE)),
        ([("WM3", 0.9), ("70D", 0.9)], ("WM3 7QD", Reason.UNSURE_POSTCODE)),
        ([("WMI", 0.9), ("4AB", 0.9)], ("WM1 4AB", None)),
        ([("RI4", 0.9), ("1AA", 0.9)], ("RI4 1AA", Reason.UNSURE_POSTCODE)),
        ([("ZZ1", 0.9), ("1AA", 0.9)], ("ZZ1 1AA", Reason.UNSURE_POSTCODE)),
        ([("WR14", 0.9), ("1AA", 0.9)], ("WR14 1AA", None)),
        ([("MILL", 0.9), ("LANE", 0.9)], (None, None)),
    ],
    ids=[
        "sure",
        "unsure",
        "unsure, in one word",
        "guessed",
        "a guessed letter",
        "an I for a one",
        "no such area",
        "none at all",
        "a real area",
        "no postcode",
    ],
)
def test_a_postcode_that_was_hard_to_read_is_given_and_goes_to_a_person(
    said: list[tuple[str, float]], found: tuple[str | None, Reason | None]
) -> None:
    assert letter_with(*said) == found


def reached_with(*said: tuple[str, float], sure: float = 0.95) -> tuple[str | None, tuple[str, ...]]:
    """The telephone of a letter with this line under its postcode, and what of the letter is unsure."""
    line = " ".join(text for text, _ in said)
    body = [("WM3", 0.95), ("7QD", 0.95), *said, *[(word, sure) for word in LONG.split()]]
    words = tuple(Word(text=text, confidence=each, known=True, box=(0, 0, 9, 9)) for text, each in body)
    letter = letter_of(
        [Page(number=1, text=f"Rose Cottage\nWM3 7QD\n{line}\n\nDear Sirs,\n{LONG}", words=words)], TODAY
    )
    return letter.phone, letter.unsure


@pytest.mark.parametrize(
    ("said", "unsure"),
    [
        pytest.param([("Tel:", 0.5), ("01632", 0.96), ("960124", 0.97)], (), id="printed, beside a word that was not"),
        pytest.param([("01632", 0.94), ("960124", 0.9)], ("phone",), id="by hand, which looks well read"),
        pytest.param([("01632960124", 0.3)], ("phone",), id="in one word"),
        pytest.param(
            [("+44", 0.96), ("(0)", 0.96), ("1632", 0.5), ("960", 0.96), ("124", 0.96)], ("phone",), id="in five"
        ),
        pytest.param([("01632", 0.9), ("960124", 0.9), ("01632960124", 0.96)], (), id="twice, once of them printed"),
    ],
)
def test_a_number_that_may_be_written_by_hand_is_given_as_unsure(
    said: list[tuple[str, float]], unsure: tuple[str, ...]
) -> None:
    assert reached_with(*said) == ("+441632960124", unsure)


def test_of_a_letter_that_was_read_poorly_nothing_is_sure() -> None:
    assert reached_with(("01632", 0.96), ("960124", 0.96), sure=0.7)[1] == ("postcode", "phone")


def test_read_well_in_one_of_two_places_is_enough() -> None:
    assert letter_with(("WM3", 0.4), ("7QD", 0.4), ("WM3", 0.9), ("7QD", 0.9)) == ("WM3 7QD", None)


@pytest.mark.parametrize("hand", ["arimo", "caveat"])
def test_a_number_written_by_hand_on_a_printed_letter_is_unsure(hand: str, scanner: Scanner) -> None:
    letter = next(each for n in range(9) if (each := sample(51, n, Kind.CLEAN).letter).phone)
    head = tuple(line for line in letter.head if str(letter.phone) not in line)
    page = draw(replace(letter, head=head), Random(3), hand=Hand.PRINTER, name="arimo")[0]
    below = MARGIN + 45 * len(head)
    ImageDraw.Draw(page).text((WIDTH - 610, below), f"Tel. {letter.phone}", font=face(hand, 40), fill=30)
    read = letter_of([scanner.read(1, page)[0]], TODAY)
    assert (read.postcode, read.reason, read.unsure) == (letter.postcode, None, ("phone",) if hand == "caveat" else ())
    assert read.phone is not None
