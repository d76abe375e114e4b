"""What post, copiers, fax machines and scanners do to a page. Each takes and gives a grey picture."""

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Pixels = NDArray[np.float32]
Wear = Callable[[Image.Image, Random], Image.Image]
FAX_DOTS: Final = (204, 196)
"""Dots an inch across and down in fax's fine mode (ITU-T T.4)."""
SCAN_DOTS: Final = 200


def skewed(page: Image.Image, random: Random) -> Image.Image:
    """Fed crookedly: up to four degrees, either way."""
    return page.rotate(random.uniform(-4, 4), resample=Image.Resampling.BICUBIC, fillcolor=255)


def noisy(page: Image.Image, random: Random) -> Image.Image:
    """A grainy sensor and dust."""
    chance = _chance(random)
    pixels = _pixels(page) + chance.normal(0, random.uniform(12, 28), (page.height, page.width)).astype(np.float32)
    dust = chance.random(pixels.shape, dtype=np.float32)
    pixels[dust < 0.0008] = 30
    return _picture(pixels)


def faxed(page: Image.Image, random: Random) -> Image.Image:
    """One bit a dot, fine mode, with lines that the telephone lost."""
    size = (page.width * FAX_DOTS[0] // SCAN_DOTS, page.height * FAX_DOTS[1] // SCAN_DOTS)
    dots = _pixels(page.resize(size, Image.Resampling.BILINEAR)) < random.uniform(140, 180)
    chance = _chance(random)
    flips = chance.random(dots.shape, dtype=np.float32) < 0.001
    bits = dots ^ flips
    for _ in range(random.randint(0, 3)):
        row = random.randint(1, bits.shape[0] - 1)
        bits[row] = bits[row - 1]
    return Image.fromarray(np.where(bits, 0, 255).astype(np.uint8)).resize(page.size, Image.Resampling.NEAREST)


def shaded(page: Image.Image, random: Random) -> Image.Image:
    """The light fell from one side, as in a photograph or from a thick book."""
    across = np.linspace(0, 1, page.width, dtype=np.float32)
    down = np.linspace(0, 1, page.height, dtype=np.float32)[:, None]
    turn = random.uniform(0, 1)
    light = random.uniform(0.5, 0.7) + 0.4 * (turn * across + (1 - turn) * down)
    return _picture(_pixels(page) * np.clip(light, 0, 1))


def folded(page: Image.Image, random: Random) -> Image.Image:
    """Folded in three, to go into its envelope."""
    pixels = _pixels(page)
    rows = np.arange(page.height, dtype=np.float32)
    for third in (1, 2):
        crease = page.height * third / 3 + random.uniform(-60, 60)
        away = rows - crease
        dark = random.uniform(50, 90) * np.exp(-np.square(away / random.uniform(4, 10)))
        slope = np.where(away > 0, 18 * np.exp(-away / 120), 0)
        pixels = pixels - (dark + slope)[:, None].astype(np.float32)
    return _picture(pixels)


def blurred(page: Image.Image, random: Random) -> Image.Image:
    """A little out of focus."""
    return page.filter(ImageFilter.GaussianBlur(random.uniform(0.7, 1.3)))


WEARS: Final[Mapping[str, Wear]] = {
    "shade": shaded,
    "fold": folded,
    "blur": blurred,
    "skew": skewed,
    "noise": noisy,
    "fax": faxed,
}
"""In the order in which they happen to a page."""


def wear(page: Image.Image, names: Sequence[str], random: Random) -> Image.Image:
    """The page after all of `names`, in the order in which they happen."""
    for name, act in WEARS.items():
        if name in names:
            page = act(page, random)
    return page


def _chance(random: Random) -> np.random.Generator:
    return np.random.default_rng(random.getrandbits(64))


def _pixels(page: Image.Image) -> Pixels:
    return np.asarray(page, dtype=np.float32)


def _picture(pixels: Pixels) -> Image.Image:
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
