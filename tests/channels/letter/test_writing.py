"""A letter of ours: what stands where on the paper, and that our own scanner reads it back."""

import io
from dataclasses import replace
from datetime import date
from random import Random

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image

from channels.letter.codes import codes_on, replied_to
from channels.letter.writing import Written, pages_of, paragraphs, pdf, pictures, unprintable
from samples.post.wear import WEARS, wear

MM = 72 / 25.4
REFERENCE = "482-193-074"
WRITTEN = Written(
    council="Westmere County Council",
    contact=("County Hall", "Castle Street", "Westmere", "WM1 1AA", "01632 960100"),
    website="westmere.example.org",
    to=("Mrs Margaret Ashworth", "14 Mill Lane", "Upper Westmere", "WM3 7QD"),
    day=date(2026, 11, 27),
    reference=REFERENCE,
    subject="The pothole in Mill Lane",
    text="Dear Mrs Ashworth,\n\nThank you for your letter.\nIt will be filled on Tuesday.\n\nYours sincerely,\n\nAmina",
)


def text_in(letter: bytes, box: tuple[float, float, float, float] | None = None) -> str:
    """Of the first page; `box` is left, top, right, bottom in mm from the top left."""
    page = pdfium.PdfDocument(letter)[0]
    words = page.get_textpage()
    if box is None:
        return str(words.get_text_range())
    left, top, right, bottom = (each * MM for each in box)
    height = page.get_height()
    return str(words.get_text_bounded(left=left, top=height - top, right=right, bottom=height - bottom))


def printed(letter: bytes, dots: int = 200) -> Image.Image:
    picture: Image.Image = pdfium.PdfDocument(letter)[0].render(scale=dots / 72, grayscale=True).to_pil()
    return picture


WINDOW = (24.6, 39.5, 120.0, 66.3)


def test_the_window_shows_the_address_and_nothing_else() -> None:
    assert text_in(pdf(WRITTEN), WINDOW).split("\r\n") == list(WRITTEN.to)


def test_an_address_of_seven_full_lines_fits_the_window() -> None:
    lines = tuple(f"{number} {'M' * 46}" for number in range(1, 8))
    shown = text_in(pdf(replace(WRITTEN, to=lines)), WINDOW)
    assert [each[0] for each in shown.split("\r\n")] == list("1234567")


def test_around_the_window_the_paper_is_empty() -> None:
    letter = pdf(replace(WRITTEN, to=("",)))
    page = np.asarray(printed(letter, 254))
    left, top, right, bottom = (round(each * 10) for each in WINDOW)
    assert page[top:bottom, left:right].min() == 255


@pytest.mark.parametrize(
    "says",
    [
        "Westmere County Council",
        "01632 960100",
        "westmere.example.org",
        "27 November 2026",
        REFERENCE,
        "Dear Mrs Ashworth,",
    ],
)
def test_it_says(says: str) -> None:
    assert says in text_in(pdf(WRITTEN))


@pytest.mark.parametrize(
    "words",
    [
        '#read("/etc/passwd")',
        "*not bold* _nor this_",
        "= no heading",
        "$x^2$ costs £5",
        "\\ and \" and '",
        "@ref <label>",
    ],
)
def test_what_looks_like_markup_is_printed_as_it_was_written(words: str) -> None:
    letter = pdf(replace(WRITTEN, text=words, subject=words, to=(words, "1 Mill Lane", "WM3 7QD")))
    assert text_in(letter).count(words) == 3


def test_a_long_letter_goes_on_and_every_page_says_which_it_is() -> None:
    letter = pdf(replace(WRITTEN, text="\n\n".join(["We have looked into it. " * 30] * 12)))
    pages = pages_of(letter)
    assert pages > 1
    assert pages == len(pictures(replace(WRITTEN, text="\n\n".join(["We have looked into it. " * 30] * 12))))
    for number in range(pages):
        words = pdfium.PdfDocument(letter)[number].get_textpage().get_text_range()
        assert f"page {number + 1} of {pages}" in words
        assert REFERENCE in words


def test_an_empty_line_divides_paragraphs_and_a_new_line_stays_one() -> None:
    assert paragraphs("Dear Anne,\n\nOne.\nTwo.\n \n\nYours,") == [["Dear Anne,"], ["One.", "Two."], ["Yours,"]]


def test_a_preview_is_a_picture_of_each_page() -> None:
    (page,) = pictures(WRITTEN)
    assert Image.open(io.BytesIO(page)).size == (909, 1286)


@pytest.mark.parametrize("dots", [150, 200, 300])
def test_the_code_on_it_is_read_back_from_a_scan(dots: int) -> None:
    assert replied_to(codes_on(printed(pdf(WRITTEN), dots))) == [REFERENCE]


@pytest.mark.parametrize("worn", sorted(WEARS))
def test_the_code_on_it_is_read_back_from_paper_that_was_through_the_post(worn: str) -> None:
    page = wear(printed(pdf(WRITTEN)), (worn,), Random(7))
    assert replied_to(codes_on(page)) == [REFERENCE]


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Dear Zoë O’Neill, that is £5.50 – thank you…", []),
        ("Pani Łucja Żółć, Ж, α, ½, ☎, शब्द, كتاب, שלום", []),
        ("See you soon 🙂", ["🙂"]),
        ("漢字 and a family 👩‍👩‍👧", ["漢", "字", "👩", "👧"]),
        ("🙂" * 3 + "🙃😀😃😄😁😆", ["🙂", "🙃", "😀", "😃", "😄"]),
        ("", []),
    ],
)
def test_what_the_paper_cannot_print_is_named(text: str, missing: list[str]) -> None:
    assert unprintable(text) == missing
