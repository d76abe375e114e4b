"""A whole file read: pages, letters, and what each says. Runs inside `apart`'s limits."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from typing import Final

from PIL import Image

from channels.letter import codes, judging, layer, splitting
from channels.letter.beginning import ANOTHER_LETTER, TWO_ON_A_PAGE, another_begins, two_on_a_page
from channels.letter.dates import date_of
from channels.letter.doubting import is_doubtful
from channels.letter.finding import NEXT_PAGE, email_in, phone_in, postcode_in, references_in, writer_in
from channels.letter.limits import Limits
from channels.letter.opening import CODES_DPI, DPI, Opened, opened
from channels.letter.scanning import Scanner
from channels.letter.searchable import Searchable
from channels.letter.shapes import Code, Letter, Page, Reading, Reason, Trouble, Unreadable, Wanted
from core import reference
from core.errors import InvalidInput

NO_SEPARATOR: Final = (
    "Page {page} has the bars of a separator, and words as well. It was kept, and a letter begins with it."
)

REACHED: Final = {"postcode": postcode_in, "phone": phone_in, "email": email_in}
UNSURE: Final = Reason.UNSURE_POSTCODE
POORLY_READ: Final = frozenset({Reason.HANDWRITING, Reason.LOW_CONFIDENCE, Reason.UNKNOWN_WORDS})
END_LOST: Final = "The end of the file was lost on its way. What is left of it was read: a part may be missing."


def read(
    path: Path, wanted: Wanted, *, limits: Limits, scanner: Scanner, each_page: Callable[[int], None] = lambda _: None
) -> Reading:
    """What the file holds; raises Unreadable. `each_page` hears of every page before it is read."""
    with_text = Searchable(wanted.searchable) if wanted.searchable else None
    pages = []
    with closing(opened(path, limits)) as file:
        lost = [END_LOST] if file.mended else []
        for page, picture in _pages(file, wanted, scanner, each_page):
            pages.append(page)
            if with_text is not None and picture is not None:
                with_text.add(page, picture)
    if all(page.trouble for page in pages):
        raise Unreadable(pages[0].trouble or Trouble.BROKEN)
    found = tuple(
        letter_of(each.pages, wanted.received, wanted.ours, sure=each.sure) for each in splitting.letters(pages)
    )
    if with_text is not None:
        for number, letter in enumerate(found, 1):
            with_text.save(f"{number}.pdf", letter.pages)
    return Reading(pages=len(pages), letters=found, warnings=(*lost, *_warnings(pages, found)))


def letter_of(
    pages: Sequence[Page], received: date, ours: frozenset[str] = frozenset(), *, sure: bool = True
) -> Letter:
    """What one letter says. A reference on a code is surer than one that was read. Not `sure`: it may be two letters.

    Of a paper of ours that came back nothing but its reference is taken: what stands on it, we printed ourselves, and
    whoever opened it may have sent it.
    """
    text = "\n\n".join(page.text for page in pages if page.text)
    papers = tuple(page.number for page in pages if codes.is_ours(page.codes))
    written = [page for page in pages if page.text and page.number not in papers]
    theirs = NEXT_PAGE.join(page.text for page in written)
    seen = [code for page in pages for code in page.codes]
    cover, coded = codes.cover(seen), _coded(seen)
    who, lives = writer_in(theirs, ours)
    reached = {name: look(theirs, ours) for name, look in REACHED.items()}
    judged = judging.reason(pages)
    unsure = tuple(_unsure(reached, written, judged))
    begins = None if splitting.has_a_cover(pages) else another_begins(written, received, ours)
    return Letter(
        pages=tuple(page.number for page in pages),
        text=text,
        confidence=judging.confidence(pages),
        date=date_of(theirs, received),
        references=tuple(dict.fromkeys([*coded, *references_in(text)])),
        **reached,
        codes=tuple(code.text for code in seen),
        cover=cover,
        reason=_two_letters(coded, sure, begins, two_on_a_page(written))
        or judged
        or (UNSURE if "postcode" in unsure else None),
        coded=coded,
        ours=papers,
        writer=who,
        lives=lives,
        begins=begins,
        unsure=unsure,
    )


def _two_letters(coded: Sequence[str], sure: bool, begins: int | None, two: int | None) -> Reason | None:
    if len(coded) > 1:
        return Reason.TWO_REFERENCES
    if not sure:
        return Reason.DOUBTFUL_ORDER
    if begins:
        return Reason.ANOTHER_BEGINS
    return Reason.TWO_ON_A_PAGE if two else None


def _unsure(reached: Mapping[str, str | None], written: Sequence[Page], judged: Reason | None) -> Iterator[str]:
    """What was hard to read: of a letter that was read poorly as a whole, everything."""
    for name, found in reached.items():
        if found and (judged in POORLY_READ or is_doubtful(name, found, written)):
            yield name


def _coded(seen: Sequence[Code]) -> tuple[str, ...]:
    """The references on a cover sheet and on papers of ours, each once."""
    found = codes.replied_to(seen)
    with suppress(InvalidInput):
        found.insert(0, reference.read(codes.cover(seen).get("reference", "")))
    return tuple(dict.fromkeys(found))


def _pages(
    file: Opened, wanted: Wanted, scanner: Scanner, each_page: Callable[[int], None]
) -> Iterator[tuple[Page, Image.Image | None]]:
    """In the order in which they are read. The first is the first either way, and may be a sheet that says which."""

    def read_one(number: int) -> tuple[Page, Image.Image | None]:
        each_page(number + 1)
        try:
            dense = file.page(number, CODES_DPI) if file.drawn else None
            page, shown = scanner.read(number + 1, file.page(number, DPI), dense, upright=wanted.upright)
            return layer.settled(page, file.words(number)), shown
        except Unreadable as error:
            return Page(number=number + 1, trouble=error.trouble), None

    first = read_one(0)
    yield first
    two_passes = wanted.two_passes or codes.says_two_passes(first[0].codes)
    order = splitting.collated(file.count) if two_passes else list(range(file.count))
    yield from map(read_one, order[1:])


def _warnings(pages: Sequence[Page], found: Sequence[Letter]) -> Iterator[str]:
    for page in pages:
        if page.trouble:
            yield f"Page {page.number} could not be read: {Unreadable(page.trouble)}"
        if page.separator and page.words:
            yield NO_SEPARATOR.format(page=page.number)
    for letter in found:
        if letter.begins:
            yield ANOTHER_LETTER.format(page=letter.begins)
        if letter.reason is Reason.TWO_ON_A_PAGE:
            written = [page for page in pages if page.number in letter.pages and page.number not in letter.ours]
            yield TWO_ON_A_PAGE.format(page=two_on_a_page(written))
    if not found:
        yield "There are only separators in it."
