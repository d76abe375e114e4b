"""One file, many letters: separators, cover sheets, backs, and piles that went through a scanner twice."""

import pytest

from channels.letter.codes import SPLIT, cover_text
from channels.letter.shapes import Code, Page
from channels.letter.splitting import collated, letters


def page(kind: str, number: int) -> Page:
    """t: text, b: blank, s: separator, c: cover."""
    code = Code(kind="QRCode", text=cover_text(service="highways/pothole") if kind == "c" else SPLIT)
    return Page(
        number=number,
        blank=kind == "b",
        separator=kind == "s",
        codes=(code,) if kind in "sc" else (),
        text="words" if kind in "tc" else "",
    )


SPLITS = {
    "one letter": ("tt", [[1, 2]]),
    "a separator is dropped": ("tst", [[1], [3]]),
    "one at the front or the end makes no empty letter": ("stts", [[2, 3]]),
    "two in a row make no empty letter": ("tsst", [[1], [4]]),
    "a separator's blank back is dropped": ("tbsbtb", [[1, 2], [5, 6]]),
    "a cover sheet begins a letter and stays": ("tct", [[1], [2, 3]]),
    "a cover sheet behind a separator": ("tsct", [[1], [3, 4]]),
    "a cover sheet's blank back stays": ("cbtb", [[1, 2, 3, 4]]),
    "a blank page in a letter does not split it": ("tbt", [[1, 2, 3]]),
    "a blank page alone is kept": ("b", [[1]]),
    "only separators": ("ss", []),
}


@pytest.mark.parametrize("name", SPLITS)
def test_a_file_is_split_into_letters(name: str) -> None:
    kinds, split = SPLITS[name]
    found = letters(page(kind, number) for number, kind in enumerate(kinds, 1))
    assert [[each.number for each in letter] for letter in found] == split


@pytest.mark.parametrize(
    ("count", "order"),
    [(0, []), (1, [0]), (2, [0, 1]), (4, [0, 3, 1, 2]), (5, [0, 4, 1, 3, 2]), (6, [0, 5, 1, 4, 2, 3])],
)
def test_fronts_and_backs_of_two_passes_come_together(count: int, order: list[int]) -> None:
    assert collated(count) == order
