"""Two letters that were scanned together: the page on which the second seems to begin is named, and no other is."""

from pathlib import Path

import pytest

from channels.letter.beginning import ANOTHER_LETTER, another_begins, two_on_a_page
from channels.letter.codes import cover_text, reply_text
from channels.letter.limits import Limits
from channels.letter.reading import letter_of, read
from channels.letter.scanning import Scanner
from channels.letter.shapes import Code, Page, Reason, Wanted
from samples.post.letters import TODAY, Kind, sample
from tests.channels.letter import files

COUNCIL = "The County Secretary\nWestmere County Council\nCounty Hall\nMarlbridge\nWM1 1AA"
SAID = "The lamp in our lane has been dark since the week before last.\nPlease send somebody who can mend it."
MATTER = "My library books are due on Friday, but I am in hospital.\nWould you renew the three novels in large print?"
ANN = f"""Ann Lee
2 Mill Court
Eastley
WM6 2JE

{COUNCIL}

3 November 2026

Dear Sir or Madam,

{SAID}
"""
ANN_CLOSES = "\nYours faithfully,\n\nAnn Lee"
JOSEPH = f"""Joseph Denby
Rose Cottage
Stoke Harrow
WE7 8NX

{COUNCIL}

9 November 2026

Dear Sirs,

My mother cannot climb her stairs any more.

Yours faithfully,

Joseph Denby"""
BRIEF = "9 November 2026\n\nDear Sir,\n\nMy mother cannot climb her stairs any more.\n\nJ Denby"
WHOLE = ANN + ANN_CLOSES
FROM_US = """Westmere County Council
County Hall
Marlbridge
WM1 1AA

Ann Lee
2 Mill Court
Eastley
WM6 2JE

26 October 2026

Dear {whom},

It will be mended on Tuesday.

Yours sincerely,

{signs}"""
LANDLORD = """Harrow Homes
1 Station Road
Stoke Harrow
WE15 3PU

20 October 2026

Dear Ms Lee,

The rent goes up.

Yours sincerely,
Brian Tanner"""
PAGES: dict[str, tuple[list[str], int | None]] = {
    "two letters of one page": ([WHOLE, JOSEPH], 2),
    "two letters of two pages": ([ANN, SAID + ANN_CLOSES, JOSEPH, SAID], 3),
    "the first of three is named": ([WHOLE, JOSEPH, WHOLE.replace("Ann Lee", "Priya Marlowe")], 2),
    "a blank back lies between": ([WHOLE, "", JOSEPH], 3),
    "something enclosed lies between": ([WHOLE, "Gas bill\nPlease pay 90 pounds.", JOSEPH], 3),
    "the second has a date and no address": ([WHOLE, BRIEF], 2),
    "the second has an address and the same date": ([WHOLE, JOSEPH.replace("9 November", "3 November")], 2),
    "the second has nothing of its own but a reference": (
        [WHOLE, f"Our ref: 482-193-074\nDear Sir,\n\n{SAID}\n\nYours faithfully,\nA Tanner"],
        2,
    ),
    "the same writer on another day": ([WHOLE, WHOLE.replace("3 November", "17 November")], 2),
    "the same day, and another's name": ([f"3 November 2026\nDear Sir,\n{SAID}\nYours,\nAnn Lee"] * 2, None),
    "the first has no close, but the second has all of its own": ([ANN, JOSEPH], 2),
    "the same writer on the same day, about another matter": (
        [WHOLE, f"{ANN.replace(SAID, MATTER)}{ANN_CLOSES}"],
        2,
    ),
    "a salutation below a signed page, and another matter": ([WHOLE, f"Dear Sir or Madam,\n{MATTER}"], 2),
    "in Welsh": ([WHOLE, BRIEF.replace("Dear Sir", "Annwyl Syr")], 2),
    "one letter": ([WHOLE], None),
    "one letter of several pages": ([ANN, f"- 2 -\n3 November 2026\n{SAID}", SAID + ANN_CLOSES], None),
    "nothing but a salutation": ([WHOLE, f"Dear Sir or Madam,\n{SAID}"], None),
    "a page in the midst of a sentence that begins so": ([ANN, f"dear to us all since 9 November 2026.\n{SAID}"], None),
    "an email that is quoted further down": ([WHOLE, f"{SAID}\n" * 15 + BRIEF], None),
    "a letter with a date that is not signed yet": ([ANN, BRIEF], None),
    "the same page twice": ([WHOLE, WHOLE], None),
    "a letter of ours to the writer": ([WHOLE, FROM_US.format(whom="Ms Lee", signs="Amina Begum")], None),
    "a letter of ours that names nobody": ([WHOLE, FROM_US.format(whom="resident", signs="Amina Begum")], None),
    "a letter of ours on which a letter answers": (
        [
            FROM_US.format(whom="resident", signs="Amina Begum\nHousing Officer\nWestmere County Council"),
            WHOLE,
        ],
        None,
    ),
    "an answer to somebody by name, and what they had written": (
        [WHOLE.replace("Sir or Madam", "Miss Begum"), FROM_US.format(whom="Ms Lee", signs="Amina Begum")],
        None,
    ),
    "a letter of the writer's landlord": ([WHOLE, LANDLORD], None),
    "a form and what it is about": (
        ["Application for a bus pass\nName Ann Lee\nDate 3 November 2026\nSigned A Lee", SAID],
        None,
    ),
    "a form, and a letter with it": (["Application for a bus pass\nAnn Lee\n2 Mill Court\nWM6 2JE", WHOLE], None),
}


