"""Whatever charset a message names, its words are read."""

from encodings import aliases

import pytest

from channels.email.charsets import NONE_NAMED, NOT_IN_IT, NOT_KNOWN, decode
from channels.email.inbound import read
from channels.email.transfer import DAMAGED

NAMES = sorted({*aliases.aliases, *aliases.aliases.values(), "quoted-printable", "base64", "x-nobody-knows"})
WHOLE = "Message-ID: <1@example.org>\r\nFrom: a@example.org\r\nDate: Mon, 3 Mar 2025 10:00:00 +0000\r\nSubject: x\r\n"
PLACES = {
    "its body": 'Subject: x\r\nContent-Type: text/plain; charset="{name}"',
    "an encoded word": "Subject: =?{name}?q?abc?=",
    "its sender's name": "Subject: x\r\nFrom: =?{name}?b?YWJj?= <a@example.org>",
    "a file's name": "Subject: x\r\nContent-Type: application/pdf; name*={name}''abc",
    "a file's name as an encoded word": 'Subject: x\r\nContent-Type: application/pdf; name="=?{name}?b?YWJj?="',
}


@pytest.mark.parametrize("place", PLACES)
def test_a_message_that_names_any_of_pythons_codecs_is_read(place: str) -> None:
    for name in NAMES:
        raw = f"Message-ID: <1@example.org>\r\n{PLACES[place].format(name=name)}\r\n\r\nThe bin.".encode()
        assert read(raw).message_id == "<1@example.org>", name


@pytest.mark.parametrize(
    ("charset", "body", "text", "told"),
    [
        pytest.param("nonsense-42", b"Mill Lane, \xc2\xa35", "Mill Lane, £5", NOT_KNOWN, id="one that nobody knows"),
        pytest.param("utf-8", b"Mill Lane, \xa35", "Mill Lane, £5", NOT_IN_IT, id="Latin-1 that says it is UTF-8"),
        pytest.param("", b"Mill Lane, \xa35", "Mill Lane, £5", NONE_NAMED, id="none, and it is not UTF-8"),
        pytest.param("", b"Mill Lane, \xc2\xa35", "Mill Lane, £5", "", id="none, and it is UTF-8"),
        pytest.param("iso-8859-1", b"Mill Lane, \x805", "Mill Lane, €5", "", id="the small name of a larger one"),
    ],
)
def test_a_guess_is_told(charset: str, body: bytes, text: str, told: str) -> None:
    kind = f'Content-Type: text/plain; charset="{charset}"\r\n' if charset else ""
    mail = read(f"{WHOLE}{kind}\r\n".encode() + body)
    assert (mail.text, mail.warnings) == (text, (told,) if told else ())


@pytest.mark.parametrize(
    ("body", "whole"),
    [
        pytest.param(b"SGVsbG8gZnJvbSB0aGUgbWlsbA==", True, id="as it should be"),
        pytest.param(b"SGVsbG8g\r\nZnJvbSA=\r\ndGhlIG1pbGw=\r\n", True, id="runs that are each whole"),
        pytest.param(b"SGVsbG8\xe2\x80\xa6!!!===", False, id="letters that mean nothing"),
        pytest.param(b"SGVsbG8gZnJvbSB0aGUgbWls\r\nbA", False, id="its end is missing"),
    ],
)
def test_base64_that_is_damaged_is_told(body: bytes, whole: bool) -> None:
    mail = read(f"{WHOLE}Content-Transfer-Encoding: base64\r\n\r\n".encode() + body)
    assert mail.text.startswith("Hello")
    assert mail.warnings == (() if whole else (DAMAGED,))


@pytest.mark.parametrize("name", ["base64", "quoted-printable", "hex", "uu", "zip", "bz2", "rot13", "rot_13"])
def test_what_is_no_charset_is_read_as_if_none_was_named(name: str) -> None:
    assert decode("Mill Lane, £5".encode(), name) == "Mill Lane, £5"
