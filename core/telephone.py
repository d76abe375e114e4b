"""What somebody wrote where a telephone number was wanted, read as well as it can be: one number, its kind, and why.

Nothing is guessed: a letter O is not taken for a nought, because a wrong digit is a stranger's telephone.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import phonenumbers
from phonenumbers import (
    Leniency,
    NumberParseException,
    PhoneNumber,
    PhoneNumberMatcher,
    PhoneNumberType,
    ValidationResult,
    shortnumberinfo,
)

WITHHELD: Final = frozenset(
    {
        *("anonymous", "unknown", "restricted", "unavailable", "private", "withheld", "blocked", "no caller id"),
        *("private number", "withheld number", "number withheld", "unknown number", "no number", "unknown caller"),
        *("+266696687", "+86282452253"),
    }
)
"""What carriers and telephones show in place of a number (the last two spell ANONYMOUS and UNAVAILABLE)."""

LONGEST: Final = 250
"""Characters: more is no answer to "what is your number?"."""


class Kind(StrEnum):
    MOBILE = "mobile"
    LANDLINE = "landline"
    FREEPHONE = "freephone"
    PREMIUM = "premium"
    SHORT = "short"
    INTERNATIONAL = "international"
    WITHHELD = "withheld"
    UNKNOWN = "unknown"


KINDS: Final = {
    PhoneNumberType.MOBILE: Kind.MOBILE,
    PhoneNumberType.FIXED_LINE: Kind.LANDLINE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE: Kind.LANDLINE,
    PhoneNumberType.UAN: Kind.LANDLINE,  # 03: never dearer than 01 and 02
    PhoneNumberType.VOIP: Kind.LANDLINE,
    PhoneNumberType.TOLL_FREE: Kind.FREEPHONE,
    PhoneNumberType.PREMIUM_RATE: Kind.PREMIUM,
    PhoneNumberType.SHARED_COST: Kind.PREMIUM,
    PhoneNumberType.PERSONAL_NUMBER: Kind.PREMIUM,  # 070 looks like a mobile and may cost far more
}

_CITIES: Final = ("113", "114", "115", "116", "117", "118", "121", "131", "141", "151", "161")
DRAMA: Final = {
    **{f"+44{city}4960": Kind.LANDLINE for city in _CITIES},
    **dict.fromkeys(("+441632960", "+441914980", "+442079460", "+442896496", "+442920180"), Kind.LANDLINE),
    "+447700900": Kind.MOBILE,
    "+443069990": Kind.LANDLINE,
    "+448081570": Kind.FREEPHONE,
    "+449098790": Kind.PREMIUM,
}
"""Ofcom's numbers for drama, all but their last three digits: nobody has one, and all made-up residents do."""

SAYS: Final = {
    Kind.MOBILE: "It is a mobile number.",
    Kind.LANDLINE: "It is a landline: a text to it may be read aloud, or not arrive.",
    Kind.FREEPHONE: "It is a freephone number: nobody pays to call it, and it cannot be texted.",
    Kind.PREMIUM: "It costs more than an ordinary call or text, and is not texted.",
    Kind.INTERNATIONAL: "It is a number in another country: a text to it costs more, and may not arrive.",
    Kind.UNKNOWN: "It is a pager, or of another kind that nobody speaks on: a text to it may not arrive.",
}
"""Of a number that somebody can have; where a text is thought of, it says what becomes of one."""
NATIONAL: Final = "+443"
NOBODYS_HOME: Final = "It is an organisation's, called at the price of a landline: a text to it may not arrive."
"""03 numbers stand for no place, and nothing reads a text aloud there."""
NOT_GIVEN_OUT: Final = "No such number has been given out: please check its digits."

TOO_LONG: Final = "It has too many digits for a telephone number."
TOO_SHORT: Final = "It has too few digits: is its area code missing?"
NO_COUNTRY: Final = "No country has that code."
WRONG: Final = {
    ValidationResult.TOO_SHORT: TOO_SHORT,
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: TOO_SHORT,
    ValidationResult.INVALID_COUNTRY_CODE: NO_COUNTRY,
}
UNREAD: Final = {
    NumberParseException.TOO_LONG: TOO_LONG,
    NumberParseException.TOO_SHORT_NSN: TOO_SHORT,
    NumberParseException.INVALID_COUNTRY_CODE: NO_COUNTRY,
}
NOT_SHORT: Final = "It is no short number in use: is the area code of a local number missing?"
SEVERAL: Final = " There are several numbers; this is the first."
NO_NUMBER: Final = "There is no telephone number in it."
LETTERS: Final = "There are letters among its digits: please ask for the number again."

WHOLE: Final = 9
"""Digits after +44: what has fewer, and is nobody's, is a number cut off or without its area code."""

