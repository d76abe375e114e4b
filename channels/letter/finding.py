"""What a letter says about who wrote it and which matter it is about: reference, postcode, telephone, email.

The writer's own, for they prove who somebody is: what stands in the address at the head, or under the sign-off. A
number in a sentence is anybody's; an address that names the council is where the letter was sent to; and what is in
`ours` (numbers, addresses and postcodes of the council, in their normal form) is nobody's proof. `\\f` stands between
pages.
"""

import re
from collections.abc import Container, Iterator
from contextlib import suppress
from itertools import takewhile
from typing import Final

from channels.letter.areas import exists
from core import address, reference
from core.errors import InvalidInput

REFERENCE: Final = re.compile(
    r"(?<![\d+])(?<!\d[ -])(\d{3})\s?[-–—. ]\s?(\d{3})\s?[-–—. ]\s?(\d{3})(?![\d])(?!\s?-?\d)"
)
LABELLED: Final = re.compile(r"\b(?:ref(?:erence)?|cyf)\b[^\d\n]{0,20}(\d[\dOIl \-–—./]{7,13}[\dOIl])", re.I)
POSTCODE: Final = re.compile(
    r"(?<!\b[A-Z] )\b([A-Z]{1,2})\s?(I?[0-9OIl]{1,2}|[0-9][A-Z]|(?<=\b[A-Z]{2})(?:[Il]S|[GT]))"
    r"\s{0,2}([0-9OISl])\s?([A-Z015\]]{2})\b"
)
"""With the letters that are read in place of digits, and the digits in place of letters. `W M3 7QD` is no M3.
A B, or an S alone, may be a 3 as well, and is none."""
ORDINALS: Final = frozenset({"ST", "ND", "RD", "TH"})
IN_SMALL_LETTERS: Final = re.compile(r"\b[a-z]{1,2}\d{1,2}[a-z]?\s{0,2}[\di][a-z]{2}[\s.,]*$", re.I)
ENDS_WITH_POSTCODE: Final = re.compile(rf"{POSTCODE.pattern}[\s.,]*$")
DIGITS: Final = str.maketrans("OIlSGT", "011567")
LETTERS: Final = str.maketrans("O015]", "QQISJ")
"""No postcode has an O there: it was a Q."""
NOT_AT_THE_END: Final = frozenset("CIKMOV")
"""Letters that the Post Office leaves out of a postcode's end, because they are misread."""
PHONE: Final = re.compile(r"(?<![\d£])(?:\+44[\s(0)-]*|\(?0)[\d](?:[\d\s()\-]|(?<=\d)[./](?=\d)){7,14}\d(?!\d)")
MISREAD_PHONE: Final = re.compile(r"(?<![\w.@])O(?=[1237]\d{3})")
FAX: Final = re.compile(r"^\s*fax\b", re.I)
EMAIL: Final = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
BROKEN_EMAIL: Final = re.compile(r"^\s*[\w.+'-]+(?: ?[\w.+'-]+){0,2} ?@ ?[\w-]+(?: ?\. ?[\w-]+)+\s*$")
THE_COUNCIL: Final = re.compile(r"\b(council|county hall|shire hall)\b", re.I)
ADDRESS_LINES: Final = 5
LEAST_LINES: Final = 2
SALUTATION: Final = re.compile(r"^\s*(?:dear|to whom)\b.*$", re.I | re.M)
LEAST_SAID: Final = 20
"""Characters: with fewer after it, the salutation was read where there is none."""
SIGN_OFF: Final = re.compile(
    r"^\s*(?:yours\b|(?:(?:with )?(?:kind|kindest|best|warm|many) )?(?:regards|wishes|thanks)\b|sincerely\b).{0,30}$",
    re.I | re.M,
)
FOOT_LINES: Final = 6
REACHED_LINES: Final = 4
"""Below a postcode, where people write how else they are reached."""
TOLD: Final = re.compile(
    r"^\W*(?:(?:home |work |my )?(?:tel\w*|phone|mob\w*|e-?mail|[tme])\b\W*)?(?:[+(\d]|[\w.+' -]{1,40}@)", re.I
)
"""A line with nothing before its number or address but what it is called."""
NOT_THEIRS: Final = re.compile(r"^\s*(?:cc|copy|copies|enc|encl|enclosed|enclosure|p\.?s)\b", re.I)
"""Below a sign-off: from here on it is about others."""
NEXT_PAGE: Final = "\f"
NO_OURS: Final[frozenset[str]] = frozenset()
LONGEST_LINE: Final = 48
NAME: Final = re.compile(r"^(?!The )(?:[A-Z][\w.'’-]*\s?){2,5}$")
"""No digit in it, and every word with a capital letter."""
NOT_OF_AN_ADDRESS: Final = re.compile(r"@|\b(dear|tel|telephone|phone|mobile|email|date|ref|reference)\b", re.I)


