"""Files as pages: pictures of every depth look alike, and a PDF that lost its end is mended where that is possible."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from channels.letter.limits import Limits
from channels.letter.opening import DPI, opened
from channels.letter.reading import END_LOST, read
from channels.letter.scanning import Scanner
from channels.letter.shapes import Reason, Trouble, Unreadable, Wanted
from samples.post.letters import TODAY, Kind, sample
from tests.channels.letter import files

Pixels = NDArray[np.uint8]
SHADES: Pixels = np.tile(np.arange(256, dtype=np.uint8), (1600, 5))
"""Every grey, and large enough not to be made larger."""
DEPTHS: dict[str, tuple[str, Callable[[Pixels], NDArray[np.generic]]]] = {
    "16 bits in a PNG": ("png", lambda page: page.astype(np.uint16) * 257),
    "16 bits in a TIFF": ("tiff", lambda page: page.astype(np.uint16) * 257),
    "32 bits that go to 255": ("tiff", lambda page: page.astype(np.int32)),
    "32 bits that go to 65,535": ("tiff", lambda page: page.astype(np.int32) * 257),
    "32 bits that go as far as they can": ("tiff", lambda page: page.astype(np.int32) * (2**31 // 256)),
    "numbers up to 1.0": ("tiff", lambda page: page.astype(np.float32) / 255),
    "numbers a little above 1.0": ("tiff", lambda page: page.astype(np.float32) / 254.9),
    "numbers up to 255": ("tiff", lambda page: page.astype(np.float32)),
    "numbers up to 65,535": ("tiff", lambda page: page.astype(np.float32) * 257),
}


def page_of(path: Path) -> Pixels:
    return np.asarray(opened(path, Limits()).page(0, DPI))


@pytest.mark.parametrize("name", DEPTHS)
def test_a_page_of_more_bits_looks_as_one_of_eight_does(name: str, tmp_path: Path) -> None:
    ending, deep = DEPTHS[name]
    path = tmp_path / f"post.{ending}"
    Image.fromarray(deep(SHADES)).save(path)
    assert np.abs(page_of(path).astype(int) - SHADES).max() <= 1


@pytest.mark.parametrize(
    ("value", "shown"), [(1.0, 255), (0.97, 247), (0.0, 0), (250.0, 250), (64_000.0, 249)], ids=str
)
def test_a_page_of_one_shade_is_never_stretched(value: float, shown: int, tmp_path: Path) -> None:
    noise = np.random.default_rng(1).normal(value, value / 1000, (1600, 1280)).astype(np.float32)
    Image.fromarray(np.minimum(noise, value)).save(tmp_path / "post.tiff")
    assert np.abs(page_of(tmp_path / "post.tiff").astype(int) - shown).max() <= 2


def test_numbers_that_are_none_are_ink(tmp_path: Path) -> None:
    page = np.ones((1600, 1280), dtype=np.float32)
    page[:10] = np.nan
    page[10:20] = np.inf
    Image.fromarray(page).save(tmp_path / "post.tiff")
    assert page_of(tmp_path / "post.tiff")[[5, 30], 7].tolist() == [0, 255]


LETTERS = sample(51, 0, Kind.CLEAN), sample(51, 4, Kind.CLEAN)
LOSSES: dict[str, tuple[Callable[[bytes], bytes], bool]] = {
    "what stands where the list is, is wrong": (
        lambda all: re.sub(rb"startxref\n\d+", b"startxref\n99999", all),
        False,
    ),
    "it ends behind the list": (lambda all: all[: all.rindex(b"startxref")], False),
    "the list is gone": (lambda all: all[: all.rindex(b"\nxref")], True),
    "noughts stand in place of the list": (lambda all: all[: all.rindex(b"\nxref")] + bytes(5000), True),
    "there is no list in the middle": (
        lambda all: all[: all.rindex(b"\nxref")] + all[all.rindex(b"\ntrailer") :],
        False,
    ),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    pages = [page for each in LETTERS for page in each.pages]
    return files.pdf(tmp_path_factory.mktemp("whole") / "post.pdf", pages).read_bytes()


@pytest.mark.parametrize("name", LOSSES)
def test_a_pdf_that_lost_its_end_is_opened_all_the_same(name: str, whole: bytes, tmp_path: Path) -> None:
    lose, mended = LOSSES[name]
    (tmp_path / "post.pdf").write_bytes(lose(whole))
    file = opened(tmp_path / "post.pdf", Limits())
    assert (file.count, file.mended) == (2, mended)
    assert np.asarray(file.page(1, DPI)).min() < 100


def test_half_a_pdf_gives_the_page_that_is_left_and_says_what_is_not(
    whole: bytes, tmp_path: Path, scanner: Scanner
) -> None:
    (tmp_path / "post.pdf").write_bytes(whole[: len(whole) * 2 // 3])
    reading = read(tmp_path / "post.pdf", Wanted(received=TODAY), limits=Limits(), scanner=scanner)
    assert reading.warnings == (END_LOST, "Page 2 could not be read: It is damaged and does not open.")
    assert (reading.letters[0].postcode, reading.letters[0].reason) == (
        LETTERS[0].letter.postcode,
        Reason.PAGE_NOT_READ,
    )


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7\n", b"%PDF-1.7\nxref\n/Type /Catalog", b"%PDF-1.7\n7 0 obj\n<< /Type /Catalog /Pages 9 0 R >>\nendobj"],
    ids=["nothing", "a catalogue without a number", "a catalogue without pages"],
)
def test_a_pdf_of_which_nothing_is_left_is_broken(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "post.pdf").write_bytes(content)
    with pytest.raises(Unreadable) as refused:
        opened(tmp_path / "post.pdf", Limits())
    assert refused.value.trouble is Trouble.BROKEN


def test_a_locked_pdf_that_lost_its_end_is_not_shown_as_noise(whole: bytes, tmp_path: Path) -> None:
    keys = b"\n20 0 obj\n<< /Filter /Standard /V 1 /R 2 >>\nendobj"
    (tmp_path / "post.pdf").write_bytes(whole[: whole.rindex(b"\nxref")] + keys)
    with pytest.raises(Unreadable) as refused:
        opened(tmp_path / "post.pdf", Limits())
    assert refused.value.trouble is Trouble.BROKEN
