"""Which pages of a file are one letter. Values in, values out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from channels.letter.codes import is_cover, is_ours, replied_to, says_two_passes
from channels.letter.shapes import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """The pages of one letter. Not `sure`: a paper of ours among them may belong to somebody else's answer."""

    pages: tuple[Page, ...]
    sure: bool


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


def letters(pages: Iterable[Page]) -> list[Parted]:
    """The pages of each letter, and whether they surely are one.

    A separator ends a letter and is dropped, and so is its own blank back; one with words on it may be none, and begins
    a letter, as a cover sheet does. So does a paper of ours that names another case than the one before: the answers to
    two letters are never one. Blank pages stay with the letter that they follow: nothing that somebody sent is lost.
    """
    given = list(pages)
    apart = _lies_between(given)
    found = []
    for stretch in filter(None, _stretches(given)):
        parts = _by_case(stretch)
        sure = _in_order(parts, laid_apart=apart or has_a_cover(stretch))
        found += [Parted(pages=tuple(each), sure=sure) for each in parts]
    return found


def _stretches(pages: Sequence[Page]) -> list[list[Page]]:
    """What lies between one sheet and the next."""
    found: list[list[Page]] = [[]]
    after_separator = False
    for page in pages:
        if page.separator or is_cover(page.codes):
            found.append([])
        if not _drops(page) and not (page.blank and after_separator):
            found[-1].append(page)
        after_separator = _drops(page)
    return found


def _by_case(stretch: Sequence[Page]) -> list[list[Page]]:
    found: list[list[Page]] = [[]]
    named: set[str] = set()
    for page in stretch:
        names = set(replied_to(page.codes))
        if names and named and not names & named:
            found.append([])
            named = set()
        found[-1].append(page)
        named |= names
    return found


def _in_order(parts: Sequence[Sequence[Page]], *, laid_apart: bool) -> bool:
    """Whether each paper of ours lies on the answer that it belongs to, as far as anybody can tell.

    What lies before it may be somebody else's letter, and what lies behind it too. Only where somebody put sheets
    between letters is a stretch with one case in it one letter, whichever way round its pages are.
    """
    shown = [[page for page in part if not page.blank and not is_cover(page.codes)] for part in parts]
    ours = [[is_ours(page.codes) for page in part] for part in shown]
    if not any(map(any, ours)) or (laid_apart and len(parts) == 1):
        return True
    first = next(iter(ours[0]), False)
    answered = {not all(part) for part in ours}
    return first and len(answered) == 1


def _drops(page: Page) -> bool:
    return page.separator and not page.words


def _lies_between(pages: Sequence[Page]) -> bool:
    """Whether a separator has pages before and behind it: somebody told the letters of this pile apart."""
    kept = [at for at, page in enumerate(pages) if not _drops(page) and not page.blank]
    return bool(kept) and any(_drops(page) for page in pages[kept[0] : kept[-1]])


def has_a_cover(stretch: Sequence[Page]) -> bool:
    """Whether it begins with the cover sheet of one letter; that of a whole pile says nothing about its letters."""
    return is_cover(stretch[0].codes) and not says_two_passes(stretch[0].codes)


def all_blank(pages: Sequence[Page]) -> bool:
    """Whether nobody wrote on any of them."""
    return all(page.blank for page in pages)
