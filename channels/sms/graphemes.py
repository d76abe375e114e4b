"""What a reader takes for one letter: a letter with its accents, a flag, a family. Twilio tears none of them.

The rules are those of Unicode 10 (UAX #29, GB3 to GB13), by which Twilio's own calculator counts, and not the newest.
"""

import unicodedata
from collections.abc import Iterator
from enum import Enum, auto
from typing import Final


class Sort(Enum):
    OTHER = auto()
    CONTROL = auto()
    EXTEND = auto()
    JOINER = auto()
    SPACING = auto()
    PREPEND = auto()
    FLAG = auto()
    BASE = auto()
    MODIFIER = auto()
    GLUE = auto()
    BASE_OR_GLUE = auto()
    LEADING = auto()
    VOWEL = auto()
    TRAILING = auto()
    SYLLABLE = auto()
    FULL_SYLLABLE = auto()


def _set(*ranges: tuple[int, int] | int) -> frozenset[int]:
    pairs = [each if isinstance(each, tuple) else (each, each) for each in ranges]
    return frozenset(code for first, last in pairs for code in range(first, last + 1))


_PREPEND: Final = _set(
    (0x600, 0x605), 0x6DD, 0x70F, 0x8E2, 0xD4E, 0x110BD, (0x111C2, 0x111C3), 0x11A3A, (0x11A86, 0x11A89), 0x11D46
)
_BASE: Final = _set(
    *(0x261D, 0x26F9, (0x270A, 0x270D), 0x1F385, (0x1F3C2, 0x1F3C4), 0x1F3C7, (0x1F3CA, 0x1F3CC), (0x1F442, 0x1F443)),
    *((0x1F446, 0x1F450), 0x1F46E, (0x1F470, 0x1F478), 0x1F47C, (0x1F481, 0x1F483), (0x1F485, 0x1F487), 0x1F4AA),
    *((0x1F574, 0x1F575), 0x1F57A, 0x1F590, (0x1F595, 0x1F596), (0x1F645, 0x1F647), (0x1F64B, 0x1F64F), 0x1F6A3),
    *((0x1F6B4, 0x1F6B6), 0x1F6C0, 0x1F6CC, (0x1F918, 0x1F91C), (0x1F91E, 0x1F91F), 0x1F926, (0x1F930, 0x1F939)),
    *((0x1F93D, 0x1F93E), (0x1F9D1, 0x1F9DD)),
)
"""What has a colour of skin."""
_GLUE: Final = _set(
    *(0x2640, 0x2642, 0x2695, 0x2696, 0x2708, 0x2764, 0x1F308, 0x1F33E, 0x1F373, 0x1F393, 0x1F3A4, 0x1F3A8, 0x1F3EB),
    *(0x1F3ED, 0x1F48B, 0x1F4BB, 0x1F4BC, 0x1F527, 0x1F52C, 0x1F5E8, 0x1F680, 0x1F692),
)
"""What is joined to whoever stands before it."""
_EXTEND: Final = _set(
    *(0x200C, 0x9BE, 0x9D7, 0xB3E, 0xB57, 0xBBE, 0xBD7, 0xCC2, (0xCD5, 0xCD6), 0xD3E, 0xD57, 0xDCF, 0xDDF),
    *((0x302E, 0x302F), (0xFF9E, 0xFF9F), 0x1133E, 0x11357, 0x114B0, 0x114BD, 0x115AF, 0x1D165, (0x1D16E, 0x1D172)),
    *((0xE0020, 0xE007F),),
)
"""Beside all marks that take no place of their own."""
_SPACING: Final = _set(0xE33, 0xEB3)
_APART: Final = _set(
    *(0x7FD, (0x898, 0x89F), (0x8CA, 0x8D3), 0x9FE, 0xB55, 0xC04, 0xC3C, 0xD81, 0xEBA, (0x102B, 0x102C), 0x1038),
    *((0x1062, 0x1064), (0x1067, 0x106D), 0x1083, (0x1087, 0x108C), 0x108F, (0x109A, 0x109C), 0x1715, 0x180F, 0x1A61),
    *((0x1A63, 0x1A64), (0x1ABF, 0x1ACE), 0x1DFA, 0xA82C, 0xA8FF, 0xAA7B, 0xAA7D, (0x10D24, 0x10D27), 0x11070),
    *((0x10EAB, 0x10EAC), (0x10F46, 0x10F50), (0x10F82, 0x10F85), (0x11073, 0x11074), 0x110C2, (0x11145, 0x11146)),
    *(0x111C9, (0x111CE, 0x111CF), 0x1133B, 0x1145E, (0x1182C, 0x1183A), (0x11930, 0x11935), (0x11937, 0x11938)),
    *((0x1193B, 0x1193E), 0x11940, (0x11942, 0x11943), (0x119D1, 0x119D7), (0x119DA, 0x119E0), 0x119E4),
    *((0x11D8A, 0x11D8E), (0x11D90, 0x11D91), (0x11D93, 0x11D97), (0x11EF3, 0x11EF6), 0x16F4F, (0x16F7F, 0x16F87)),
    *(0x16FE4, (0x16FF0, 0x16FF1), (0x1CF00, 0x1CF2D), (0x1CF30, 0x1CF46), (0x1E130, 0x1E136), 0x1E2AE),
    *((0x1E2EC, 0x1E2EF),),
)
"""Marks with a place of their own, and those that Unicode 10 did not have yet."""
_NAMED: Final = (
    (_PREPEND, Sort.PREPEND),
    (_set((0x1F466, 0x1F469)), Sort.BASE_OR_GLUE),
    (_BASE, Sort.BASE),
    (_GLUE, Sort.GLUE),
    (_EXTEND, Sort.EXTEND),
    (_SPACING, Sort.SPACING),
    (_APART, Sort.OTHER),
    (_set(0x200D), Sort.JOINER),
    (_set((0x1F3FB, 0x1F3FF)), Sort.MODIFIER),
    (_set((0x1F1E6, 0x1F1FF)), Sort.FLAG),
    (_set((0x1100, 0x115F), (0xA960, 0xA97C)), Sort.LEADING),
    (_set((0x1160, 0x11A7), (0xD7B0, 0xD7C6)), Sort.VOWEL),
    (_set((0x11A8, 0x11FF), (0xD7CB, 0xD7FB)), Sort.TRAILING),
)
_SORTS: Final = {code: sort for codes, sort in _NAMED for code in codes}
_BY_CATEGORY: Final = {
    **dict.fromkeys(("Cc", "Cf", "Cs", "Zl", "Zp"), Sort.CONTROL),
    **dict.fromkeys(("Mn", "Me"), Sort.EXTEND),
    "Mc": Sort.SPACING,
}
_FIRST_SYLLABLE, _LAST_SYLLABLE, _TAILS = 0xAC00, 0xD7A3, 28

