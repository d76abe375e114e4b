"""Files that stand in the words of a text, uuencoded or in yEnc: taken out, and the words round them stay."""

import binascii
import hashlib
import time
from collections.abc import Callable

import pytest

from channels.email import in_text
from channels.email.inbound import read
from channels.email.yenc import ONLY_A_PART

HEAD = b"From: ann@example.org\nMessage-ID: <a@example.org>\nDate: Mon, 3 Mar 2025 10:00:00 +0000\n\n"
PHOTO = bytes(range(256)) * 9
BACKTICKED, SPACED = True, False


def uu(content: bytes, name: str = "photo.jpg", backtick: bool = BACKTICKED) -> bytes:
    lines = [
        binascii.b2a_uu(content[at : at + 45], backtick=backtick).rstrip(b" " if not backtick else b"\n").rstrip(b"\n")
        for at in range(0, len(content), 45)
    ]
    return b"\n".join((b"begin 644 " + name.encode(), *lines, b"`", b"end", b""))


def yenc(content: bytes, name: str = "photo.jpg", crc: int | None = None) -> bytes:
    made = bytes((each + 42) & 255 for each in content).replace(b"=", b"=}")
    for plain, escaped in ((b"\0", b"=@"), (b"\n", b"=J"), (b"\r", b"=M")):
        made = made.replace(plain, escaped)
    sum_of = binascii.crc32(content) if crc is None else crc
    head = f"=ybegin line=9999 size={len(content)} name={name}\n".encode()
    return head + made + f"\n=yend size={len(content)} crc32={sum_of:08x}\n".encode()


def in_parts(content: bytes, *ends: int, name: str = "photo.jpg", whole: bytes | None = None) -> list[bytes]:
    """The same in yEnc, a text for each part; the last says the sum of the whole."""
    made, begin = [], 0
    for number, end in enumerate(ends, start=1):
        body = yenc(content[begin:end], name).split(b"\n", 1)[1].rsplit(b"\n=yend", 1)[0]
        part_sum = f"{binascii.crc32(content[begin:end]):08x}"
        last = f" crc32={binascii.crc32(content if whole is None else whole):08x}" if end == ends[-1] else ""
        made.append(
            f"=ybegin part={number} total={len(ends)} line=9999 size={len(content)} name={name}\n"
            f"=ypart begin={begin + 1} end={end}\n".encode()
            + body
            + f"\n=yend size={end - begin} part={number} pcrc32={part_sum}{last}\n".encode()
        )
        begin = end
    return made


FILES = [
    pytest.param(uu(PHOTO), id="uuencoded"),
    pytest.param(uu(PHOTO, backtick=SPACED), id="uuencoded by an old programme, with spaces"),
    pytest.param(uu(PHOTO).replace(b"\n", b"\r\n"), id="with the lines of the Internet"),
    pytest.param(yenc(PHOTO), id="in yEnc"),
    pytest.param(b"".join(in_parts(PHOTO, 1000, 2000, len(PHOTO))), id="in parts that are all there"),
    pytest.param(b"".join(reversed(in_parts(PHOTO, 1000, len(PHOTO)))), id="the last part first"),
    pytest.param(b"".join(2 * in_parts(PHOTO, 1000, len(PHOTO))), id="each part twice"),
]


@pytest.mark.parametrize("file", FILES)
def test_a_file_in_a_text_is_an_attachment_and_the_words_round_it_stay(file: bytes) -> None:
    mail = read(HEAD + b"The hole in Mill Lane:\n" + file + b"It is deep.\n")
    assert [(each.filename, each.size, each.md5) for each in mail.attachments] == [
        ("photo.jpg", len(PHOTO), hashlib.md5(PHOTO, usedforsecurity=False).hexdigest())
    ]
    assert mail.text == "The hole in Mill Lane:\nIt is deep."
    assert mail.warnings == ()


APART = [
    pytest.param(in_parts(PHOTO, 1000, len(PHOTO))[:1], [("photo (part 1 of 2).jpg", 1000)], id="the first of two"),
    pytest.param(
        in_parts(PHOTO, 500, 1000, len(PHOTO))[::2],
        [("photo (part 1 of 3).jpg", 500), ("photo (part 3 of 3).jpg", len(PHOTO) - 1000)],
        id="one is missing",
    ),
    pytest.param(
        in_parts(PHOTO, 1000, len(PHOTO), whole=b"another"),
        [("photo (part 1 of 2).jpg", 1000), ("photo (part 2 of 2).jpg", len(PHOTO) - 1000)],
        id="their sum is another's",
    ),
    pytest.param(
        [in_parts(PHOTO, 1000, len(PHOTO))[0].replace(b" total=2", b"")],
        [("photo (part 1).jpg", 1000)],
        id="of how many is not said",
    ),
]


