"""What a letter's words say: its date, our reference, who wrote it."""

from datetime import date

import pytest

from channels.letter.dates import date_of
from channels.letter.finding import email_in, phone_in, postcode_in, references_in, said_in, writer_in
from channels.letter.scanning import repaired

RECEIVED = date(2026, 11, 26)

DATES = {
    "a day, a month, a year": ("12 November 2026", date(2026, 11, 12)),
    "an ordinal": ("the 3rd of November, 2026", date(2026, 11, 3)),
    "an ordinal read with a gap": ("21 st November 2026", date(2026, 11, 21)),
    "a short month": ("Dated: 5 Nov. 2026", date(2026, 11, 5)),
    "the month first, as a word": ("November 9, 2026", date(2026, 11, 9)),
    "strokes are day before month": ("03/11/2026", date(2026, 11, 3)),
    "dots and two digits": ("3.11.26", date(2026, 11, 3)),
    "a machine's own order": ("2026-11-03", date(2026, 11, 3)),
    "an apostrophe for the century": ("3rd of Nov. '26", date(2026, 11, 3)),
    "the month first, and an apostrophe": ("Nov. 3rd ’26", date(2026, 11, 3)),
    "hyphens round a word": ("3-Nov-2026", date(2026, 11, 3)),
    "the month and then the day, in words": ("November the 3rd, 2026", date(2026, 11, 3)),
    "a day of a month": ("3rd day of November 2026", date(2026, 11, 3)),
    "a machine's own order with strokes": ("2026/11/03", date(2026, 11, 3)),
    "in Welsh": ("3 Tachwedd 2026", date(2026, 11, 3)),
    "letters read for digits": ("l2 November 2O26", date(2026, 11, 12)),
    "no year is the last one": ("Tuesday, 3rd November\nDear Sir,", date(2026, 11, 3)),
    "no year, and not yet this year": ("3 December\nDear Sir,", date(2025, 12, 3)),
    "no year, in a sentence": ("I wrote on 3 November and nobody came.", None),
    "a name with a month in it is none": ("May 3 Smiths live there", None),
    "not a birth in Welsh": ("Dyddiad geni: 14/11/2025", None),
    "not that of an appointment": ("Appointment: 20 November 2026\n10 November 2026", date(2026, 11, 10)),
    "not that of an appointment alone": ("Date of appointment: 20/11/2026", None),
    "not that of our letter": ("Your letter of 2 November 2026\nDear Sir,", None),
    "below a line about an appointment": ("About my appointment\n3 November 2026", date(2026, 11, 3)),
    "no day of any calendar": ("31/11/2026", None),
    "a month that does not exist": ("11/13/2026", None),
    "not in the future": ("27 November 2026", None),
    "not a date of birth": ("Date of birth: 4/5/1951", None),
    "not a birth of this year": ("My son was born on\n3 October 2026 and is well.", None),
    "not a birth in capitals": ("D.O.B. 03/10/2026", None),
    "not of years ago": ("It was built on 4 May 2019.", None),
    "no date at all": ("Thank you for your letter.", None),
    "a telephone number is none": ("Telephone 01632 960123", None),
    "what stands alone beats what stands in a sentence": (
        "10 November 2026\nDear Sir,\nI wrote to you on 15 November 2026 and you have not answered me at all yet.",
        date(2026, 11, 10),
    ),
    "not those of a sentence": ("I last wrote on 1 November 2026 and again on 10 November 2026", None),
    "nor of one about an appointment": (
        "My appointment at the hospital was on 5 October 2026 and the next is on 3 December",
        None,
    ),
    "nor of one that broke before it": ("Nobody has come since I rang you on\n5 October 2026.\nIt is dark.", None),
    "nor of a short one": ("It broke on 5 October 2026.", None),
    "below a date of birth": ("Date of birth: 3 April 1951\n24th Nov 2026", date(2026, 11, 24)),
    "beside a date of birth": ("Born 3/4/1951   24 November 2026", date(2026, 11, 24)),
    "at a place": ("Eastley, this 3rd day of November 2026", date(2026, 11, 3)),
    "an ordinal in Welsh": ("24ain Tachwedd 2026", date(2026, 11, 24)),
    "a Welsh month that changed behind its day": ("3ydd o Dachwedd 2026", date(2026, 11, 3)),
    "a day in words": ("the twenty-fourth of November 2026", date(2026, 11, 24)),
    "all of it in words": ("Third November two thousand and twenty-six", date(2026, 11, 3)),
    "a year in words": ("3 November, twenty twenty-six", date(2026, 11, 3)),
    "words that are no day": ("The booth of November 2026", None),
    "a month in Roman numerals": ("24 XI 2026", date(2026, 11, 24)),
    "the first of two that stand alone": ("10/11/2026\nDear Sir,\n12/11/2026", date(2026, 11, 10)),
    "a label beats a sentence": (
        "Your letter of 2 November 2026 came here on the day after it.\nDate: 5/11/26",
        date(2026, 11, 5),
    ),
}

