"""The shapes in which a body travels: one function a shape, from the body to Content-* fields and bytes.

Each gives the fields, the bytes after them, whether a reader sees the HTML (or the plain text), and the files' names.
"""

import base64
import quopri
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tests.samples.mail.bodies import Body
from tests.samples.mail.tnef import winmail

PDF: Final = b"%PDF-1.4\n%made up\n%%EOF\n"
PNG: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What stands below the envelope's fields. `files` are the names a reader should see, in order."""

    content: bytes
    fields: tuple[str, ...] = ("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit")
    files: tuple[str, ...] = ()
    from_html: bool = False


Shapes = Callable[[random.Random, Body], Shape]


def part(kind: str, content: bytes, *fields: str) -> bytes:
    """One part in base64."""
    lines = (f"Content-Type: {kind}", "Content-Transfer-Encoding: base64", *fields)
    return "\n".join(lines).encode() + b"\n\n" + base64.encodebytes(content)


def multi(kind: str, *parts: bytes, boundary: str = "=_made-up", closed: bool = True) -> tuple[tuple[str, ...], bytes]:
    """The fields and the bytes of a multipart."""
    line = b"--" + boundary.encode()
    content = b"This is a multi-part message in MIME format.\n"
    content += b"".join(line + b"\n" + each.rstrip(b"\n") + b"\n" for each in parts) + (
        line + b"--\n" if closed else b""
    )
    return (f'Content-Type: multipart/{kind}; boundary="{boundary}"',), content


def nested(kind: str, *parts: bytes, boundary: str) -> bytes:
    fields, content = multi(kind, *parts, boundary=boundary)
    return "\n".join(fields).encode() + b"\n\n" + content


def _text(body: Body) -> bytes:
    return part("text/plain; charset=utf-8", body.plain.encode())


def _page(body: Body) -> bytes:
    return part("text/html; charset=utf-8", body.html.encode())


def plain(dice: random.Random, body: Body) -> Shape:
    return Shape(content=body.plain.encode())


def quoted_printable(dice: random.Random, body: Body) -> Shape:
    fields = ("Content-Type: text/plain; charset=UTF-8", "Content-Transfer-Encoding: quoted-printable")
    return Shape(fields=fields, content=quopri.encodestring(body.plain.encode()))


def in_base64(dice: random.Random, body: Body) -> Shape:
    fields = ("content-type: TEXT/PLAIN; CHARSET=utf-8", "content-transfer-encoding: BASE64")
    return Shape(fields=fields, content=base64.encodebytes(body.plain.encode()))


def base64_without_padding(dice: random.Random, body: Body) -> Shape:
    fields = ("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64")
    return Shape(
        fields=fields, content=base64.encodebytes(body.plain.encode()).replace(b"=", b"").replace(b"\n", b" \n")
    )


def windows_called_latin(dice: random.Random, body: Body) -> Shape:
    return _in_cp1252(body, "Content-Type: text/plain; charset=iso-8859-1")


def windows_called_nothing(dice: random.Random, body: Body) -> Shape:
    return _in_cp1252(body, "Content-Type: text/plain")


def windows_called_utf8(dice: random.Random, body: Body) -> Shape:
    return _in_cp1252(body, "Content-Type: text/plain; charset=utf-8")


def utf8_called_ascii(dice: random.Random, body: Body) -> Shape:
    return Shape(fields=("Content-Type: text/plain; charset=us-ascii",), content=body.plain.encode())


def unknown_charset(dice: random.Random, body: Body) -> Shape:
    return Shape(fields=("Content-Type: text/plain; charset=x-nobody-knows",), content=body.plain.encode())


def no_type(dice: random.Random, body: Body) -> Shape:
    return Shape(fields=(), content=body.plain.encode())


def alternative(dice: random.Random, body: Body) -> Shape:
    fields, content = multi("alternative", _text(body), _page(body))
    return Shape(fields=fields, content=content)


def html_only(dice: random.Random, body: Body) -> Shape:
    fields = ('Content-Type: text/html; charset="utf-8"', "Content-Transfer-Encoding: base64")
    return Shape(fields=fields, content=base64.encodebytes(body.html.encode()), from_html=True)


def empty_plain(dice: random.Random, body: Body) -> Shape:
    fields, content = multi("alternative", part("text/plain", b"\n \n"), _page(body))
    return Shape(fields=fields, content=content, from_html=True)


def with_pdf(dice: random.Random, body: Body) -> Shape:
    file = part("application/pdf", PDF, 'Content-Disposition: attachment; filename="bill.pdf"')
    fields, content = multi("mixed", _text(body), file)
    return Shape(fields=fields, content=content, files=("bill.pdf",))


