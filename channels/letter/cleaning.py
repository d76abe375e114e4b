"""Making a page fit to be read: even light, no grain, level lines. Grey pictures in, grey pictures out."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Pixels = NDArray[np.uint8]

COARSE: Final = 8
"""The paper's own brightness is looked for on a picture this many times smaller."""
WINDOW: Final = 9
"""Coarse pixels around each: wide enough that paper, not ink, is the middle of them."""
DARKEST_PAPER: Final = 40
GRAINY: Final = 8.0
VERY_GRAINY: Final = 14.0
"""Standard deviations of the paper's grey from which a page is smoothed, once or twice. A clean page would suffer."""
INK: Final = 128
STEEPEST: Final = 6.0
"""Degrees either way that a page may have been fed crookedly."""
STEEPER: Final = 15.0
"""And that one may lie crookedly on which no smaller turn is much better than any other: laid on the glass by hand."""
CLEARLY: Final = 2.0
"""How many times better than most turns the right one is; on pages with lines it is ten times and more."""
COARSE_STEP, FINE_STEP = 0.5, 0.1
LEVEL: Final = 0.15
"""Degrees that are not worth a rotation, which blurs."""
SKEW_SCALE: Final = 3
PITCH: Final = 7
"""Coarse dots from letter to letter of a typewriter, which stand in columns but are no lines."""
FEWEST_DOTS: Final = 200
PART: Final = 260
"""Dots from top to bottom of a part that is read to see how the whole lies: five lines or so."""
BLANK_SHARE: Final = 0.0003
"""Less ink than this, the edges aside, may be specks and the shadow of a staple."""


def cleaned(page: Image.Image) -> Image.Image:
    """Even light on white paper; grain is taken away where there is much of it."""
    pixels = np.asarray(page)
    lit = _evenly_lit(page, pixels)
    grainy = grain(lit)
    if grainy > GRAINY:
        smooth = Image.fromarray(lit).filter(ImageFilter.MedianFilter(3))
        return smooth.filter(ImageFilter.GaussianBlur(0.8)) if grainy > VERY_GRAINY else smooth
    if _is_black_and_white(pixels):
        # A fax has steps where letters have curves; a soft edge reads better than a ragged one.
        return Image.fromarray(lit).filter(ImageFilter.GaussianBlur(0.8))
    return Image.fromarray(lit)


def level(page: Image.Image) -> tuple[Image.Image, float]:
    """The page with its lines level, and the degrees by which it was turned (anticlockwise)."""
    angle = skew(page)
    if abs(angle) < LEVEL:
        return page, 0.0
    return page.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255), angle


def skew(page: Image.Image) -> float:
    """Degrees to turn (anticlockwise) until the lines are level: the turn at which rows are all ink or all paper."""
    ys, xs = _dots(page)
    if len(ys) < FEWEST_DOTS:
        return 0.0
    turns = np.arange(-STEEPEST, STEEPEST + COARSE_STEP, COARSE_STEP)
    scores = [_contrast(ys, xs, float(turn), 1) for turn in turns]
    coarse = float(turns[int(np.argmax(scores))])
    if max(scores) < CLEARLY * float(np.median(scores)):
        coarse, _ = _steepest_rows(ys, xs, np.arange(-STEEPER, STEEPER + COARSE_STEP, COARSE_STEP))
    return _steepest_rows(ys, xs, np.arange(coarse - COARSE_STEP, coarse + COARSE_STEP, FINE_STEP))[0]


def lies_sideways(page: Image.Image) -> bool:
    """Whether its lines seem to run from top to bottom: columns, at their best turn, then differ more than rows do."""
    ys, xs = _dots(page)
    if len(ys) < FEWEST_DOTS:
        return False
    turns = np.arange(-STEEPEST, STEEPEST + 1, 1.0)
    return _steepest_rows(xs, ys, turns, blur=PITCH)[1] > _steepest_rows(ys, xs, turns, blur=PITCH)[1]


def fullest_part(page: Image.Image) -> Image.Image:
    """The few lines of a page with most ink on them, whole."""
    rows = (np.asarray(page.reduce(SKEW_SCALE)) < INK).sum(axis=1)
    high = min(PART // SKEW_SCALE, len(rows))
    top = int(np.argmax(np.convolve(rows, np.ones(high), "valid"))) * SKEW_SCALE
    return page.crop((0, top, page.width, min(page.height, top + PART)))


def is_inked(page: Image.Image) -> bool:
    """Whether there is so much dark ink that somebody has written on it, however that lies."""
    return ink(page) >= BLANK_SHARE


def ink(page: Image.Image) -> float:
    """The share of a page that is ink, its edges aside: scanners leave shadows there."""
    pixels = np.asarray(page.reduce(2))
    high, wide = pixels.shape[0] // 25, pixels.shape[1] // 25
    inner = pixels[high : pixels.shape[0] - high, wide : pixels.shape[1] - wide]
    return float((inner < INK).mean()) if inner.size else 0.0


def _dots(page: Image.Image) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where there is ink, on a smaller picture: rows and columns."""
    ys, xs = np.nonzero(np.asarray(page.reduce(SKEW_SCALE)) < INK)
    return ys, xs


def _steepest_rows(
    ys: NDArray[np.int64], xs: NDArray[np.int64], angles: NDArray[np.float64], blur: int = 1
) -> tuple[float, float]:
    """The turn at which rows, `blur` of them taken together, differ most, and by how much."""
    scores = [_contrast(ys, xs, float(angle), blur) for angle in angles]
    best = int(np.argmax(scores))
    return round(float(angles[best]), 2), scores[best]


def _contrast(ys: NDArray[np.int64], xs: NDArray[np.int64], angle: float, blur: int) -> float:
    """How sharply rows of ink follow rows of paper once the page is turned by `angle` (small, so a shear will do)."""
    rows = np.rint(ys - xs * np.tan(np.deg2rad(angle))).astype(np.int64)
    counts = np.convolve(np.bincount(rows - rows.min()), np.ones(blur))
    return float(np.square(np.diff(counts)).sum())


def _evenly_lit(page: Image.Image, pixels: Pixels) -> Pixels:
    """Each pixel as a share of the paper's brightness around it."""
    if min(page.size) < COARSE * WINDOW:
        return pixels
    around = page.reduce(COARSE).filter(ImageFilter.RankFilter(WINDOW, WINDOW * WINDOW * 3 // 4))
    around = around.filter(ImageFilter.GaussianBlur(2)).resize(page.size, Image.Resampling.BILINEAR)
    paper = np.maximum(np.asarray(around), DARKEST_PAPER).astype(np.float32)
    lit: Pixels = np.minimum(pixels / paper * 255, 255).astype(np.uint8)
    return lit


def grain(pixels: Pixels) -> float:
    """Standard deviation of the paper, from neighbours: letters are too few to matter for a median."""
    paper = pixels[::3, ::3].astype(np.int16)
    away = np.abs(np.diff(paper, axis=1))
    return float(np.percentile(away, 75) / 1.15 / np.sqrt(2))


def _is_black_and_white(pixels: Pixels) -> bool:
    sampled = pixels[::5, ::5]
    return bool(((sampled < 8) | (sampled > 247)).mean() > 0.998)
