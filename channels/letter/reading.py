"""A whole file read: pages, letters, and what each says. Runs inside `apart`'s limits."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from PIL import Image

from channels.letter import codes, judging, splitting
from channels.letter.dates import date_of
from channels.letter.finding import email_in, phone_in, postcode_in, references_in
from channels.letter.limits import Limits
from channels.letter.opening import CODES_DPI, DPI, Opened, opened
from channels.letter.scanning import Scanner
from channels.letter.searchable import Searchable
from channels.letter.shapes import Letter, Page, Reading, Trouble, Unreadable, Wanted


def read(
    path: Path, wanted: Wanted, *, limits: Limits, scanner: Scanner, each_page: Callable[[int], None] = lambda _: None
) -> Reading:
    """What the file holds; raises Unreadable. `each_page` hears of every page before it is read."""
    with_text = Searchable(wanted.searchable) if wanted.searchable else None
    pages = []
    with closing(opened(path, limits)) as file:
        for page, picture in _pages(file, wanted, scanner, each_page):
            pages.append(page)
            if with_text is not None and picture is not None:
                with_text.add(page, picture)
    if all(page.trouble for page in pages):
        raise Unreadable(pages[0].trouble or Trouble.BROKEN)
    found = tuple(letter_of(each, wanted.received) for each in splitting.letters(pages))
    if with_text is not None:
        for number, letter in enumerate(found, 1):
            with_text.save(f"{number}.pdf", letter.pages)
    return Reading(pages=len(pages), letters=found, warnings=tuple(_warnings(pages, found)))


def letter_of(pages: Sequence[Page], received: date) -> Letter:
    """What one letter says. A reference on a code is surer than one that was read."""
    text = "\n\n".join(page.text for page in pages if page.text)
    seen = [code for page in pages for code in page.codes]
    cover = codes.cover(seen)
    said = [*([cover["reference"]] if "reference" in cover else ()), *codes.replied_to(seen), *references_in(text)]
    return Letter(
        pages=tuple(page.number for page in pages),
        text=text,
        confidence=judging.confidence(pages),
        date=date_of(text, received),
        references=tuple(dict.fromkeys(said)),
        postcode=postcode_in(text),
        phone=phone_in(text),
        email=email_in(text),
        codes=tuple(code.text for code in seen),
        cover=cover,
        reason=judging.reason(pages),
    )


def _pages(
    file: Opened, wanted: Wanted, scanner: Scanner, each_page: Callable[[int], None]
) -> Iterator[tuple[Page, Image.Image | None]]:
    order = splitting.collated(file.count) if wanted.two_passes else range(file.count)
    for number in order:
        each_page(number + 1)
        try:
            dense = file.page(number, CODES_DPI) if file.drawn else None
            yield scanner.read(number + 1, file.page(number, DPI), dense, upright=wanted.upright)
        except Unreadable as error:
            yield Page(number=number + 1, trouble=error.trouble), None


def _warnings(pages: Sequence[Page], found: Sequence[Letter]) -> Iterator[str]:
    for page in pages:
        if page.trouble:
            yield f"Page {page.number} could not be read: {Unreadable(page.trouble)}"
    if not found:
        yield "There are only separators in it."
