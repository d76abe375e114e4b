"""Which files somebody here may attach to an email, under which name, and what is said of the others."""

import io
import zipfile

import pytest

from channels.email.attaching import attachable
from core.errors import InvalidInput


def packed(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return made.getvalue()


ALLOWED = [
    pytest.param("plan.pdf", b"%PDF-1.7", "plan.pdf", "application/pdf", id="a PDF"),
    pytest.param("hole.JPG", b"\xff\xd8\xff\xe0", "hole.JPG", "image/jpeg", id="a picture, in capitals"),
    pytest.param("days.csv", b"day,round\r\nMonday,4", "days.csv", "text/csv", id="a table"),
    pytest.param("../../etc/plan.pdf", b"%PDF-1.7", "plan.pdf", "application/pdf", id="a name that is a path"),
    pytest.param("a\u202efdp.txt", b"words", "afdp.txt", "text/plain", id="a name that turns its own letters round"),
    pytest.param('b"i\r\nn.txt', b"words", "b_in.txt", "text/plain", id="a name that would begin a header field"),
    pytest.param(
        "letter.docx",
        packed("word/document.xml"),
        "letter.docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        id="a document",
    ),
]


@pytest.mark.parametrize(("name", "content", "shown", "content_type"), ALLOWED)
def test_what_everybody_opens_goes_along(name: str, content: bytes, shown: str, content_type: str) -> None:
    assert attachable(name, content, 1) == (shown, content_type)


REFUSED = [
    pytest.param("empty.pdf", b"", "is empty", id="nothing in it"),
    pytest.param("large.txt", b"x" * 1_000_001, "larger than 1 MB", id="too large"),
    pytest.param("tool.exe", b"MZ\x90", "of a kind that is not sent", id="a programme"),
    pytest.param("page.html", b"<p>", "of a kind that is not sent", id="a page"),
    pytest.param("plan", b"%PDF-1.7", "of a kind that is not sent", id="no ending"),
    pytest.param("plan.pdf", b"MZ\x90", "is a programme", id="a programme that is called a PDF"),
    pytest.param("plan.pdf", b"words", "not what its name says", id="words that are called a PDF"),
    pytest.param("list.docx", packed("word/vbaProject.bin"), "holds macros", id="macros"),
    pytest.param("list.xlsx", packed("run.js"), "a programme in it", id="a programme inside"),
    pytest.param("list.docx", b"PK\x03\x04 broken", "is broken", id="a broken archive"),
]


@pytest.mark.parametrize(("name", "content", "words"), REFUSED)
def test_what_is_not_sent_is_said_in_a_sentence(name: str, content: bytes, words: str) -> None:
    with pytest.raises(InvalidInput, match=words) as refused:
        attachable(name, content, 1)
    assert refused.value.field == "files"