REFERENCES = {
    "in threes": ("Our ref: 482-193-074", ("482-193-074",)),
    "with spaces": ("Reference 482 193 074 please", ("482-193-074",)),
    "in one piece, when it is called so": ("Your reference is 482193074.", ("482-193-074",)),
    "in one piece, when it is not": ("I paid 482193074 pence", ()),
    "a letter read for a digit, when it is called so": ("Your ref: 482 193 O74", ("482-193-074",)),
    "with strokes, when it is called so": ("Ref: 482/193/074", ("482-193-074",)),
    "not an NHS number": ("My NHS number is 943 476 5919", ()),
    "with a wrong digit": ("Our ref: 482-193-075", ()),
    "twice is once": ("482-193-074, that is 482-193-074", ("482-193-074",)),
    "two of them": ("482-193-074 and 905-117-366", ("482-193-074", "905-117-366")),
    "not part of a longer number": ("01 482 193 074 12", ()),
    "not a telephone number": ("01632 960 123", ()),
}

POSTCODES = {
    "the writer's": ("Rose Cottage\nEastley\nWM3 7QD\n\nDear Sir", "WM3 7QD"),
    "not the council's": ("The County Secretary\nCounty Hall\nMarlbridge\nWM1 1AA", None),
    "the writer's, below the council's": (
        "Westmere County Council\nCounty Hall\nWM1 1AA\n\nFrom:\nRose Cottage\nWM3 7QD",
        "WM3 7QD",
    ),
    "a letter read for a digit": ("Rose Cottage\nWMI 4AB", "WM1 4AB"),
    "a digit read for a letter": ("Rose Cottage\nWE2 SLR", "WE2 5LR"),
    "a one read twice": ("Rose Cottage\nWEI15 3PU", "WE15 3PU"),
    "a bracket read for a letter": ("Rose Cottage\nWM62]E", "WM6 2JE"),
    "a nought that is not there": ("Rose Cottage\nWMO3 7QD", "WM3 7QD"),
    "a G that was a six": ("Rose Cottage\nWMG 2JE", "WM6 2JE"),
    "a T that was a seven": ("Rose Cottage\nWET 8NX", "WE7 8NX"),
    "an S beside a one": ("Rose Cottage\nWEIS 3PU", "WE15 3PU"),
    "a small i that was a one": ("Rose Cottage\nWE4 iGS", "WE4 1GS"),
    "a nought that was a Q": ("Rose Cottage\nWM3 70D", "WM3 7QD"),
    "a B may be a three or an eight": ("Rose Cottage\nWMB 7QD", None),
    "so may an S": ("Rose Cottage\nWMS 7QD", None),
    "an ordinal is none": ("NOT 1ST CLASS\nWAT 2ND", None),
    "a postcode of London keeps its letter": ("Rose Cottage\nW1T 4AB", "W1T 4AB"),
    "small letters at a line's end": ("Rose Cottage\nEastley, wm3 7qd", "WM3 7QD"),
    "a gap in its area is no other town": ("Rose Cottage\nW M3 7QD", None),
    "small words are none": ("Rose Cottage\nat 10 2pm", None),
    "words are none": ("AT ONE OF THEM", None),
    "one of an area that there is comes first": ("Form ZZ1 1AA\nRose Cottage\nWR14 1AA", "WR14 1AA"),
    "one of no area is given where there is no other": ("Rose Cottage\nRI4 1AA", "RI4 1AA"),
}