_SCHEME = re.compile(r"^(?:tel|sips?|callto):", re.IGNORECASE)
_EXTENSION = re.compile(
    r"(?:\bext(?:n|ension)?\b\.?|\bx|(?<=\d)x|;ext=|#|,+)\s*:?\s*(\d{1,7})\s*\)?\s*$", re.IGNORECASE
)
_NAMED = re.compile(r"<\s*(?:tel|sips?):([^<>]*)>\s*$", re.IGNORECASE)
"""An address with a name before it, as a telephone exchange writes a caller."""
_BETWEEN = re.compile(r"[\s;,&/|]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """`e164` is None when there is none to call; `valid` is whether somebody can have it; `reason` is a sentence."""

    e164: str | None
    kind: Kind
    valid: bool
    reason: str


def read(text: str, *, region: str = "GB") -> Number:
    """The number in `text`, as dialled in `region`. Raises nothing: what cannot be read is `unknown`, with a reason."""
    written = _tidy(text[: LONGEST + 1])
    if not text.strip() or written.lower() in WITHHELD:
        return Number(e164=None, kind=Kind.WITHHELD, valid=False, reason="The caller withheld their number.")
    if len(written) > LONGEST:
        return _none("It is too long to be a telephone number.")
    short = re.sub(r"[\s.-]", "", written)
    if re.fullmatch(r"[1-9][0-9]{2,5}", short):
        return _short(short, region)
    return _several(written, region)


def _tidy(text: str) -> str:
    """Full-width letters made plain, marks and a link's first word dropped, runs of spaces made one."""
    normal = unicodedata.normalize("NFKC", text)
    plain = "".join(c for c in normal if unicodedata.category(c) not in ("Cf", "Cs", "Mn", "Me"))
    named = _NAMED.search(plain)
    plain = named[1] if named else plain
    return _SCHEME.sub("", " ".join(plain.split())).partition("@")[0]


def _several(written: str, region: str) -> Number:
    whole, extension = _without_extension(written)
    more = f" Its extension {extension} is left out." if extension else ""
    first = _first_of_two(whole, region)
    if first is not None:
        return replace(first, reason=first.reason + SEVERAL)
    if not any(c.isalpha() for c in whole):
        alone = _parsed(whole, region)
        if isinstance(alone, PhoneNumber):
            return _told(alone, region, more)
    matches = PhoneNumberMatcher(written, region, leniency=Leniency.POSSIBLE)
    found = [told for match in matches if (told := _told(match.number, region)).valid]
    if found:
        others = SEVERAL if len(found) > 1 else more
        return replace(found[0], reason=found[0].reason + others)
    return _unreadable(whole, region)


def _first_of_two(whole: str, region: str) -> Number | None:
    """The first of two numbers that only a space or a stroke parts: the library finds the last one, or neither."""
    pieces = [each for each in _BETWEEN.split(whole) if any(c.isdigit() for c in each)]
    if any(c.isalpha() for each in pieces for c in each):
        return None
    for cut in range(1, len(pieces)):
        first, second = (_parsed(" ".join(part), region) for part in (pieces[:cut], pieces[cut:]))
        if isinstance(first, PhoneNumber) and isinstance(second, PhoneNumber):
            told = _told(first, region)
            if told.valid and _told(second, region).valid:
                return told
    return None


def _without_extension(written: str) -> tuple[str, str]:
    found = _EXTENSION.search(written)
    return (written[: found.start()].strip(), found[1]) if found else (written, "")


def _parsed(text: str, region: str) -> PhoneNumber | str:
    """The number that the whole of `text` is, or what is wrong with it."""
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException as error:
        return UNREAD.get(error.error_type, NO_NUMBER)
    possible = phonenumbers.is_possible_number_with_reason(number)
    return number if possible == ValidationResult.IS_POSSIBLE else WRONG.get(possible, TOO_LONG)


def _unreadable(text: str, region: str) -> Number:
    parsed = _parsed(text, region)
    if isinstance(parsed, str):
        letters = any(c.isalpha() for c in text) and any(c.isdigit() for c in text)
        return _none(LETTERS if letters else parsed)
    # Letters for digits, as on an advertisement: 0800 and a word.
    named = _told(parsed, region, " Its letters are those on the keys.")
    return named if named.kind in (Kind.FREEPHONE, Kind.PREMIUM) else _none(LETTERS)


def _told(number: PhoneNumber, region: str, more: str = "") -> Number:
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    drama = DRAMA.get(e164[:-3])
    valid = drama is not None or phonenumbers.is_valid_number(number)
    home = number.country_code == phonenumbers.country_code_for_region(region)
    if not valid:
        if home and len(str(number.national_number)) < WHOLE:
            return _none(TOO_SHORT)
        # Noughts at the beginning that another country's rules take off, one at each reading: there is no such number.
        if _parsed(e164, region) != number:
            return _none(NOT_GIVEN_OUT)
        kind = Kind.UNKNOWN if home else Kind.INTERNATIONAL
        return Number(e164=e164, kind=kind, valid=False, reason=NOT_GIVEN_OUT + more)
    kind = (drama or KINDS.get(phonenumbers.number_type(number), Kind.UNKNOWN)) if home else Kind.INTERNATIONAL
    says = NOBODYS_HOME if home and e164.startswith(NATIONAL) else SAYS[kind]
    return Number(e164=e164, kind=kind, valid=True, reason=says + more)


def _short(digits: str, region: str) -> Number:
    valid = shortnumberinfo.is_valid_short_number_for_region(phonenumbers.parse(digits, region), region)
    says = "It is a short number, for use within the UK only." if valid else NOT_SHORT
    return Number(e164=None, kind=Kind.SHORT, valid=valid, reason=says)


def _none(reason: str) -> Number:
    return Number(e164=None, kind=Kind.UNKNOWN, valid=False, reason=reason)
