"""Messages that were made to hurt whoever reads them: long, deep, many, or slow for a careless pattern."""

import io
import zipfile
from collections.abc import Callable
from typing import Final

from tests.samples.mail.shapes import PDF, multi, nested, part

HEAD: Final = b"From: a@example.org\nSubject: bomb\nMessage-ID: <b@example.org>\nDate: Mon, 3 Mar 2025 10:00:00 +0000\n"


def _text(words: bytes, *fields: bytes) -> bytes:
    return HEAD + b"".join(each + b"\n" for each in fields) + b"\n" + words


def _html(page: bytes) -> bytes:
    return _text(page, b"Content-Type: text/html; charset=utf-8")


def _mixed(*parts: bytes) -> bytes:
    fields, content = multi("mixed", *parts)
    return HEAD + "\n".join(fields).encode() + b"\n\n" + content


def _zipped(name: str, unpacked: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as entry:
        for _ in range(unpacked // 1_000_000):
            entry.write(bytes(1_000_000))
    return stream.getvalue()


def _deep(levels: int) -> bytes:
    inner = part("application/pdf", PDF)
    for level in range(levels):
        inner = nested("mixed", inner, boundary=f"x{level}x")
    return HEAD + inner


def _mails_in_mails(levels: int) -> bytes:
    return (
        HEAD
        + b"Content-Type: message/rfc822\n\n"
        + (HEAD + b"Content-Type: message/rfc822\n\n") * levels
        + HEAD
        + b"\nx"
    )


BOMBS: Final[dict[str, Callable[[], bytes]]] = {
    "a file of 36 MB": lambda: _mixed(part("application/octet-stream", bytes(range(256)) * 140_000)),
    "a uuencoded file of 45 MB": lambda: _text(
        b"begin 644 a.bin\n" + (b"M" + b"0V%T" * 15 + b"\n") * 725_000 + b"`\nend\n"
    ),
    "yEnc of 45 MB, all escapes": lambda: _text(
        b"=ybegin line=128 size=22000000 name=a.bin\n" + b"=@" * 22_000_000 + b"\n=yend size=22000000\n"
    ),
    "a text of 45 MB on one line": lambda: _text(b"word " * 9_000_000),
    "a text of 45 MB in lines": lambda: _text(b"some words\n" * 4_000_000),
    "emoji, 40 MB": lambda: _text("😀".encode() * 10_000_000, b"Content-Type: text/plain; charset=utf-8"),
    "empty lines, 40 MB": lambda: _text(b"\n" * 40_000_000),
    "letters of no charset, 40 MB": lambda: _text(
        b"\x81\xfe\n" * 13_000_000, b"Content-Type: text/plain; charset=utf-8"
    ),
    "one header of 40 MB": lambda: HEAD + b"X: " + b"x" * 40_000_000 + b"\n\nwords",
    "a folded header of 40 MB": lambda: HEAD + b"X: y\n" + b" x\n" * 13_000_000 + b"\nwords",
    "a million headers": lambda: HEAD + b"X: y\n" * 1_000_000 + b"\nwords",
    "references of 20 MB": lambda: HEAD + b"References: " + b"<a@b>\n " * 3_000_000 + b"x\n\nwords",
    "a hundred thousand recipients": lambda: (
        HEAD + b"To: " + b"a b <a@example.org>,\n " * 100_000 + b"c@d.example\n\nx"
    ),
    "brackets in an address": lambda: HEAD + b"To: " + b"(" * 200_000 + b"a@b.example\n\nx",
    "quotes in an address": lambda: HEAD + b"To: " + b'"\\' * 30_000 + b"a@b.example\n\nx",
    "encoded words": lambda: HEAD + b"To: " + b"=?utf-8?b?YQ==?= " * 500_000 + b"\n\nx",
    "parameters": lambda: HEAD + b"Content-Type: text/plain; " + b'a="b;' * 200_000 + b"\n\nx",
    "a thousand levels": lambda: _deep(1_000),
    "mails in mails": lambda: _mails_in_mails(5_000),
    "a hundred thousand parts": lambda: _mixed(*([b"Content-Type: text/plain\n\nx"] * 100_000)),
    "boundaries that are none": lambda: _mixed(b"\n" + b"--=_made-up x\n" * 1_000_000),
    "padding, 40 MB": lambda: _text(b"QQ==" * 10_000_000, b"Content-Transfer-Encoding: base64"),
    "escapes, 40 MB": lambda: _text(b"=3D" * 13_000_000, b"Content-Transfer-Encoding: quoted-printable"),
    "a page of 40 MB": lambda: _html(b"<p>word</p>" * 4_000_000),
    "a page a hundred thousand deep": lambda: _html(b"<div>" * 100_000 + b"word"),
    "quotes ten thousand deep": lambda: _html(b"<blockquote>" * 10_000 + b"<p>word</p>" * 10_000),
    "tags that never close": lambda: _html(b"<img " * 250_000),
    "open letters": lambda: _html(b"<b><i><a href=x>" * 60_000 + b"</p>" * 60_000),
    "comments that never close": lambda: _html(b"<!--" * 300_000),
    "pictures from afar": lambda: _html(b'<img src="https://t.example/x">' * 40_000),
    "lines of quotes": lambda: _text(b">" * 3_000_000),
    "a quote a line": lambda: _text(b"> \n\n" * 250_000),
    "headers in the text": lambda: _text(b"From: x\nTo: y\n" * 70_000),
    "somebody wrote, a line each": lambda: _text(b"On 3 March 2025 at 10:30 x@y\n" * 34_000),
    "lines of dashes": lambda: _text(b"-- \n" * 250_000),
    "thanks": lambda: _text(b"Thanks,\nA\n01632 960001\n" * 40_000),
    "a zip that unpacks to a gigabyte": lambda: _mixed(
        part("application/zip; name=a.zip", _zipped("a", 1_000_000_000))
    ),
    "a zip cut short": lambda: _mixed(part("application/zip; name=b.zip", b"PK\x03\x04" + b"x" * 1_000_000)),
    "a PDF of 30 MB that may be anything": lambda: _mixed(
        part("application/pdf; name=a.pdf", b"%PDF-1.7\n" + b"/Filter [ /FlateDecode /JS/J/Launc" * 900_000)
    ),
    "TNEF of nothing": lambda: _mixed(part("application/ms-tnef", b"\x78\x9f\x3e\x22\0\0" + bytes(11) * 2_000_000)),
    "a report for machines": lambda: (
        HEAD.replace(b"a@", b"mailer-daemon@") + b"\n" + b"<a@b.example>: 5.1.1\n" * 500_000
    ),
    "punycode": lambda: _text(b"a-" * 500_000, b"Content-Type: text/plain; charset=punycode"),
    "nothing but noughts": lambda: bytes(40_000_000),
    "longer than is read": lambda: _text(b"x" * 60_000_000),
}
