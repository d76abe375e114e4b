"""Sheets of ours for the scanner, as PDF: separators, and covers that say where the letter behind them belongs."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import typst
import zxingcpp

from channels.letter.codes import SPLIT, TWO_PASSES, cover_text

PAPER: Final = Path(__file__).parent / "paper"
LABELS: Final[Mapping[str, str]] = {
    "service": "Service",
    "reference": "Reference",
    "office": "Office",
    TWO_PASSES: "All fronts first, then all backs",
}
COVER_USE: Final = "Lay this sheet on a letter. It stays with it; all behind it, up to the next sheet, is that letter."
SEPARATOR_USE: Final = "Lay this sheet between two letters. It is not kept; it can be used again."


def separator(council: str) -> bytes:
    """A sheet that stands between two letters, as a PDF."""
    return _sheet("Separator", council, SPLIT, {}, SEPARATOR_USE)


def cover(council: str, **said: str) -> bytes:
    """A sheet that is the first of one letter and says its `service`, `reference` or `office`, as a PDF.

    With `two-passes`, it says so of the whole pile that it lies on.
    """
    return _sheet("Cover sheet", council, cover_text(**said), said, COVER_USE)


def qr(text: str) -> str:
    """A QR code as SVG, readable with a quarter of it smudged."""
    return zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="Q").to_svg()


def _sheet(title: str, council: str, code: str, said: Mapping[str, str], use: str) -> bytes:
    lines = [(LABELS[key], value) for key, value in said.items() if value]
    inputs = {"title": title, "council": council, "code": qr(code), "lines": json.dumps(lines), "use": use}
    made: bytes = typst.compile(PAPER / "sheet.typ", ignore_system_fonts=True, sys_inputs=inputs)
    return made
