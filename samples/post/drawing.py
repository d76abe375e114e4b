"""A letter on A4 at 200 dots an inch: grey pictures, dark ink on white paper."""

from collections.abc import Iterator
from random import Random
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from samples.post.fonts import Hand, face
from samples.post.words import Letter

DPI: Final = 200
WIDTH, HEIGHT = 1654, 2339
MARGIN: Final = 190
SIZES: Final = {Hand.PRINTER: (30, 34), Hand.TYPEWRITER: (30, 34), Hand.PEN: (44, 54)}
"""Pixels an em: 11 to 12 points, and a hand that writes larger."""
PAPER: Final = 255

Font = ImageFont.FreeTypeFont


def draw(letter: Letter, random: Random, *, hand: Hand, name: str) -> list[Image.Image]:
    """The pages of a letter in the face `name`."""
    font = face(name, random.randint(*SIZES[hand]))
    leading = int(font.size * random.uniform(1.3, 1.5))
    pages = [_blank()]
    y = MARGIN
    for x, line in _lines(letter, font):
        if y > HEIGHT - MARGIN - leading:
            pages.append(_blank())
            y = MARGIN
        _put(pages[-1], (x, y), line, font, random, hand)
        y += leading if line else leading // 2
    return pages


def blank(random: Random) -> Image.Image:
    """The empty back of a sheet: not quite white, with a speck or two."""
    page = _blank()
    pen = ImageDraw.Draw(page)
    for _ in range(random.randint(0, 4)):
        x, y = random.randint(20, WIDTH - 20), random.randint(20, HEIGHT - 20)
        pen.ellipse((x, y, x + 3, y + 3), fill=90)
    return page


def _blank() -> Image.Image:
    return Image.new("L", (WIDTH, HEIGHT), PAPER)


def _lines(letter: Letter, font: Font) -> Iterator[tuple[int, str]]:
    right = WIDTH - MARGIN - max(int(font.getlength(line)) for line in letter.head)
    yield from ((right, line) for line in letter.head)
    yield (MARGIN, "")
    yield from ((MARGIN, line) for line in letter.addressee)
    yield (MARGIN, "")
    yield (MARGIN, letter.date_line)
    for paragraph in letter.paragraphs:
        yield (MARGIN, "")
        yield from ((MARGIN, line) for line in _wrapped(paragraph, font))
    yield (MARGIN, "")
    yield from ((MARGIN, line) for line in letter.signature)


def _wrapped(text: str, font: Font) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > WIDTH - 2 * MARGIN:
            yield line
            line = word
        else:
            line = longer
    yield line


def _put(page: Image.Image, at: tuple[int, int], line: str, font: Font, random: Random, hand: Hand) -> None:
    """One line of writing. A typewriter strikes each letter by itself, a pen wanders, a printer does neither."""
    pen = ImageDraw.Draw(page)
    if hand is Hand.PRINTER:
        pen.text(at, line, font=font, fill=random.randint(0, 40))
        return
    x, y = float(at[0]), at[1]
    pieces = list(line) if hand is Hand.TYPEWRITER else [f"{word} " for word in line.split()]
    for piece in pieces:
        drift, ink = (1, random.randint(10, 90)) if hand is Hand.TYPEWRITER else (4, random.randint(20, 70))
        pen.text((x, y + random.randint(-drift, drift)), piece, font=font, fill=ink)
        x += font.getlength(piece)
