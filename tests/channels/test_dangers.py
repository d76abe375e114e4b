"""What a file might do to whoever opens it, by its bytes and by its name."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile

import pytest

from channels.email.dangers import dangers

UNSEEN = "is an archive that cannot be looked into from here."


def zipped(name: str = "a.txt", content: bytes = b"x", before: bytes = b"") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return before + made.getvalue()


def tarred() -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    return made.getvalue()


BOMB = b"0" * 3_000_000
ARCHIVES = [
    pytest.param("a.gz", gzip.compress(BOMB), UNSEEN, id="a gzip bomb"),
    pytest.param("a.txt", gzip.compress(BOMB), UNSEEN, id="one by another name"),
    pytest.param("a.bz2", bz2.compress(BOMB), UNSEEN, id="bzip2"),
    pytest.param("a.xz", lzma.compress(BOMB), UNSEEN, id="xz"),
    pytest.param("a.dat", tarred(), UNSEEN, id="tar"),
    pytest.param("a.cab", b"MSCF\x00\x00", UNSEEN, id="a cabinet"),
    pytest.param("a.7z", b"what it is, nobody knows", UNSEEN, id="a name without its bytes"),
    pytest.param("a.zip", b"what it is, nobody knows", "is an archive that is broken.", id="a zip that is none"),
    pytest.param("a.zip", zipped("a.exe", before=b"GIF89a"), "a programme in it", id="a zip below something else"),
    pytest.param("a.docx", zipped("a", BOMB, before=b"xx"), "may be a zip bomb", id="a bomb below something else"),
]


@pytest.mark.parametrize(("name", "content", "words"), ARCHIVES)
def test_an_archive_is_said_to_be_one(name: str, content: bytes, words: str) -> None:
    assert any(words in each for each in dangers(name, content))


HARMLESS = [
    pytest.param("a.zip", zipped(), id="a zip with a text in it"),
    pytest.param("a.docx", zipped("word/document.xml"), id="a document"),
    pytest.param("a.jpg", b"\xff\xd8\xff\xe0 a picture", id="a picture"),
    pytest.param("notes.txt", b"My bin was missed.", id="a text"),
]


@pytest.mark.parametrize(("name", "content"), HARMLESS)
def test_what_looks_harmless_is_not_warned_of(name: str, content: bytes) -> None:
    assert dangers(name, content) == []
