"""Whole files, as scanners give them, against what was in them."""

import random
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image

from channels.letter import cleaning, codes
from channels.letter.limits import Limits
from channels.letter.reading import NO_SEPARATOR, letter_of, read
from channels.letter.scanning import Scanner
from channels.letter.shapes import Code, Page, Reading, Reason, Wanted, Word
from channels.letter.sheets import cover, separator
from channels.letter.writing import Written, pdf
from samples.post.batches import batch, in_two_passes
from samples.post.letters import QUARTERS, TODAY, Kind, sample
from samples.post.sheets import bars_sheet
from tests.channels.letter import files


def found(path: Path, scanner: Scanner, *, two_passes: bool = False) -> list[tuple[object, ...]]:
    reading = read(path, Wanted(received=TODAY, two_passes=two_passes), limits=Limits(), scanner=scanner)
    return [(each.date, each.references) for each in reading.letters]


@pytest.mark.parametrize(
    ("seed", "duplex", "two_passes"),
    [
        (21, False, False),
        pytest.param(22, True, False, marks=pytest.mark.long),
        pytest.param(23, True, True, marks=pytest.mark.long),
    ],
)
def test_a_batch_is_read_letter_by_letter(
    seed: int, duplex: bool, two_passes: bool, tmp_path: Path, scanner: Scanner
) -> None:
    made = batch(seed, letters=3, duplex=duplex)
    pages = in_two_passes(made.pages) if two_passes else made.pages
    path = files.tiff(tmp_path / "post.tiff", pages)
    truth = [(each.letter.dated, (each.letter.reference,) if each.letter.reference else ()) for each in made.letters]
    assert found(path, scanner, two_passes=two_passes) == truth


@pytest.mark.parametrize("turned", QUARTERS)
@pytest.mark.parametrize("kind", [Kind.CLEAN, Kind.TYPEWRITTEN])
def test_a_page_is_turned_upright(kind: Kind, turned: int, scanner: Scanner) -> None:
    page, shown = scanner.read(1, sample(31, 1, kind, turned=turned).pages[0])
    assert (page.turned + turned) % 360 == 0
    assert shown.height > shown.width
    assert page.confidence > 0.9


@pytest.mark.parametrize("degrees", [-12.0, -3.5, -1.0, 0.0, 0.6, 4.0, 10.0])
def test_lines_are_made_level(degrees: float) -> None:
    page = sample(32, 0, Kind.CLEAN).pages[0].rotate(degrees, fillcolor=255, resample=Image.Resampling.BICUBIC)
    assert cleaning.skew(page) == pytest.approx(-degrees, abs=0.25)


@pytest.mark.parametrize("turned", QUARTERS)
def test_the_bars_of_a_patch_are_seen_any_way_up(turned: int) -> None:
    assert codes.has_patch(bars_sheet(random.Random(turned)).rotate(turned, expand=True))


@pytest.mark.parametrize("kind", Kind)
def test_no_letter_is_taken_for_a_patch(kind: Kind) -> None:
    assert not any(codes.has_patch(page) for number in range(3) for page in sample(33, number, kind).pages)


def test_sheets_of_ours_are_read_as_what_they_are(tmp_path: Path, scanner: Scanner) -> None:
    (tmp_path / "split.pdf").write_bytes(separator("Westmere County Council"))
    (tmp_path / "cover.pdf").write_bytes(cover("Westmere County Council", service="highways/pothole", office="Eastley"))
    wanted = Wanted(received=TODAY)
    only = read(tmp_path / "split.pdf", wanted, limits=Limits(), scanner=scanner)
    assert only.letters == ()
    assert only.warnings == ("There are only separators in it.",)
    covered = read(tmp_path / "cover.pdf", wanted, limits=Limits(), scanner=scanner)
    assert covered.letters[0].cover == {"service": "highways/pothole", "office": "Eastley"}