def paged(texts: list[str]) -> list[Page]:
    return [Page(number=number, text=text, blank=not text) for number, text in enumerate(texts, 1)]


@pytest.mark.parametrize("name", PAGES)
def test_the_page_on_which_another_letter_begins_is_known(name: str) -> None:
    texts, begins = PAGES[name]
    assert another_begins(paged(texts), TODAY) == begins


ON_A_PAGE = {
    "two letters": (f"{WHOLE}\n\nDear Sir or Madam,\n\n{MATTER}\n{ANN_CLOSES}", 1),
    "one letter": (WHOLE, None),
    "a letter to the writer, quoted": (f"{WHOLE}\n\nThey wrote:\nDear Ms Lee,\nNo.\nYours\nB Tanner", None),
    "a letter of ours that is greeted twice": (
        FROM_US.format(whom="resident", signs="Dear all,\nAmina Begum\nWestmere County Council"),
        None,
    ),
}


@pytest.mark.parametrize("name", ON_A_PAGE)
def test_a_salutation_below_a_signature_may_be_a_second_letter(name: str) -> None:
    text, number = ON_A_PAGE[name]
    letter = letter_of(paged([text]), TODAY)
    assert two_on_a_page(paged([text])) == number
    assert (letter.reason is Reason.TWO_ON_A_PAGE) == (number is not None)


def coded(number: int, text: str, code: str) -> Page:
    return Page(number=number, text=text, codes=(Code(kind="QRCode", text=code),))


OURS = FROM_US.format(whom="resident", signs="Amina Begum")


@pytest.mark.parametrize(
    ("first", "others", "begins"),
    [
        pytest.param(coded(1, OURS, reply_text("482-193-074")), [WHOLE], None, id="our paper on its answer"),
        pytest.param(coded(1, OURS, reply_text("482-193-074")), [WHOLE, JOSEPH], 3, id="our paper on two answers"),
        pytest.param(coded(1, "", cover_text(office="Eastley")), [WHOLE, JOSEPH], None, id="a cover sheet on both"),
        pytest.param(coded(1, "", cover_text(**{"two-passes": "yes"})), [WHOLE, JOSEPH], 3, id="one on the pile"),
    ],
)
def test_paper_of_ours_and_cover_sheets_are_no_letters(first: Page, others: list[str], begins: int | None) -> None:
    letter = letter_of([first, *(Page(number=at, text=text) for at, text in enumerate(others, 2))], TODAY)
    assert (letter.begins, letter.reason is Reason.ANOTHER_BEGINS) == (begins, begins is not None)


def test_two_letters_in_a_file_stay_together_and_a_person_is_told(tmp_path: Path, scanner: Scanner) -> None:
    pages = [page for number in (0, 4) for page in sample(51, number, Kind.CLEAN).pages]
    path = files.pdf(tmp_path / "p.pdf", pages)
    reading = read(path, Wanted(received=TODAY), limits=Limits(), scanner=scanner)
    (letter,) = reading.letters
    assert (letter.pages, letter.reason, letter.begins) == ((1, 2), Reason.ANOTHER_BEGINS, 2)
    assert reading.warnings == (ANOTHER_LETTER.format(page=2),)


def test_a_letter_of_several_pages_is_one(tmp_path: Path, scanner: Scanner) -> None:
    letter = sample(51, 1, Kind.CLEAN, paragraphs=14)
    assert len(letter.pages) > 1
    path = files.pdf(tmp_path / "p.pdf", letter.pages)
    reading = read(path, Wanted(received=TODAY), limits=Limits(), scanner=scanner)
    assert [(each.reason, each.begins) for each in reading.letters] == [(None, None)]
