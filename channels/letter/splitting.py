"""Which pages of a file are one letter. Values in, values out."""

from collections.abc import Iterable, Sequence

from channels.letter.codes import is_cover, replied_to
from channels.letter.shapes import Page


def collated(count: int) -> list[int]:
    """The order, from 0, in which to read a file of all fronts and then, the pile turned over, all backs."""
    fronts = (count + 1) // 2
    order = []
    for sheet in range(fronts):
        order.append(sheet)
        back = count - 1 - sheet
        if back >= fronts:
            order.append(back)
    return order


def letters(pages: Iterable[Page]) -> list[list[Page]]:
    """The pages of each letter.

    A separator ends a letter and is dropped, and so is its own blank back; one with words on it may be none, and begins
    a letter, as a cover sheet does. So does a paper of ours that names another case than the one before: the answers to
    two letters are never one. Blank pages stay with the letter that they follow: nothing that somebody sent is lost.
    """
    found: list[list[Page]] = [[]]
    named: set[str] = set()
    after_separator = False
    for page in pages:
        names, drops = set(replied_to(page.codes)), page.separator and not page.words
        if page.separator or is_cover(page.codes) or (names and named and not names & named):
            found.append([])
            named = set()
        if not drops and not (page.blank and after_separator):
            found[-1].append(page)
        named |= names
        after_separator = drops
    return [each for each in found if each]


def all_blank(pages: Sequence[Page]) -> bool:
    """Whether nobody wrote on any of them."""
    return all(page.blank for page in pages)
