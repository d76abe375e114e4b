"""A morning's post through one scanner: letters, separators, cover sheets, backs, and the truth of what is whose."""

from dataclasses import dataclass
from random import Random
from typing import Final

from PIL import Image

from samples.post.drawing import blank
from samples.post.letters import Kind, Sample, sample
from samples.post.sheets import SPLIT, bars_sheet, patch_sheet, qr_sheet

KINDS: Final = (Kind.CLEAN, Kind.SKEWED, Kind.NOISY, Kind.TYPEWRITTEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """`letters` are what the pages hold, in order; `covers` what the cover sheet before each says, if it has one."""

    pages: tuple[Image.Image, ...]
    letters: tuple[Sample, ...]
    covers: tuple[str | None, ...]


def batch(seed: int, *, letters: int = 4, duplex: bool = False) -> Batch:
    """Letters with a sheet before each but, now and then, the first. `duplex` scans every back, blank or not."""
    random = Random(f"batch {seed}")  # noqa: S311  # to be the same again
    pages: list[Image.Image] = []
    covers: list[str | None] = []
    samples = [sample(seed, n, random.choice(KINDS), paragraphs=random.choice((2, 2, 8))) for n in range(letters)]
    for number, each in enumerate(samples):
        cover = _cover(each) if random.random() < 0.4 else None
        covers.append(cover)
        if cover:
            pages += _sides([qr_sheet(cover, random, title="COVER SHEET")], duplex, random)
        elif number or random.random() < 0.5:
            pages += _sides([_separator(random)], duplex, random)
        pages += _sides(list(each.pages), duplex, random)
    return Batch(pages=tuple(pages), letters=tuple(samples), covers=tuple(covers))


def in_two_passes(pages: tuple[Image.Image, ...]) -> tuple[Image.Image, ...]:
    """What a scanner with one eye gives: all fronts, then the pile turned over, all backs from the last."""
    return (*pages[::2], *reversed(pages[1::2]))


def _cover(each: Sample) -> str:
    reference = f"&reference={each.letter.reference}" if each.letter.reference else ""
    return f"switchboard:cover?service={each.letter.service}{reference}"


def _separator(random: Random) -> Image.Image:
    kind = random.choice(("name", "bars", "code"))
    if kind == "code":
        return qr_sheet(SPLIT, random, title="SEPARATOR")
    return bars_sheet(random) if kind == "bars" else patch_sheet(random)


def _sides(pages: list[Image.Image], duplex: bool, random: Random) -> list[Image.Image]:
    """Every sheet gives two pages, where both sides are scanned."""
    return [*pages, blank(random)] if duplex and len(pages) % 2 else pages
