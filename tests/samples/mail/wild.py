"""Messages of every MIME shape put together at random, right and wrong: what a mailbox that is open to all may get."""

import random
from collections.abc import Iterator
from typing import Final

ENCODINGS: Final = ["7bit", "8bit", "base64", "quoted-printable", "x-uuencode", "binary", "BASE64 ", "nonsense", ""]
CHARSETS: Final = [
    "utf-8", "iso-8859-1", "windows-1252", "utf-16", "utf-7", "gb2312", "big5", "koi8-r", "unknown-8bit", "x-none",
    "iso-2022-jp", "us-ascii", "cp-850", "",
]  # fmt: skip
TYPES: Final = [
    "text/plain", "text/html", "text/calendar", "text/x-vcard", "text/enriched", "text", "/", "a/b/c", "image/png",
    "multipart/mixed", "multipart/alternative", "multipart/related", "multipart/signed", "multipart/report",
    "multipart/digest", "multipart/encrypted", "multipart/appledouble", "multipart/", "message/rfc822",
    "message/delivery-status", "message/partial", "message/external-body", "message/feedback-report",
    "application/ms-tnef", "application/octet-stream", "application/zip", "application/pdf", "application/pkcs7-mime",
]  # fmt: skip
FIELDS: Final = [
    "From", "To", "Cc", "Subject", "Date", "Message-ID", "References", "In-Reply-To", "Reply-To",
    "Content-Disposition", "Content-ID", "Received", "Auto-Submitted", "X-Failed-Recipients", "Return-Path",
    "List-Id", "Precedence", "Sender",
]  # fmt: skip
VALUES: Final = [
    b"=?utf-8?q?=C3=A9?=", b"=?utf-8?b?////?=", b"a@example.org",
    b'"A \\" B" <a@example.org>, (c (d)) <b@example.org>;',
    b"undisclosed-recipients:;", b"<" * 50, b"Mon, 32 Foo 20206 99:99:99 +9999", b"x" * 5_000, b"",
    b"attachment; filename*0*=utf-8''a%20; filename*1=b; filename=\"..\\..\\x.exe\"", b"\xff\xfe\x00\r", b"=?x?y?z?=",
]  # fmt: skip
BODIES: Final = [
    b"Hello\n> quoted\n-- \nA\n", b"<p>Hi<div><blockquote>" * 40, b"begin 644 a.txt\n#86)C\n`\nend\n",
    b"SGVsbG8=" * 200,
    b"On 3 May 2025, A <a@example.org> wrote:\n>" * 60, b"\x78\x9f\x3e\x22\0\0\x01", b"PK\x03\x04\0\0", b"%PDF-1.7 /JS",
    b"Final-Recipient: rfc822; a@example.org\nAction: failed\nStatus: 5.1.1\n", b"\xed\xa0\x80\xf0\x9f", b"",
]  # fmt: skip
DEEPEST: Final = 6
LINE_ENDS: Final = [b"\r\n", b"\n", b"\r\n", b"\r"]


def wild(seed: int, count: int) -> Iterator[bytes]:
    """So many messages, the same for the same seed. Every fifth is damaged on its way besides."""
    dice = random.Random(seed)
    for number in range(count):
        head = [*_fields(dice), b"From: a@example.org"]
        raw = b"\r\n".join(head) + b"\r\n" + _part(dice, 0)
        yield _damaged(dice, raw) if number % 5 == 0 else raw


def _fields(dice: random.Random) -> list[bytes]:
    named = (dice.choice(FIELDS).encode() for _ in range(dice.randint(0, 12)))
    return [name + dice.choice([b": ", b":", b" : "]) + dice.choice(VALUES) for name in named]


def _part(dice: random.Random, depth: int) -> bytes:
    kind, boundary, end = dice.choice(TYPES), f"b{dice.randrange(10**6)} '".encode(), dice.choice(LINE_ENDS)
    said = f"Content-Type: {kind}".encode()
    said += b'; boundary="' + boundary + b'"' if kind.startswith("multipart") else _charset(dice)
    head = [said, f"Content-Transfer-Encoding: {dice.choice(ENCODINGS)}".encode()]
    head += _fields(dice) if dice.random() < 0.3 else []
    return end.join(head) + end + end + _body(dice, kind, boundary, end, depth)


def _charset(dice: random.Random) -> bytes:
    return f"; charset={dice.choice(CHARSETS)}".encode() if dice.random() < 0.6 else b""


def _body(dice: random.Random, kind: str, boundary: bytes, end: bytes, depth: int) -> bytes:
    if kind.startswith("multipart") and depth < DEEPEST:
        parts = (b"--" + boundary + end + _part(dice, depth + 1) + end for _ in range(dice.randint(0, 4)))
        return b"".join(parts) + (b"--" + boundary + b"--" if dice.random() < 0.7 else b"")
    return _part(dice, depth + 1) if kind.startswith("message") and depth < DEEPEST else dice.choice(BODIES)


def _damaged(dice: random.Random, raw: bytes) -> bytes:
    letters = bytearray(raw)
    for _ in range(dice.randint(1, 30)):
        letters[dice.randrange(len(letters))] = dice.randrange(256)
    return bytes(letters)
