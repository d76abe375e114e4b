"""Pencil, a worn ribbon, grey print: what is pale is read, and what cannot be read is said to be there."""

from pathlib import Path
from random import Random

import pytest
from PIL import Image, ImageDraw

from channels.letter import cleaning, paleness
from channels.letter.limits import Limits
from channels.letter.reading import read
from channels.letter.scanning import Scanner
from channels.letter.shapes import Letter, Reason, Wanted
from samples.post.fonts import face
from samples.post.letters import TODAY, Kind, sample
from samples.post.sheets import bars_sheet
from tests.channels.letter import files

NOTE = "My husband beats me and locks me in the bedroom."
FACE = "tinos"


def pale(page: Image.Image, grey: int) -> Image.Image:
    """The same page with its black ink in this grey."""
    return page.point([grey + (255 - grey) * each // 255 for each in range(256)])


def noted(page: Image.Image, words: str, grey: int, size: int = 34, down: int = 2000) -> Image.Image:
    page = page.copy()
    ImageDraw.Draw(page).text((200, down), words, font=face(FACE, size), fill=grey)
    return page


def paper() -> Image.Image:
    return Image.new("L", files.PAGE, 250)


def letters_on(path: Path, scanner: Scanner, *pages: Image.Image) -> tuple[Letter, ...]:
    return read(files.pdf(path / "p.pdf", pages), Wanted(received=TODAY), limits=Limits(), scanner=scanner).letters


@pytest.mark.parametrize("grey", [150, 180])
@pytest.mark.parametrize("turned", [0, 90])
def test_a_letter_in_pale_ink_is_read_as_a_black_one_is(
    grey: int, turned: int, tmp_path: Path, scanner: Scanner
) -> None:
    made = sample(61, 0, Kind.CLEAN, turned=turned)
    (letter,) = letters_on(tmp_path, scanner, pale(made.pages[0], grey))
    assert letter.date == made.letter.dated
    assert letter.postcode == made.letter.postcode
    assert letter.confidence > 0.9
    assert letter.reason in (None, Reason.UNSURE_POSTCODE)


@pytest.mark.parametrize("grey", [140, 150, 180])
def test_a_pale_note_below_black_print_is_read(grey: int, tmp_path: Path, scanner: Scanner) -> None:
    (letter,) = letters_on(tmp_path, scanner, noted(sample(61, 0, Kind.CLEAN).pages[0], NOTE, grey))
    assert NOTE in letter.text


def test_a_pale_second_page_is_read(tmp_path: Path, scanner: Scanner) -> None:
    first, second = (sample(61, number, Kind.CLEAN) for number in range(2))
    (letter,) = letters_on(tmp_path, scanner, first.pages[0], pale(second.pages[0], 150))
    assert letter.pages == (1, 2)
    assert second.letter.text.split()[-2] in letter.text


def test_what_is_pale_and_cannot_be_read_goes_to_a_person(tmp_path: Path, scanner: Scanner) -> None:
    page = sample(61, 0, Kind.CLEAN).pages[0].copy()
    draw = ImageDraw.Draw(page)
    for line in range(3):
        for stroke in range(24):
            left, top = 240 + 40 * stroke, 1950 + 60 * line
            draw.line((left, top, left + 25, top + 34, left + 30, top + 4, left + 44, top + 30), fill=165, width=4)
    (letter,) = letters_on(tmp_path, scanner, page)
    assert letter.reason is Reason.UNREAD_INK


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(noted(paper(), "Help me", 0, size=24), id="two words in small print"),
        pytest.param(pale(noted(paper(), "Help me", 0, size=24), 150), id="two words in small grey print"),
        pytest.param(noted(paper(), "Help", 170, size=60), id="a word in pencil"),
    ],
)
def test_a_few_words_are_no_blank_page(page: Image.Image) -> None:
    assert not paleness.is_blank(cleaning.cleaned(page))


def test_paper_with_specks_and_what_shines_through_is_blank() -> None:
    page = noted(paper(), "What stands on its other side", 225)
    draw = ImageDraw.Draw(page)
    for speck in range(60):
        draw.ellipse((90 + 24 * speck, 300 + 31 * speck, 94 + 24 * speck, 304 + 31 * speck), fill=60)
    assert paleness.is_blank(cleaning.cleaned(page))


@pytest.mark.parametrize(
    "behind",
    [
        pytest.param(pale(sample(61, 1, Kind.CLEAN).pages[0], 160), id="a letter in grey"),
        pytest.param(noted(paper(), "Help me", 0, size=24), id="two words"),
    ],
)
def test_a_pale_or_short_letter_behind_a_separator_is_kept(
    behind: Image.Image, tmp_path: Path, scanner: Scanner
) -> None:
    first, sheet = sample(61, 0, Kind.CLEAN).pages[0], bars_sheet(Random(4))
    found = letters_on(tmp_path, scanner, first, sheet, paper(), behind, sheet, paper())
    assert [letter.pages for letter in found] == [(1,), (4,)]
    assert found[1].text


@pytest.mark.parametrize("kind", [Kind.CLEAN, Kind.TYPEWRITTEN, Kind.SKEWED, Kind.FAXED, Kind.NOISY])
def test_nothing_is_pale_on_pages_in_dark_ink(kind: Kind) -> None:
    for number in range(3):
        page = cleaning.cleaned(sample(62, number, kind).pages[0])
        assert not paleness.has_pale_writing(page)
