"""How people here write days and months in words, in English and in Welsh."""

from typing import Final

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WELSH: Final = (
    "ionawr",
    "chwefror",
    "mawrth",
    "ebrill",
    "mai",
    "mehefin",
    "gorffennaf",
    "awst",
    "medi",
    "hydref",
    "tachwedd",
    "rhagfyr",
)
MUTATED: Final = {
    "fawrth": 3,
    "fai": 5,
    "fehefin": 6,
    "orffennaf": 7,
    "fedi": 9,
    "dachwedd": 11,
    "ragfyr": 12,
}
"""Welsh months behind `o`, as in `24ain o Dachwedd`."""
ROMAN: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_FIRST: Final = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
DAYS: Final[dict[str, int]] = {
    **{word: day for day, word in enumerate(_FIRST, 1)},
    **{f"twenty{word}": 20 + day for day, word in enumerate(_FIRST[:9], 1)},
    "thirtieth": 30,
    "thirtyfirst": 31,
}
"""Without the hyphen or the space in them."""
_ONES: Final = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
]
YEARS: Final[dict[str, int]] = {
    **{word: 2000 + n for n, word in enumerate(_ONES, 1)},
    "seventeen": 2017,
    "eighteen": 2018,
    "nineteen": 2019,
    "twenty": 2020,
    **{f"twenty{word}": 2020 + n for n, word in enumerate(_ONES[:9], 1)},
    "thirty": 2030,
    **{f"thirty{word}": 2030 + n for n, word in enumerate(_ONES[:9], 1)},
}
"""What follows `two thousand and`, or `twenty`."""


def month(word: str) -> int:
    """The number of a month: its name in either language, short or whole, or its Roman numeral."""
    name = word.lower().rstrip(".")
    if name in ROMAN:
        return ROMAN.index(name) + 1
    if name in MUTATED:
        return MUTATED[name]
    return WELSH.index(name) + 1 if name in WELSH else MONTHS.index(name[:3]) + 1


def plain(word: str) -> str:
    """As DAYS and YEARS have it."""
    return "".join(letter for letter in word.lower() if letter.isalpha())
