"""A letter's paper divided and blacked out: what is taken away is in no picture and in no word."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from channels.letter.apart import read_apart
from channels.letter.parting import burnt, pages_in, part, redacted, replaced, text_of
from channels.letter.searchable import Searchable
from channels.letter.shapes import Page, Wanted, Word
from channels.letter.turning import turned
from samples.post.letters import TODAY, Kind, sample
from tests.channels.letter import files

FIRST, SECOND = sample(51, 0, Kind.CLEAN), sample(51, 4, Kind.CLEAN)
TOP = (0.0, 0.0, 1.0, 0.2)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two pages, searchable, and their pictures."""
    place = tmp_path_factory.mktemp("read")
    scan = files.pdf(place / "scan.pdf", [*FIRST.pages, *SECOND.pages])
    read_apart(scan, Wanted(received=TODAY, searchable=place))
    return place


def test_its_words_come_in_the_lines_in_which_they_stand(read: Path) -> None:
    text = text_of(read / "1.pdf")
    assert "81 Ferry Street\nNether Wickham\nWE4 1GS" in text
    assert "Dear Sir or Madam," in text.splitlines()


def test_a_lone_i_that_looks_like_a_bar_is_an_i_in_the_file_too(read: Path) -> None:
    assert "I look forward to hearing from you." in " ".join(text_of(read / "1.pdf").split())


def test_a_part_has_its_own_pages_and_words(read: Path, tmp_path: Path) -> None:
    (tmp_path / "part.pdf").write_bytes(part(read / "1.pdf", [1]))
    assert pages_in(tmp_path / "part.pdf") == 1
    text = text_of(tmp_path / "part.pdf")
    assert (SECOND.letter.head[0] in text, FIRST.letter.head[0] in text) == (True, False)


def test_a_box_is_black_and_the_rest_as_it_was(read: Path) -> None:
    before = (read / "page-1.jpg").read_bytes()
    page = np.asarray(Image.open(BytesIO(burnt(before, [TOP]))).convert("L"))
    high = page.shape[0]
    assert page[: int(high * 0.19)].max() < 40
    whole = np.asarray(Image.open(BytesIO(before)).convert("L")).astype(int)
    assert np.abs(page[int(high * 0.22) :] - whole[int(high * 0.22) :]).mean() < 3


def test_words_under_a_box_are_gone_and_those_of_other_pages_stay(read: Path, tmp_path: Path) -> None:
    picture = burnt((read / "page-1.jpg").read_bytes(), [TOP])
    (tmp_path / "copy.pdf").write_bytes(redacted(read / "1.pdf", {0: picture}, {0: [TOP]}))
    text = text_of(tmp_path / "copy.pdf")
    assert FIRST.letter.head[1] not in text
    assert FIRST.letter.paragraphs[-1] in text.replace("\n", " ")
    assert SECOND.letter.head[1] in text
    assert b"Ferry" not in (tmp_path / "copy.pdf").read_bytes()


def test_a_page_without_words_is_a_page_all_the_same(tmp_path: Path) -> None:
    picture = Image.new("L", (1654, 2339), 255)
    made = Searchable(tmp_path)
    for number, words in ((1, ()), (2, (Word(text="Dear", confidence=1, known=True, box=(100, 100, 200, 140)),))):
        made.add(Page(number=number, width=1654, height=2339, words=words), picture)
    made.save("both.pdf", [1, 2])
    assert text_of(tmp_path / "both.pdf") == "Dear"


def test_a_page_takes_another_ones_place_with_its_words(read: Path, tmp_path: Path) -> None:
    (tmp_path / "other.pdf").write_bytes(part(read / "1.pdf", [1]))
    (tmp_path / "whole.pdf").write_bytes(replaced(read / "1.pdf", 0, tmp_path / "other.pdf"))
    text = text_of(tmp_path / "whole.pdf")
    assert (pages_in(tmp_path / "whole.pdf"), text.count(SECOND.letter.head[1])) == (2, 2)
    assert FIRST.letter.head[1] not in text


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_is_turned_as_somebody_says_and_read_so(degrees: int, read: Path, tmp_path: Path) -> None:
    lying = BytesIO()
    upright = Image.open(read / "page-1.jpg")
    upright.rotate(degrees, expand=True).save(lying, "JPEG", quality=90)
    picture, pdf = turned(lying.getvalue(), degrees, TODAY)
    (tmp_path / "page.pdf").write_bytes(pdf)
    assert "81 Ferry Street" in text_of(tmp_path / "page.pdf")
    assert Image.open(BytesIO(picture)).size == upright.size


def test_a_page_that_nobody_can_read_is_turned_all_the_same(tmp_path: Path) -> None:
    blank = BytesIO()
    Image.new("L", (1654, 2339), 255).save(blank, "JPEG")
    picture, pdf = turned(blank.getvalue(), 90, TODAY)
    (tmp_path / "page.pdf").write_bytes(pdf)
    assert (Image.open(BytesIO(picture)).size, text_of(tmp_path / "page.pdf")) == ((2339, 1654), "")