AT_HOME = "Rose Cottage\nEastley\nWM3 7QD"
BELOW = "\n\nDear Sirs,\n\nThe lamp outside is dark, and has been so since last week.\n\n"
PHONES = {
    "with its area": ("Telephone: 01632 960192", "+441632960192"),
    "in brackets": ("(01632) 960192", "+441632960192"),
    "a mobile": ("ring 07700 900123 please", "+447700900123"),
    "with a stroke": ("Mob. 07700/900123", "+447700900123"),
    "with stops": ("07700.900.123", "+447700900123"),
    "two of them": ("01632 960192 / 07700 900123", "+441632960192"),
    "a letter read for its nought": ("O7700 900123", "+447700900123"),
    "not a fax": ("Fax: 01632 960199\nTel: 01632 960192", "+441632960192"),
    "from abroad": ("+44 (0)1632 960192", "+441632960192"),
    "not a reference": ("482-193-074", None),
    "not money": ("£01632960192", None),
}

EMAILS = {
    "in a sentence": ("Write to Dorothy.Tanner@Example.org.", "dorothy.tanner@example.org"),
    "read with gaps": ("dorothy. tanner @example. org", "dorothy.tanner@example.org"),
    "a sentence's end is not part of it": ("Please call me. dorothy@example.org is mine", "dorothy@example.org"),
    "none": ("at home", None),
}


@pytest.mark.parametrize("name", DATES)
def test_date_of_letter(name: str) -> None:
    text, day = DATES[name]
    assert date_of(text, RECEIVED) == day


@pytest.mark.parametrize("name", REFERENCES)
def test_reference(name: str) -> None:
    text, found = REFERENCES[name]
    assert references_in(text) == found


@pytest.mark.parametrize("name", POSTCODES)
def test_postcode(name: str) -> None:
    text, found = POSTCODES[name]
    assert postcode_in(text) == found


@pytest.mark.parametrize("name", PHONES)
def test_phone(name: str) -> None:
    text, found = PHONES[name]
    assert phone_in(f"{AT_HOME}\n{text}\n") == found


@pytest.mark.parametrize("name", EMAILS)
def test_email(name: str) -> None:
    text, found = EMAILS[name]
    assert email_in(f"{AT_HOME}\n{text}\n") == found


OURS = frozenset({"+441632960100", "post@example.org", "WM1 1AA"})
CALLS, WRITES, LIVES = "+441632960192", "ann@example.org", "WM3 7QD"
WHOSE = {
    "a number and an address in a sentence are anybody's": (
        f"{AT_HOME}{BELOW}I rang 01632 960192 and wrote to ann@example.org, and nobody came.\n",
        (None, None, LIVES),
    ),
    "a landlord's house is not the writer's": (
        "Ann Lee\n\nDear Sirs,\n\nThe house at WM6 2JE is empty and its owner does not answer.\n",
        (None, None, None),
    ),
    "below the address": (f"{AT_HOME}\nTel: 01632 960192\nann@example.org{BELOW}Yours\n", (CALLS, WRITES, LIVES)),
    "under the sign-off": (
        "Dear Sirs,\n\nThe lamp is dark.\n\nYours faithfully,\nAnn Lee\n01632 960192\nann@example.org\nWM3 7QD\n",
        (CALLS, WRITES, LIVES),
    ),
    "where nobody can read the postcode": (
        f"Ann Lee\nRose Cottage\nWMB 7QD\nTel: 01632 960192\nann@example.org\nThe Secretary\nThe Council{BELOW}",
        (CALLS, WRITES, None),
    ),
    "of somebody whom it is about": (
        f"Ann Lee\nAbout: Mill Lettings, 01632 960192, mill@example.org{BELOW}",
        (None, None, None),
    ),
    "below the name of the council where no postcode is read": (
        f"Westmere Council\nTel: 01632 960192\nann@example.org{BELOW}",
        (None, None, None),
    ),
    "of those who have a copy": (
        f"{AT_HOME}{BELOW}Kind regards,\nAnn Lee\ncc: Mill Lettings, 01632 960192\n",
        (None, None, LIVES),
    ),
    "of whoever wrote what lies behind it": (
        f"{AT_HOME}{BELOW}Yours,\nAnn Lee\n\fMill Lettings\nWM6 2JE\n01632 960192\nann@example.org\n",
        (None, None, LIVES),
    ),
    "in the council's own block": (
        f"{AT_HOME}\nWestmere County Council\n01632 960192\nann@example.org{BELOW}",
        (None, None, LIVES),
    ),
    "the council's own, wherever they stand": (
        f"WM1 1AA\n{AT_HOME}\n01632 960100\npost@example.org{BELOW}Yours,\nAnn Lee\n01632 960192\n",
        (CALLS, None, LIVES),
    ),
}