def said_in(text: str) -> str:
    """What a letter says below its salutation: who asks what it is about is not helped by addresses and names.

    All of it where there is no salutation, or nothing below.
    """
    greeted = SALUTATION.search(text)
    said = text[greeted.end() :].strip() if greeted else ""
    return said if len(said) >= LEAST_SAID else text


def references_in(text: str) -> tuple[str, ...]:
    """Our references, each once, those that are called so first. The check digit keeps other numbers out."""
    said = [match.group(1).translate(DIGITS).replace("/", " ") for match in LABELLED.finditer(text)]
    said += ["".join(match.groups()) for match in REFERENCE.finditer(text)]
    found: dict[str, None] = {}
    for each in said:
        with suppress(InvalidInput):
            found[reference.read(each)] = None
    return tuple(found)


def postcode_in(text: str, ours: Container[str] = NO_OURS) -> str | None:
    """The writer's postcode, as `WM3 7QD`: the first at the head that is not the council's, else under the sign-off.

    One of an area that there is not is given only where there is no other.
    """
    found = [code for lines in (_head(text), _foot(text)) for _, code in _theirs(lines, ours)]
    return next(filter(exists, found), found[0] if found else None)


def postcode_of(text: str) -> str | None:
    """The first postcode in a few words, whosever it is."""
    return next((code for _, code in _postcodes([_mended(text)])), None)


def phone_of(text: str) -> str | None:
    """The first telephone number in a few words, whosever it is, as E.164."""
    return next(_phones(_mended(text)), None)


def email_of(text: str) -> str | None:
    """The first email address in a few words, whosever it is."""
    return next(_emails([_mended(text)]), None) if "@" in text else None


def writer_in(text: str, ours: Container[str] = NO_OURS) -> tuple[str, tuple[str, ...]]:
    """The writer's name and address, as far as both stand at the head of the letter: `("", ())` when they do not.

    A suggestion: an agent looks at it before anything is sent there.
    """
    lines = _head(text)
    found = next((each for each in _theirs(lines, ours) if ENDS_WITH_POSTCODE.search(lines[each[0]])), None)
    if found is None:
        return "", ()
    before = POSTCODE.split(lines[found[0]])[0].strip(" ,;")
    whole = [*_above(lines, found[0]), *([before] if before else [])]
    named = len(whole) > LEAST_LINES and NAME.match(whole[0])
    who, rest = (whole[0], whole[1:]) if named else ("", whole)
    return (who, (*rest, found[1])) if rest else ("", ())


def _above(lines: list[str], end: int) -> list[str]:
    """The lines of an address above the one with its postcode; a scanner's eye may see gaps between them."""
    block: list[str] = []
    for line in reversed([line for line in lines[:end] if line][-ADDRESS_LINES:]):
        if len(line) > LONGEST_LINE or POSTCODE.search(line) or NOT_OF_AN_ADDRESS.search(line):
            break
        block.insert(0, line.rstrip(" ,;"))
    return block


def phone_in(text: str, ours: Container[str] = NO_OURS) -> str | None:
    """The writer's first telephone number, as E.164."""
    lines = "\n".join(line for line in _reached(text, ours) if not FAX.match(line))
    return next((number for number in _phones(lines) if number not in ours), None)


