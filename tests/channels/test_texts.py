"""What a text's words command, and how many parts it is sent in."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from channels.sms.segments import ALONE, JOINED, Alphabet, cheaper, measure, plain
from channels.sms.words import Command, command
from sandbox.carrier.segments import segments

GSM, UCS = Alphabet.GSM_7, Alphabet.UCS_2
COUNTED = json.loads((Path(__file__).parent / "cases" / "segments.json").read_text(encoding="utf-8"))
"""Texts, as pieces and how often each comes, and what Twilio's own calculator (1.3.0) says of them."""
WHOLE = ("a", "\r", "\n", "\r\n", "\0", "é", "👨‍👩‍👧‍👦", "🇬🇧", "👍🏽", "é", "नि", "각", "1️⃣", "🟥")
"""What no part tears, but for a line's end, whose two halves may part."""


@pytest.mark.parametrize(
    ("body", "meant"),
    [
        ("STOP", Command.STOP),
        (" stop\n", Command.STOP),
        ("Unsubscribe", Command.STOP),
        ("STOP!", Command.STOP),
        ("“Stop.”", Command.STOP),
        ("Start!", Command.START),
        ("STOP 12345", None),
        ("STOP! 12345", None),
        ("Cancel.", None),
        ("Help!", None),
        ("please stop", None),
        ("stopped", None),
        ("START", Command.START),
        ("unstop", Command.START),
        ("yes", None),
        ("Help", Command.HELP),
        ("INFO", Command.HELP),
        ("help me with a pothole", None),
        ("", None),
    ],
)
def test_only_the_word_alone_is_a_command(body: str, meant: Command | None) -> None:
    assert command(body) is meant


@pytest.mark.parametrize(
    ("text", "alphabet", "units", "segments"),
    [
        pytest.param("", GSM, 0, 0, id="nothing"),
        pytest.param("a" * 160, GSM, 160, 1, id="one full part"),
        pytest.param("a" * 161, GSM, 161, 2, id="one letter more"),
        pytest.param("a" * 306, GSM, 306, 2, id="two full parts"),
        pytest.param("a" * 307, GSM, 307, 3, id="two parts and a letter"),
        pytest.param("€" * 80, GSM, 160, 1, id="a euro costs two"),
        pytest.param("a" * 152 + "€" + "a" * 10, GSM, 164, 2, id="an escaped pair is not torn"),
        pytest.param("a" * 152 + "€" + "a" * 151, GSM, 305, 2, id="and the part after it is filled from there"),
        pytest.param("a" * 152 + "€" + "a" * 152, GSM, 306, 3, id="which may cost a part more"),
        pytest.param("Ç", GSM, 1, 1, id="a capital cedilla is plain"),
        pytest.param("ç", UCS, 1, 1, id="a small one is not"),
        pytest.param("’" * 70, UCS, 70, 1, id="one full part in the wide alphabet"),
        pytest.param("’" * 71, UCS, 71, 2, id="one more"),
        pytest.param("😀" * 35, UCS, 70, 1, id="an emoji costs two"),
        pytest.param("’" * 66 + "😀" + "’" * 10, UCS, 78, 2, id="and is not torn"),
        pytest.param("`", UCS, 1, 1, id="a grave accent alone is not plain"),
    ],
)
def test_parts(text: str, alphabet: Alphabet, units: int, segments: int) -> None:
    length = measure(text)
    assert (length.alphabet, length.units, length.segments) == (alphabet, units, segments)


@pytest.mark.parametrize("row", COUNTED, ids=lambda row: row["says"])
def test_parts_are_those_of_the_carriers_own_calculator(row: dict[str, Any]) -> None:
    length = measure("".join(piece * times for piece, times in row["text"]))
    assert [length.alphabet.value, length.segments, length.units] == row["counts"]


def _least_parts(units: list[int], room: int) -> int:
    """The fewest parts in which these follow each other, found by trying every cut."""
    fewest = [0]
    for end in range(1, len(units) + 1):
        starts = [start for start in range(end) if sum(units[start:end]) <= room]
        fewest.append(1 + min(fewest[start] for start in starts))
    return fewest[-1]


@given(some.lists(some.sampled_from(WHOLE), max_size=70))
def test_letters_that_are_one_to_their_reader_take_the_fewest_parts_that_tear_none(letters: list[str]) -> None:
    pieces = [piece for letter in ["’", *letters] for piece in (letter if letter == "\r\n" else [letter])]
    units = [len(piece.encode("utf-16-le")) // 2 for piece in pieces]
    length = measure("".join(pieces))
    assert length.units == sum(units)
    assert length.segments == (1 if sum(units) <= 70 else _least_parts(units, 67))


@given(some.text(max_size=500))
def test_what_is_left_is_what_still_fits(text: str) -> None:
    length = measure(text)
    filler = "a" * length.left
    assert measure(text + filler).segments <= max(length.segments, 1)
    assert measure(text + filler + "a").segments == max(length.segments, 1) + 1


@given(some.text(max_size=1600))
def test_parts_are_never_fewer_than_their_units_need(text: str) -> None:
    length = measure(text)
    if length.segments > 1:
        assert length.units > ALONE[length.alphabet]
        assert length.segments >= -(-length.units // JOINED[length.alphabet])


def test_plain_twins_bring_a_text_back_to_the_small_alphabet() -> None:
    fancy = "“It’s urgent” – please…"
    assert measure(fancy).alphabet is UCS
    assert plain(fancy) == '"It\'s urgent" - please...'
    assert measure(plain(fancy)).alphabet is GSM


LETTERS = some.sampled_from([*"ab€{’😀ç\n", *WHOLE])


@given(some.lists(LETTERS, max_size=700))
def test_parts_are_those_that_the_stand_in_carrier_counts(letters: list[str]) -> None:
    """It was written apart from ours, and from the carrier's documents."""
    text = "".join(letters)
    assert max(measure(text).segments, 1) == segments(text)


@pytest.mark.parametrize(
    ("text", "twin"),
    [
        pytest.param("It’s here", "It's here", id="a curly quote"),
        pytest.param("１２ Mill Lane", "12 Mill Lane", id="wide digits and a space that does not break"),
        pytest.param("½ full", "1/2 full", id="a fraction"),
        pytest.param("It’s a façade", None, id="a letter without a twin keeps the text dear"),
        pytest.param("😀", None, id="so does a face"),
        pytest.param("It's 5€", None, id="a plain text has nothing to gain"),
    ],
)
def test_a_cheaper_twin_is_offered_only_where_it_helps(text: str, twin: str | None) -> None:
    assert cheaper(text) == twin


@given(some.text(max_size=200))
def test_a_plain_twin_is_its_own(text: str) -> None:
    assert plain(plain(text)) == plain(text)
