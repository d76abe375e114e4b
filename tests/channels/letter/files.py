"""Files as they come: whole ones from samples, and broken ones of every kind."""

import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

from channels.letter.limits import Limits
from channels.letter.shapes import Trouble

PAGE = (1654, 2339)


def pdf(path: Path, pages: Sequence[Image.Image]) -> Path:
    first, *others = _fresh(pages)
    first.save(path, "PDF", save_all=True, append_images=others, resolution=200)
    return path


def tiff(path: Path, pages: Sequence[Image.Image]) -> Path:
    first, *others = _fresh(pages)
    first.save(path, "TIFF", save_all=True, append_images=others, compression="tiff_lzw")
    return path


def _fresh(pages: Sequence[Image.Image]) -> list[Image.Image]:
    """Copies: a picture that was saved once keeps how, and is then not saved in another way."""
    return [page.copy() for page in pages]


def empty(path: Path) -> None:
    path.touch()


def words_only(path: Path) -> None:
    path.write_text("Dear Sir, this is no picture.")


def cut_png(path: Path) -> None:
    Image.effect_noise((900, 1200), 40).save(path, "PNG")
    path.write_bytes(path.read_bytes()[:4000])


def cut_pdf(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n1 0 obj << /Type /Catalog")


def many_pages(path: Path) -> None:
    document = pdfium.PdfDocument.new()
    for _ in range(Limits().pages + 1):
        document.new_page(595, 842)
    document.save(path)


def huge_png(path: Path) -> None:
    white_png(path, 20_000)


def white_png(path: Path, side: int) -> None:
    """Very many white pixels in very few bytes."""
    row = b"\0" + b"\xff" * (side // 8)
    packed = zlib.compress(row * side, 9)
    parts = [(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)), (b"IDAT", packed), (b"IEND", b"")]
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in parts))


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def bomb(path: Path) -> None:
    """A PDF of 2 MB whose one picture unpacks to 16,000 by 130,000 pixels."""
    wide, high = 16_000, 130_000
    squeeze = zlib.compressobj(9)
    packed = b"".join(squeeze.compress(bytes(wide)) for _ in range(high)) + squeeze.flush()
    picture = f"/Type /XObject /Subtype /Image /Width {wide} /Height {high} /BitsPerComponent 8 /ColorSpace /DeviceGray"
    path.write_bytes(one_page(packed, picture))


def drawn_bomb(path: Path) -> None:
    """A small PDF whose page is drawn with five million lines."""
    squeeze = zlib.compressobj(9)
    line = b"0 0 m 1 1 l S\n" * 1000
    packed = b"".join(squeeze.compress(line) for _ in range(5_000)) + squeeze.flush()
    path.write_bytes(
        _whole([*_PAGE, b"<< /Length %d /Filter /FlateDecode >> stream\n%s\nendstream" % (len(packed), packed)])
    )


def typed(lines: Sequence[str], hidden: str = "") -> bytes:
    """A PDF as a program writes a letter, not a scanner; `hidden` is in it and not seen."""
    shown = b" ".join(b"(%s) Tj T*" % line.encode() for line in lines)
    words = b"BT /F 12 Tf 14 TL 60 780 Td %s 3 Tr (%s) Tj ET" % (shown, hidden.encode())
    return _whole([*_PAGE, b"<< /Length %d >> stream\n%s\nendstream" % (len(words), words)])


_PAGE = (
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
    b" /Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >> >> >> >>",
)


def locked(path: Path) -> None:
    """A PDF that says it is encrypted, by a key that nobody has."""
    plain = one_page(b"", None)
    keys = f"<< /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -4 >>"
    path.write_bytes(plain.replace(b"trailer << ", f"trailer << /ID [<61><61>] /Encrypt {keys} ".encode()))


def one_page(packed: bytes, picture: str | None) -> bytes:
    """A PDF written by hand, with a picture that fills its page."""
    paint = b"q 595 0 0 842 0 0 cm /P Do Q" if picture else b""
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /XObject << /P 5 0 R >> >> >>",
        b"<< /Length %d >> stream\n%s\nendstream" % (len(paint), paint),
        f"<< {picture or ''} /Filter /FlateDecode /Length {len(packed)} >> stream\n".encode() + packed + b"\nendstream",
    ]
    return _whole(bodies)


def _whole(bodies: Sequence[bytes]) -> bytes:
    made = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(bodies) + 1, table)
    return made + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, start)


BROKEN: Mapping[str, tuple[Callable[[Path], None], Trouble]] = {
    "an empty file": (empty, Trouble.EMPTY),
    "a file of words": (words_only, Trouble.UNKNOWN_KIND),
    "a picture cut off": (cut_png, Trouble.BROKEN),
    "a PDF cut off": (cut_pdf, Trouble.BROKEN),
    "a PDF locked with a password": (locked, Trouble.ENCRYPTED),
    "a PDF of more pages than may come": (many_pages, Trouble.TOO_MANY_PAGES),
    "a page of 20,000 dots a side": (huge_png, Trouble.TOO_LARGE),
    "a small PDF that unpacks to two thousand million dots": (bomb, Trouble.TOO_LARGE),
}
