"""Sheets that an office puts between letters: separators with a code on them, and cover sheets that say more."""

from random import Random
from typing import Final

import zxingcpp
from PIL import Image, ImageDraw

from samples.post.drawing import DPI, HEIGHT, MARGIN, PAPER, WIDTH
from samples.post.fonts import face

MILLIMETRE: Final = DPI / 25.4
SPLIT: Final = "switchboard:split"
PATCH_T: Final = "PATCHT"


def qr_sheet(text: str, random: Random, *, title: str, millimetres: int = 40) -> Image.Image:
    """A sheet with a QR code of about `millimetres`, somewhere in its upper half."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    return _sheet(code, random, title=title, width=int(millimetres * MILLIMETRE))


def patch_sheet(random: Random) -> Image.Image:
    """A separator as document scanners know it, its name in Code 128."""
    code = zxingcpp.create_barcode(PATCH_T, zxingcpp.BarcodeFormat.Code128)
    return _sheet(code, random, title="PATCH T", width=int(90 * MILLIMETRE))


def bars_sheet(random: Random) -> Image.Image:
    """Kodak's own Patch T (A-61599): narrow, wide, narrow, wide bars, 0.08 and 0.2 inch, across the leading edge."""
    page = Image.new("L", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(page)
    y = random.randint(60, 160)
    for inches in (0.08, 0.2, 0.08, 0.2):
        high = int(inches * DPI)
        pen.rectangle((MARGIN, y, WIDTH - MARGIN, y + high - 1), fill=10)
        y += high + int(0.08 * DPI)
    return page


def _sheet(code: zxingcpp.Barcode, random: Random, *, title: str, width: int) -> Image.Image:
    page = Image.new("L", (WIDTH, HEIGHT), PAPER)
    drawn = Image.fromarray(code.to_image(scale=8))
    height = max(width * drawn.height // drawn.width, 120)
    at = (random.randint(MARGIN, WIDTH - MARGIN - width), random.randint(MARGIN + 120, HEIGHT // 2))
    page.paste(drawn.resize((width, height), Image.Resampling.NEAREST), at)
    ImageDraw.Draw(page).text((MARGIN, MARGIN), title, font=face("arimo", 60), fill=0)
    return page