_AFTER_ANY: Final = frozenset({Sort.EXTEND, Sort.JOINER, Sort.SPACING})
_TOGETHER: Final = {
    Sort.JOINER: frozenset({Sort.GLUE, Sort.BASE_OR_GLUE}),
    Sort.LEADING: frozenset({Sort.LEADING, Sort.VOWEL, Sort.SYLLABLE, Sort.FULL_SYLLABLE}),
    Sort.SYLLABLE: frozenset({Sort.VOWEL, Sort.TRAILING}),
    Sort.VOWEL: frozenset({Sort.VOWEL, Sort.TRAILING}),
    Sort.FULL_SYLLABLE: frozenset({Sort.TRAILING}),
    Sort.TRAILING: frozenset({Sort.TRAILING}),
}
_BASES: Final = (Sort.BASE, Sort.BASE_OR_GLUE)


def graphemes(text: str) -> Iterator[str]:
    """The letters of a text as a reader sees them. A carriage return and its line feed are two."""
    cluster, sorts = "", list[Sort]()
    for character in text:
        sort = _sort(character)
        if cluster and not _belongs(sorts, sort):
            yield cluster
            cluster, sorts = "", []
        cluster += character
        sorts.append(sort)
    if cluster:
        yield cluster


def _sort(character: str) -> Sort:
    code = ord(character)
    if code in _SORTS:
        return _SORTS[code]
    if _FIRST_SYLLABLE <= code <= _LAST_SYLLABLE:
        return Sort.FULL_SYLLABLE if (code - _FIRST_SYLLABLE) % _TAILS else Sort.SYLLABLE
    return _BY_CATEGORY.get(unicodedata.category(character), Sort.OTHER)


def _belongs(sorts: list[Sort], sort: Sort) -> bool:
    """Whether a character of this sort goes on with those before it."""
    last = sorts[-1]
    if Sort.CONTROL in (last, sort):
        return False
    if sort in _AFTER_ANY or last is Sort.PREPEND or sort in _TOGETHER.get(last, ()):
        return True
    if sort is Sort.MODIFIER:
        return next((each for each in reversed(sorts) if each is not Sort.EXTEND), last) in _BASES
    # Flags are two each, from the first on.
    return sort is Sort.FLAG and last is Sort.FLAG and sorts.count(Sort.FLAG) % 2 == 1
