"""One file, many letters: separators, cover sheets, backs, and piles that went through a scanner twice."""

import pytest

from channels.letter.codes import SPLIT, TWO_PASSES, cover_text, reply_text
from channels.letter.shapes import Code, Page, Word
from channels.letter.splitting import collated, letters

CASES = ("482-193-074", "905-117-366")


def page(kind: str, number: int) -> Page:
    """t: text, b: blank, s: separator, w: one with words, c: cover, p: a pile's, A and B: ours of two cases."""
    said = {
        "c": cover_text(service="highways/pothole"),
        "p": cover_text(**{TWO_PASSES: "yes"}),
        "A": reply_text(CASES[0]),
        "B": reply_text(CASES[1]),
    }
    code = Code(kind="QRCode", text=said.get(kind, SPLIT))
    return Page(
        number=number,
        blank=kind == "b",
        separator=kind in "sw",
        codes=(code,) if kind in "scpAB" else (),
        words=(Word(text="words", confidence=1, known=True, box=(0, 0, 9, 9)),) if kind in "tcpwAB" else (),
        text="words" if kind in "tcpwAB" else "",
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
    "a separator with words on it may be none, and stays": ("twt", [[1], [2, 3]]),
    "paper of ours about another case begins a letter": ("AtBt", [[1, 2], [3, 4]]),
    "paper of ours about the same case does not": ("AtAt", [[1, 2, 3, 4]]),
    "paper of ours behind its answer stays with it": ("tA", [[1, 2]]),
    "paper of ours behind a separator": ("AtsBt", [[1, 2], [4, 5]]),
    "only separators": ("ss", []),
}


@pytest.mark.parametrize("name", SPLITS)
def test_a_file_is_split_into_letters(name: str) -> None:
    kinds, split = SPLITS[name]
    found = letters(page(kind, number) for number, kind in enumerate(kinds, 1))
    assert [[each.number for each in letter.pages] for letter in found] == split


ORDERS = {
    "no paper of ours": ("tt", [True]),
    "our paper on its answer": ("Att", [True]),
    "our paper alone": ("A", [True]),
    "our papers on their answers": ("AtBtt", [True, True]),
    "our papers, each written on": ("AB", [True, True]),
    "our paper behind an answer that may be another's": ("tA", [False]),
    "our paper between two letters": ("tAt", [False]),
    "two answers before their own pages": ("tAtB", [False, False]),
    "an answer that lies before its page, behind one that does not": ("AtB", [False, False]),
    "a blank page is nobody's letter": ("bAtbb", [True]),
    "behind its answer, between separators": ("tAsAt", [True, True]),
    "behind its answer, with a cover sheet on both": ("ctA", [True]),
    "behind its answer, with a cover sheet on the whole pile": ("ptA", [False]),
    "a separator on top of a pile tells nothing apart": ("stAt", [False]),
    "two cases between two separators": ("tstAtBst", [True, False, False, True]),
}


@pytest.mark.parametrize("name", ORDERS)
def test_pages_that_may_be_two_peoples_are_never_surely_one_letter(name: str) -> None:
    kinds, sure = ORDERS[name]
    assert [each.sure for each in letters(page(kind, number) for number, kind in enumerate(kinds, 1))] == sure


@pytest.mark.parametrize(
    ("count", "order"),
    [(0, []), (1, [0]), (2, [0, 1]), (4, [0, 3, 1, 2]), (5, [0, 4, 1, 3, 2]), (6, [0, 5, 1, 4, 2, 3])],
)
def test_fronts_and_backs_of_two_passes_come_together(count: int, order: list[int]) -> None:
    assert collated(count) == order
