"""How much a file may ask of this machine before it is put aside."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Most pages, pixels, bytes and seconds. A letter needs a hundredth of each."""

    pages: int = 300
    side_px: int = 15_000
    """A page's longer side; A3 at 600 dots an inch is 9,900."""
    pixels: int = 110_000_000
    file_bytes: int = 200_000_000
    memory_bytes: int = 3_000_000_000
    page_s: int = 30
    """Processor time for one page."""
    file_s: int = 1_200
    """Time by the clock for the whole file."""
