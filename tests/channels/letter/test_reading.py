"""Whole files, as scanners give them, against what was in them."""

from pathlib import Path

import pytest
from PIL import Image

from channels.letter import cleaning, codes
from channels.letter.limits import Limits
from channels.letter.reading import read
from channels.letter.scanning import Scanner
from channels.letter.shapes import Reason, Wanted
from channels.letter.sheets import cover, separator
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


@pytest.mark.parametrize("degrees", [-3.5, -1.0, 0.0, 0.6, 4.0])
def test_lines_are_made_level(degrees: float) -> None:
    page = sample(32, 0, Kind.CLEAN).pages[0].rotate(degrees, fillcolor=255, resample=Image.Resampling.BICUBIC)
    assert cleaning.skew(page) == pytest.approx(-degrees, abs=0.25)


@pytest.mark.parametrize("turned", QUARTERS)
def test_the_bars_of_a_patch_are_seen_any_way_up(turned: int) -> None:
    import random

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