def test_a_page_half_black_goes_to_a_person(tmp_path: Path, scanner: Scanner) -> None:
    page = sample(34, 0, Kind.CLEAN).pages[0].copy()
    page.paste(0, (0, 300, page.width // 2, 1200))
    reading = read(files.pdf(tmp_path / "p.pdf", [page]), Wanted(received=TODAY), limits=Limits(), scanner=scanner)
    assert reading.letters[0].reason is Reason.DARK


def test_handwriting_that_reads_badly_goes_to_a_person(tmp_path: Path, scanner: Scanner) -> None:
    written = next(each for n in range(20) if (each := sample(35, n, Kind.HANDWRITTEN)).face == "homemade-apple")
    path = files.pdf(tmp_path / "p.pdf", written.pages)
    reading = read(path, Wanted(received=TODAY), limits=Limits(), scanner=scanner)
    assert reading.letters[0].reason is Reason.HANDWRITING


OURS = Written(
    council="Westmere County Council",
    contact=("County Hall", "Marlbridge", "WM1 1AA", "01632 960100", "post@example.org"),
    website="www.example.org",
    to=("Margaret Ashworth", "14 Mill Lane", "Nether Wickham", "WM3 7QD"),
    day=TODAY,
    reference="482-193-074",
    subject="The pothole in Mill Lane",
    text="Dear Mrs Ashworth,\n\nIt will be filled on Tuesday. Ring 01632 960177 if it is not.\n\nYours,\nAmina",
)


def read_here(path: Path, scanner: Scanner) -> Reading:
    return read(path, Wanted(received=TODAY), limits=Limits(), scanner=scanner)


def test_nothing_on_our_own_paper_is_the_writers(tmp_path: Path, scanner: Scanner) -> None:
    (tmp_path / "ours.pdf").write_bytes(pdf(OURS))
    (letter,) = read_here(tmp_path / "ours.pdf", scanner).letters
    assert (letter.references, letter.coded, letter.ours) == ((OURS.reference,), (OURS.reference,), (1,))
    assert "Mill Lane" in letter.text
    assert (letter.postcode, letter.phone, letter.email, letter.date) == (None, None, None, None)
    assert (letter.writer, letter.lives) == ("", ())


def plain(number: int, text: str, *codes_on_it: str) -> Page:
    words = tuple(Word(text=each, confidence=0.95, known=True, box=(0, 0, 9, 9)) for each in text.split())
    found = tuple(Code(kind="QRCode", text=each) for each in codes_on_it)
    return Page(number=number, width=1654, height=2339, text=text, words=words, codes=found)


LONG = "We write about the lamp in the lane that has been dark since the week before last and is not mended."


def test_whoever_answers_on_paper_of_their_own_is_the_writer() -> None:
    answer = plain(2, f"Ann Lee\n2 Mill Court\nEastley\nWM6 2JE\n\nDear Sirs,\n{LONG}")
    letter = letter_of((plain(1, LONG, codes.reply_text("482-193-074")), answer), TODAY)
    assert (letter.postcode, letter.writer, letter.lives) == (
        "WM6 2JE",
        "Ann Lee",
        ("2 Mill Court", "Eastley", "WM6 2JE"),
    )


@pytest.mark.parametrize(
    ("on_it", "reason"),
    [
        ((codes.reply_text("482-193-074"),), None),
        ((codes.reply_text("482-193-074"), codes.reply_text("905-117-366")), Reason.TWO_REFERENCES),
        ((codes.cover_text(reference="905117366"), codes.reply_text("482-193-074")), Reason.TWO_REFERENCES),
        ((codes.cover_text(reference="482193074"), codes.reply_text("482-193-074")), None),
    ],
    ids=["one", "two on papers of ours", "the cover sheet's is another", "the cover sheet's is the same"],
)
def test_two_references_on_codes_need_a_person(on_it: tuple[str, ...], reason: Reason | None) -> None:
    assert letter_of((plain(1, LONG, *on_it),), TODAY).reason is reason


def test_a_letter_with_stripes_on_it_is_no_separator(tmp_path: Path, scanner: Scanner) -> None:
    first, second = (sample(36, number, Kind.CLEAN).pages[0].copy() for number in range(2))
    stripes = bars_sheet(random.Random(4)).crop((0, 0, second.width, 320))
    second.paste(stripes, (0, second.height - 320))
    assert codes.has_patch(second)
    reading = read_here(files.pdf(tmp_path / "p.pdf", [first, second]), scanner)
    assert [letter.pages for letter in reading.letters] == [(1,), (2,)]
    assert sample(36, 1, Kind.CLEAN).letter.head[1] in reading.letters[1].text
    assert reading.warnings == (NO_SEPARATOR.format(page=2),)


@pytest.mark.long
def test_the_sheet_on_a_pile_says_that_it_was_turned_over(tmp_path: Path, scanner: Scanner) -> None:
    made = cover("Westmere County Council", **{codes.TWO_PASSES: "yes"})
    (tmp_path / "cover.pdf").write_bytes(made)
    sheet = pdfium.PdfDocument(tmp_path / "cover.pdf")[0].render(scale=200 / 72, grayscale=True).to_pil()
    front, back = (sample(37, number, Kind.CLEAN).pages[0] for number in range(2))
    pages = in_two_passes((sheet, Image.new("L", files.PAGE, 255), front, back))
    (letter,) = read_here(files.pdf(tmp_path / "p.pdf", pages), scanner).letters
    assert letter.pages == (1, 4, 2, 3)
