"""Pale writing: pencil, a worn ribbon, ink that was saved. Where it stands, and the same page with it as dark as print.

All of it for a page that is `cleaned`: paper is white, and what is dark needs none of this. Looked at in squares of
four dots, each as dark as its darkest dot: 5 ms a page.
"""

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from channels.letter.cleaning import INK, Pixels, grain, ink, is_inked

Squares = NDArray[np.bool_]

SIDE: Final = 4
PALEST: Final = 45
"""Greys below white from which a mark may be writing; what shines through from a sheet's back is mostly paler."""
GRAINS: Final = 10
"""On grainy paper, standard deviations of the grain instead."""
EDGE: Final = 2
"""Squares round dark ink that are its own soft edge."""
AROUND: Final = (5, 11)
"""Squares down and across in which writing fills a part and specks do not: most of a line's height, a short word."""
FILLED: Final = 16
A_LINE: Final = 0.75
"""A row that is marked over this share of the page is a fold or a rule, and no writing."""
WRITING: Final = 40
"""Squares of the fewest words: `Help me` in small print has twice as many."""
WHITE: Final = 255
AS_DARK: Final = 215
"""Greys below white to which pale ink is darkened."""
STRONGEST: Final = 4.0
REACH: Final = 5
"""Squares across in which the darkest one says how dark the ink is there."""
UNCOVERED: Final = 0.5
HARDLY_PALE: Final = 0.004
"""From this share of dark ink on, a page has so much of it that its lines and its top are found by that."""


def is_blank(page: Image.Image) -> bool:
    """Whether nobody has written on it, not even in pencil."""
    return not is_inked(page) and _count(_written(_marked(_darkest(page), _palest(page)))) < WRITING


def is_mostly_pale(page: Image.Image) -> bool:
    """Whether more of its writing is pale than dark."""
    if ink(page) > HARDLY_PALE:
        return False
    pale = _count(_pale(page))
    return pale >= WRITING and pale > _count(_darkest(page) < INK)


def has_pale_writing(page: Image.Image, boxes: Iterable[tuple[int, int, int, int]] = ()) -> bool:
    """Whether something is written in pale ink, outside these boxes of words (left, top, right, bottom)."""
    return _count(_outside(_pale(page), boxes)) >= WRITING


def is_hardly_read(page: Image.Image, boxes: Iterable[tuple[int, int, int, int]]) -> bool:
    """Whether most of what is written on a page, dark or pale, lies outside the boxes of its words."""
    written = _written(_marked(_darkest(page), _palest(page)))
    every = _count(written)
    return every >= WRITING and _count(_outside(written, boxes)) > UNCOVERED * every


def deepened(page: Image.Image) -> Image.Image:
    """The page with its pale ink as dark as print; dark ink and paper stay as they are."""
    squares = Image.fromarray(_darkest(page))
    below = WHITE - np.asarray(squares.filter(ImageFilter.MinFilter(REACH)), dtype=np.float32)
    by = np.clip(AS_DARK / np.maximum(below, 1), 1, STRONGEST)
    by[below < WHITE - _palest(page)] = 1
    by[below > WHITE - INK] = 1
    strength = np.asarray(Image.fromarray(by).resize(page.size, Image.Resampling.BILINEAR))
    deep = WHITE - (WHITE - np.asarray(page, dtype=np.float32)) * strength
    return Image.fromarray(np.maximum(deep, 0).astype(np.uint8))


def _darkest(page: Image.Image) -> Pixels:
    pixels = np.asarray(page)
    high, wide = pixels.shape[0] // SIDE * SIDE, pixels.shape[1] // SIDE * SIDE
    rows = pixels[:high, :wide].reshape(high // SIDE, SIDE, wide).min(axis=1)
    darkest: Pixels = np.minimum.reduce([rows[:, at::SIDE] for at in range(SIDE)])
    return darkest


def _palest(page: Image.Image) -> int:
    return WHITE - round(max(PALEST, GRAINS * grain(np.asarray(page))))


def _pale(page: Image.Image) -> Squares:
    """Writing in pale ink, away from dark ink."""
    squares = _darkest(page)
    dark = Image.fromarray(((squares < INK) * WHITE).astype(np.uint8)).filter(ImageFilter.MaxFilter(2 * EDGE + 1))
    return _written(_marked(squares, _palest(page)) & (np.asarray(dark) == 0))


def _marked(squares: Pixels, palest: int) -> Squares:
    """What is no paper, without folds and rules; nor the page's edges, where scanners leave shadows."""
    marked = squares < palest
    for lines in (marked, marked.T):
        edge = max(1, len(lines) // 25)
        lines[:edge] = lines[-edge:] = False
        lines[lines.mean(axis=1) > A_LINE] = False
    return marked


def _written(marked: Squares) -> Squares:
    """Without specks, which have too little round them."""
    down, across = AROUND
    sums = np.pad(marked, ((down // 2 + 1, down // 2), (across // 2 + 1, across // 2))).cumsum(0).cumsum(1)
    filled = sums[down:, across:] - sums[:-down, across:] - sums[down:, :-across] + sums[:-down, :-across]
    written: Squares = marked & (filled >= FILLED)
    return written


def _outside(written: Squares, boxes: Iterable[tuple[int, int, int, int]]) -> Squares:
    """Without what lies in a box, or beside one."""
    left_over = written.copy()
    for left, top, right, bottom in boxes:
        left_over[
            max(0, top // SIDE - EDGE) : bottom // SIDE + EDGE + 1,
            max(0, left // SIDE - EDGE) : right // SIDE + EDGE + 1,
        ] = False
    return left_over


def _count(squares: NDArray[np.bool_]) -> int:
    return int(squares.sum())