def email_in(text: str, ours: Container[str] = NO_OURS) -> str | None:
    """The writer's first email address, in small letters. On a line of its own it may have been read with gaps."""
    return next((found for found in _emails(_reached(text, ours)) if found not in ours), None)


def _phones(text: str) -> Iterator[str]:
    for match in PHONE.finditer(text):
        with suppress(InvalidInput):
            yield address.phone(match.group().replace("(0)", "")).value


def _emails(lines: list[str]) -> Iterator[str]:
    whole = "\n".join(line.replace(" ", "") if BROKEN_EMAIL.match(line) else line for line in lines)
    for match in EMAIL.finditer(whole):
        with suppress(InvalidInput):
            yield address.email(match.group().strip(".'-")).value


def _head(text: str) -> list[str]:
    """The lines above the salutation of the first page with any; without one, above the first line of a paragraph."""
    page = next((each for each in text.split(NEXT_PAGE) if each.strip()), "")
    greeted = SALUTATION.search(page)
    lines = [_mended(line.strip()) for line in (page[: greeted.start()] if greeted else page).splitlines()]
    return lines if greeted else list(takewhile(lambda line: len(line) <= LONGEST_LINE, lines))


def _foot(text: str) -> list[str]:
    """The lines under the first sign-off, on its own page: what lies behind it was written by others."""
    for page in text.split(NEXT_PAGE):
        greeted = SALUTATION.search(page)
        signed = SIGN_OFF.search(page, greeted.end() if greeted else 0)
        if signed:
            lines = [_mended(line.strip()) for line in page[signed.end() :].splitlines() if line.strip()][:FOOT_LINES]
            return list(takewhile(lambda line: len(line) <= LONGEST_LINE and not _is_others(line), lines))
    return []


def _mended(line: str) -> str:
    """With a postcode at its end in capitals, and a telephone number that begins with a nought."""
    return IN_SMALL_LETTERS.sub(lambda match: match.group().upper(), MISREAD_PHONE.sub("0", line))


def _reached(text: str, ours: Container[str]) -> list[str]:
    """The lines on which a writer says how they are reached: from their postcode on, and under the sign-off."""
    head = _head(text)
    at = next((number for number, _ in _theirs(head, ours)), None)
    if at is None:  # nobody could read it, perhaps: what stands above the address of the council is theirs all the same
        return [*filter(TOLD.match, takewhile(lambda line: not _is_others(line), head)), *_foot(text)]
    below = [line for line in head[at + 1 :] if line][:REACHED_LINES]
    return [head[at], *takewhile(lambda line: not (_is_others(line) or POSTCODE.search(line)), below), *_foot(text)]


def _is_others(line: str) -> bool:
    return bool(THE_COUNCIL.search(line) or NOT_THEIRS.search(line))


def _theirs(lines: list[str], ours: Container[str]) -> Iterator[tuple[int, str]]:
    """Postcodes with their lines, without the council's."""
    return ((at, code) for at, code in _postcodes(lines) if code not in ours and not _is_ours(lines, at))


def _postcodes(lines: list[str]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines):
        for match in POSTCODE.finditer(line):
            area, district, sector, unit = match.groups()
            end = unit.translate(LETTERS)
            an_ordinal = district.isalpha() and end in ORDINALS
            if not (NOT_AT_THE_END & set(end) or an_ordinal):
                yield number, f"{area}{_district(district)} {sector.translate(DIGITS)}{end}"


def _district(read: str) -> str:
    """Two digits at most, and no nought before another; what looks like three is a one that was read twice."""
    if read[:1].isdigit() and read[-1:].isalpha() and read[-1] not in "OIl":
        return read
    digits = read.translate(DIGITS)
    return (digits[1:] if len(digits) > 2 else digits).lstrip("0") or "0"


def _is_ours(lines: list[str], number: int) -> bool:
    """Whether the lines above, up to the end of the address before, name the council."""
    block: list[str] = []
    for line in reversed(lines[max(0, number - ADDRESS_LINES) : number + 1]):
        if block and POSTCODE.search(line):
            break
        block.append(line)
    return any(THE_COUNCIL.search(line) for line in block)
