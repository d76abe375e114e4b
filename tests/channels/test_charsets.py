"""Whatever charset a message names, its words are read."""

from encodings import aliases

import pytest

from channels.email.charsets import decode
from channels.email.inbound import read

NAMES = sorted({*aliases.aliases, *aliases.aliases.values(), "quoted-printable", "base64", "x-nobody-knows"})
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


@pytest.mark.parametrize("name", ["base64", "quoted-printable", "hex", "uu", "zip", "bz2", "rot13", "rot_13"])
def test_what_is_no_charset_is_read_as_if_none_was_named(name: str) -> None:
    assert decode("Mill Lane, £5".encode(), name) == "Mill Lane, £5"
