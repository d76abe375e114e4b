"""Files that cannot be read end in a state with a name, within their limits; what can be read is read."""

import os
import random
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from channels.letter.apart import read_apart
from channels.letter.limits import Limits
from channels.letter.shapes import Reason, Trouble, Unreadable, Wanted
from samples.post.drawing import blank
from samples.post.letters import TODAY, Kind, sample
from tests.channels.letter import files

WANTED = Wanted(received=TODAY)
NOBODY = 65534


@pytest.mark.parametrize("name", files.BROKEN)
def test_a_file_that_cannot_be_read_says_why(name: str, tmp_path: Path) -> None:
    make, trouble = files.BROKEN[name]
    path = tmp_path / "post"
    make(path)
    started = time.monotonic()
    with pytest.raises(Unreadable) as refused:
        read_apart(path, WANTED)
    assert refused.value.trouble is trouble
    assert str(refused.value).endswith(".")
    assert time.monotonic() - started < 60


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refused:
        read_apart(tmp_path / "gone.pdf", WANTED)
    assert refused.value.trouble is Trouble.MISSING


@pytest.fixture
def forbidden(tmp_path: Path) -> Iterator[Path]:
    """A file that nobody may read; and while it is there we are not root, who may."""
    path = tmp_path / "post.pdf"
    path.touch(mode=0)
    us = os.geteuid()
    if us == 0:
        os.seteuid(NOBODY)
    yield path
    os.seteuid(us)


def test_a_file_that_we_may_not_read_is_not_called_broken(forbidden: Path) -> None:
    with pytest.raises(Unreadable) as refused:
        read_apart(forbidden, WANTED)
    assert refused.value.trouble is Trouble.NOT_ALLOWED


def test_what_is_no_file_says_what_it_is_and_nobody_waits_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    for path, trouble in {
        tmp_path: Trouble.FOLDER,
        tmp_path / "pipe": Trouble.NO_FILE,
        tmp_path / "loop": Trouble.NOT_OPENED,
        tmp_path / ("long" * 75): Trouble.NAME_TOO_LONG,
    }.items():
        with pytest.raises(Unreadable) as refused:
            read_apart(path, WANTED)
        assert refused.value.trouble is trouble


def test_a_page_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    path = files.tiff(tmp_path / "post.tiff", sample(1, 0, Kind.NOISY, paragraphs=8).pages * 30)
    with pytest.raises(Unreadable) as refused:
        read_apart(path, WANTED, limits=Limits(file_s=2))
    assert refused.value.trouble is Trouble.TOO_SLOW


def test_a_file_that_needs_too_much_memory_is_ended_and_ours_stays_small(tmp_path: Path) -> None:
    path = tmp_path / "post"
    files.white_png(path, 10_400)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Unreadable) as refused:
        read_apart(path, WANTED, limits=Limits(memory_bytes=500_000_000))
    assert refused.value.trouble is Trouble.TOO_HEAVY
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < before + 50_000


def test_a_page_whose_drawing_needs_too_much_memory_is_not_called_damaged(tmp_path: Path) -> None:
    files.drawn_bomb(tmp_path / "post.pdf")
    with pytest.raises(Unreadable) as refused:
        read_apart(tmp_path / "post.pdf", WANTED, limits=Limits(memory_bytes=1_000_000_000))
    assert refused.value.trouble is Trouble.TOO_HEAVY


def test_a_blank_sheet_is_kept_and_goes_to_a_person(tmp_path: Path) -> None:
    path = files.pdf(tmp_path / "post.pdf", [blank(random.Random(1))])
    reading = read_apart(path, WANTED)
    assert [letter.reason for letter in reading.letters] == [Reason.BLANK]
    assert reading.letters[0].confidence == 0


def test_the_searchable_copy_has_the_words_and_the_original_is_untouched(tmp_path: Path) -> None:
    letter = sample(1, 3, Kind.CLEAN, turned=180)
    path, copy = files.pdf(tmp_path / "post.pdf", letter.pages), tmp_path / "copies"
    before = path.read_bytes()
    copy.mkdir()
    read_apart(path, Wanted(received=TODAY, searchable=copy))
    assert path.read_bytes() == before
    text = pdfium.PdfDocument(copy / "1.pdf")[0].get_textpage().get_text_range()
    assert letter.letter.postcode in text.replace("\r\n", " ")