def with_pictures(dice: random.Random, body: Body) -> Shape:
    page = part(
        "text/html; charset=utf-8", body.html.encode() + b'<img src="cid:p1@x"><img src="https://t.example/p.gif">'
    )
    picture = part("image/png; name=image001.png", PNG, "Content-ID: <p1@x>", "Content-Disposition: inline")
    related = nested("related", page, picture, boundary="rel")
    fields, content = multi("alternative", _text(body), related)
    return Shape(fields=fields, content=content, files=("image001.png",))


def rfc2231(dice: random.Random, body: Body) -> Shape:
    name = (
        "Content-Disposition: attachment;\n filename*0*=UTF-8''caf%C3%A9%20;\n filename*1*=%C2%A320;\n filename*2=.pdf"
    )
    fields, content = multi("mixed", _text(body), part("application/pdf", PDF, name))
    return Shape(fields=fields, content=content, files=("café £20.pdf",))


def name_in_encoded_words(dice: random.Random, body: Body) -> Shape:
    file = part('image/png; name="=?utf-8?B?w6lwYXZlLnBuZw==?="', PNG, "Content-Disposition: attachment")
    fields, content = multi("mixed", _text(body), file)
    return Shape(fields=fields, content=content, files=("épave.png",))


def nameless(dice: random.Random, body: Body) -> Shape:
    fields, content = multi("mixed", _text(body), part("image/png", PNG), part("application/pdf", PDF))
    return Shape(fields=fields, content=content, files=("attachment-1.png", "attachment-2.pdf"))


def paths_for_names(dice: random.Random, body: Body) -> Shape:
    one = part("application/pdf", PDF, 'Content-Disposition: attachment; filename="../../etc/passwd"')
    two = part("application/pdf", PDF, 'Content-Disposition: attachment; filename="C:\\\\Users\\\\a\\\\bill.pdf"')
    fields, content = multi("mixed", _text(body), one, two)
    return Shape(fields=fields, content=content, files=("passwd", "bill.pdf"))


def mail_in_mail(dice: random.Random, body: Body) -> Shape:
    inner = b"From: a@example.org\nSubject: Old matter\nMessage-ID: <in@example.org>\n\nInner words."
    file = b"Content-Type: message/rfc822\nContent-Disposition: attachment\n\n" + inner
    fields, content = multi("mixed", _text(body), file)
    return Shape(fields=fields, content=content, files=("Old matter.eml",))


def tnef(dice: random.Random, body: Body) -> Shape:
    packed = winmail({"a long name.pdf": PDF, "photo.png": PNG})
    file = part('application/ms-tnef; name="winmail.dat"', packed, "Content-Disposition: attachment")
    fields, content = multi("mixed", _text(body), file)
    return Shape(fields=fields, content=content, files=("a long name.pdf", "photo.png"))


def signed(dice: random.Random, body: Body) -> Shape:
    mark = part('application/pkcs7-signature; name="smime.p7s"', b"0\x82made up")
    fields, content = multi('signed; micalg=sha-256; protocol="application/pkcs7-signature"', _text(body), mark)
    return Shape(fields=fields, content=content, files=("smime.p7s",))


def never_closed(dice: random.Random, body: Body) -> Shape:
    fields, content = multi("alternative", _text(body), _page(body), closed=False)
    return Shape(fields=fields, content=content)


def nested_five_deep(dice: random.Random, body: Body) -> Shape:
    inner = nested("alternative", _text(body), _page(body), boundary="b0")
    for depth in range(1, 5):
        inner = nested("mixed", inner, boundary=f"b{depth}")
    fields, content = multi(
        "mixed", inner, part("application/pdf", PDF, "Content-Disposition: attachment; filename=x.pdf")
    )
    return Shape(fields=fields, content=content, files=("x.pdf",))


def forgotten_boundary(dice: random.Random, body: Body) -> Shape:
    _, content = multi("mixed", _text(body), part("application/pdf", PDF, 'Content-Disposition: x; filename="y.pdf"'))
    return Shape(fields=("Content-Type: multipart/mixed",), content=content, files=("y.pdf",))


def around_a_file(dice: random.Random, body: Body) -> Shape:
    """Apple's way: words, a file, and a little more."""
    fields, content = multi("mixed", _text(body), part("application/pdf; name=z.pdf", PDF), part("text/plain", b"\n"))
    return Shape(fields=fields, content=content, files=("z.pdf",))


SHAPES: Final[dict[str, Shapes]] = {
    name: each
    for name, each in list(globals().items())
    if callable(each) and getattr(each, "__annotations__", {}).get("return") is Shape and not name.startswith("_")
}


def _in_cp1252(body: Body, field: str) -> Shape:
    """What that charset lacks (Ł) is left to the shapes that have it."""
    return Shape(fields=(field, "Content-Transfer-Encoding: 8bit"), content=body.plain.encode("cp1252"))
