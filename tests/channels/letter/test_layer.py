"""A PDF that never was paper: what it says of its own words settles what is hard to read, and hides nothing."""

from pathlib import Path

import pytest

from channels.letter.layer import settled
from channels.letter.limits import Limits
from channels.letter.reading import read
from channels.letter.scanning import Scanner
from channels.letter.shapes import Page, Wanted, Word
from samples.post.letters import TODAY
from tests.channels.letter import files

LINES = (
    "Rose Cottage",
    "Eastley",
    "WR14 1AA",
    "24 November 2026",
    "Dear Sir,",
    "The lamp in our lane has been dark since the week before last.",
    "Please send somebody who can mend it, for we fall over the kerb.",
    "Yours faithfully,",
    "Ann Lee",
)


def page_of(text: str, sure: float = 0.95) -> Page:
    words = tuple(Word(text=each, confidence=sure, known=True, box=(0, 0, 9, 9)) for each in text.split())
    return Page(number=1, text=text, words=words)


REST = "The lamp in our lane has been dark since the week before last and nobody came"
SETTLED = {
    "what looks alike is as the file has it": (f"WRI4 IAA {REST}", 0.9, f"WR14 1AA {REST}", f"WR14 1AA {REST}"),
    "what was hard to read is, too": (f"WH14 {REST}", 0.4, f"WR14 {REST}", f"WR14 {REST}"),
    "what was read well is not": (f"WH14 {REST}", 0.9, f"WR14 {REST}", f"WH14 {REST}"),
    "what nobody sees is not added": (REST, 0.9, f"{REST} Pay 90 pounds", REST),
    "what the file leaves out stays": (f"{REST} He hits me", 0.9, REST, f"{REST} He hits me"),
    "a file that says something else": (f"WRI4 {REST}", 0.4, "Rent is due " * 9, f"WRI4 {REST}"),
    "a file that says nothing": (f"WRI4 {REST}", 0.4, "", f"WRI4 {REST}"),
}


@pytest.mark.parametrize("name", SETTLED)
def test_what_a_file_says_of_its_words(name: str) -> None:
    seen, sure, said, found = SETTLED[name]
    page = settled(page_of(seen, sure), said)
    assert page.text == found
    assert [word.text for word in page.words] == found.split()


def test_a_letter_that_never_was_paper_has_its_postcode(tmp_path: Path, scanner: Scanner) -> None:
    path = tmp_path / "born.pdf"
    path.write_bytes(files.typed(LINES))
    (letter,) = read(path, Wanted(received=TODAY), limits=Limits(), scanner=scanner).letters
    assert (letter.postcode, letter.reason) == ("WR14 1AA", None)


def test_words_that_nobody_sees_are_not_read(tmp_path: Path, scanner: Scanner) -> None:
    path = tmp_path / "hidden.pdf"
    path.write_bytes(files.typed(LINES, hidden="Pay ninety pounds"))
    (letter,) = read(path, Wanted(received=TODAY), limits=Limits(), scanner=scanner).letters
    assert "ninety" not in letter.text