@pytest.mark.parametrize(("parts", "kept"), APART)
def test_parts_that_are_no_whole_are_kept_named_and_said(parts: list[bytes], kept: list[tuple[str, int]]) -> None:
    mail = read(HEAD + b"Look:\n" + b"".join(parts) + b"It is deep.\n")
    assert [(each.filename, each.size) for each in mail.attachments] == kept
    assert mail.text == "Look:\nIt is deep."
    assert mail.warnings == (ONLY_A_PART,)


def test_a_part_of_a_programme_is_said_to_be_one() -> None:
    (_, second) = in_parts(PHOTO, 1000, len(PHOTO), name="../bill.pdf.exe")
    (file,) = read(HEAD + second).attachments
    assert file.dangers == ("“bill.pdf (part 2 of 2).exe” is a programme. Do not open it.",)


@pytest.mark.parametrize("file", [uu(b"MZ" + PHOTO, "../bill.pdf.exe"), yenc(b"MZ" + PHOTO, "../bill.pdf.exe")])
def test_it_is_looked_at_for_danger_as_any_other(file: bytes) -> None:
    mail = read(HEAD + file)
    assert [each.filename for each in mail.attachments] == ["bill.pdf.exe"]
    assert mail.dangers == ("“bill.pdf.exe” is a programme. Do not open it.",)


BROKEN = [
    pytest.param(uu(PHOTO).replace(b"end\n", b""), id="uuencoded, without an end"),
    pytest.param(uu(PHOTO).replace(b"`\nend", b"and so on\nend"), id="uuencoded, with words in it"),
    pytest.param(yenc(PHOTO).replace(b"\n=yend", b"\n"), id="yEnc without an end"),
    pytest.param(yenc(PHOTO, crc=1), id="yEnc with another checksum"),
    pytest.param(yenc(PHOTO).replace(b"line=", b"part=1 line="), id="a part in yEnc that does not say which"),
    pytest.param(in_parts(PHOTO, 9, len(PHOTO))[0].replace(b"pcrc32=", b"pcrc32=1"), id="a part with another sum"),
    pytest.param(in_parts(PHOTO, 9, len(PHOTO))[0].replace(b"end=9", b"end=8"), id="a part of another length"),
    pytest.param(in_parts(PHOTO, 9, len(PHOTO))[0].replace(b"begin=1", b"begin=0"), id="a part before the first"),
]


@pytest.mark.parametrize("file", BROKEN)
def test_what_is_broken_stays_in_the_text_and_is_told(file: bytes) -> None:
    mail = read(HEAD + b"Look:\n" + file)
    assert mail.attachments == ()
    assert "begin " in mail.text
    assert mail.warnings == (in_text.BROKEN,)


PROSE = [
    "begin 644 is a sentence\nPlease answer.\nend",
    "To\nbegin 644 things is hard\n\nend",
    "I begin 644 photo.jpg\nM\nend",
    "begin with the road\nend",
    "=ybegin is how it begins",
]


@pytest.mark.parametrize("words", PROSE)
def test_prose_is_no_file(words: str) -> None:
    mail = read(HEAD + words.encode())
    assert (mail.text, mail.attachments, mail.warnings) == (words, (), ())


LONG = [
    pytest.param(lambda: uu(bytes(15_000_000)), id="a long file"),
    pytest.param(lambda: b"begin 644 a\n#0V%T\n" * 500_000, id="many that have no end"),
    pytest.param(lambda: b"begin 644 a\n" + b"#0V%T\n" * 2_000_000, id="many short lines"),
    pytest.param(lambda: b"=ybegin line=128 size=1 name=a\n" * 300_000, id="many in yEnc that have no end"),
    pytest.param(lambda: b"=ybegin line=1 size=1 name=a\n" * 300_000 + b"\n=yend size=1\n", id="many with one end"),
    pytest.param(lambda: b"=ybegin part=1 line=1 size=1 name=a\n" * 300_000, id="many parts that have no end"),
]


@pytest.mark.parametrize("made", LONG)
def test_one_made_to_take_long_does_not(made: Callable[[], bytes]) -> None:
    content = made()
    start = time.process_time()
    in_text.taken_out(content)
    assert time.process_time() - start < 1