@pytest.mark.parametrize("name", WHOSE)
def test_only_the_writers_own_is_found(name: str) -> None:
    text, found = WHOSE[name]
    assert (phone_in(text, OURS), email_in(text, OURS), postcode_in(text, OURS)) == found


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("| hope", "I hope"),
        ("as lam ill", "as I am ill"),
        ("WM11AA", "WM1 1AA"),
        ("I am the lamb's friend", "I am the lamb's friend"),
    ],
)
def test_the_slips_that_are_always_made_are_mended(read: str, meant: str) -> None:
    assert repaired(read) == meant


WRITERS = {
    "a name and an address at the head": (
        "Eileen Marlowe\n81 Ferry Street\nNether Wickham\nWE4 1GS\n\nWestmere County Council\nWM1 1AA",
        ("Eileen Marlowe", ("81 Ferry Street", "Nether Wickham", "WE4 1GS")),
    ),
    "an address alone": (
        "81 Ferry Street,\nEastley,\nWE4 1GS\n\nDear",
        ("", ("81 Ferry Street", "Eastley", "WE4 1GS")),
    ),
    "the postcode beside its town": (
        "81 Ferry Street\nEastley WM6 2JE\n",
        ("", ("81 Ferry Street", "Eastley", "WM6 2JE")),
    ),
    "what is no address is left out": (
        "Ref: 902-188-367\nAnn Lee\n\n2 Mill Court\nEastley\n\nWM6 2JE",
        ("Ann Lee", ("2 Mill Court", "Eastley", "WM6 2JE")),
    ),
    "only our own": ("The County Secretary\nWestmere County Council\nCounty Hall\nWM1 1AA\n\nDear Sirs", ("", ())),
    "no postcode": ("81 Ferry Street\nEastley\n\nDear Sirs", ("", ())),
    "a postcode in the text": ("Dear Sirs,\n\nThe house at WM6 2JE is empty.", ("", ())),
}


@pytest.mark.parametrize("name", WRITERS)
def test_the_writer_is_suggested(name: str) -> None:
    text, found = WRITERS[name]
    assert writer_in(text) == found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("4 Mill Lane\nEastley\nDear Sir,\nThe lamp outside is dark.\nYours", "The lamp outside is dark.\nYours"),
        ("4 Mill Lane\nTo whom it may concern\nThe lamp outside is dark.", "The lamp outside is dark."),
        ("4 Mill Lane\nThe lamp outside is dark.", "4 Mill Lane\nThe lamp outside is dark."),
        ("The lamp outside is dark.\nDear me", "The lamp outside is dark.\nDear me"),
    ],
    ids=["dear", "to whom", "no salutation", "nothing below it"],
)
def test_what_a_letter_is_about_stands_below_its_salutation(text: str, said: str) -> None:
    assert said_in(text) == said
