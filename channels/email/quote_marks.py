"""The lines by which mail programmes say "what follows is not mine", in the languages of our residents. Only patterns.

Every pattern is matched against one line of at most `LINE_AT_MOST` characters, so none can take long.
"""

import re
from typing import Final

from channels.email import quote_words as words

LINE_AT_MOST: Final = 600

SHORTEST: Final = 5
"""Characters of the shortest line that says anything: "De: a"."""

_I: Final = re.IGNORECASE

QUOTED: Final = re.compile(r">")


def _any(*tables: words.Table) -> str:
    return "|".join(re.escape(each).replace(r"\ ", r"\s+") for each in words.every(*tables))


_WROTE: Final = rf"(?:(?<!\w)(?:{_any(words.WROTE)})(?!\w)|{_any(words.WROTE_UNSPACED)})"
_ADDRESS: Final = r"<\s?[^<>\s]+@[^<>\s]+>"
ATTRIBUTION_END: Final = re.compile(rf"(?:{_WROTE}.{{0,120}}|{_ADDRESS})\s*[:：]\s*$", _I)
"""The end of "On such a day, somebody wrote:"; a programme may break it over two lines at any space."""
ATTRIBUTION_START: Final = re.compile(
    rf"(?:-{{2,3}}\s)?(?:(?:{_any(words.ON)})\s.*\d|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}\b"
    rf"|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}\b|.*{_ADDRESS}|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? .*\d)",
    _I,
)
ATTRIBUTION_AND_QUOTE: Final = re.compile(
    rf"\s*(?:{_any(words.ON)})\s.{{0,60}}\d{{1,2}}[:.]\d{{2}}.{{0,120}}{_ADDRESS}\s?{_WROTE}\s?[:：]\s+\S", _I
)
"""Yahoo's on a telephone puts the first words that it quotes on the same line."""
_YEAR: Final = r"\b(?:19|20)\d\d\b|\b\d{1,2}[-/.]\d{1,2}[-/.]\d\d\b"
ATTRIBUTION_PROOF: Final = re.compile(
    rf"<[^<>\s]+@[^<>\s]+>|(?:{_YEAR}).*(?:\d{{1,2}}[:.]\d{{2}}|@)|(?:\d{{1,2}}[:.]\d{{2}}|@).*(?:{_YEAR})"
)
"""A programme gives the address in brackets, or the year with the hour or the address. A resident who tells what
somebody wrote gives no year: what follows may be theirs again, and nothing says where."""
ATTRIBUTION_NAMELESS: Final = re.compile(
    r"\b(?:he|she|they|it|i|we|you|who|someone|somebody|(?:my|his|her|our|their|(?-i:your|the))(?: \w+){1,3})"
    r"(?: (?:also|then|just|has|have|had))? (?:wrote|writes|said)\b|\bsaid\b",
    _I,
)
"""No programme calls anybody so, and none of those that put no mark before a quote has "said"."""
ATTRIBUTION_LINES: Final = 4
ATTRIBUTION_AT_MOST: Final = 500

ORIGINAL: Final = re.compile(
    r"[\s*]*-{3,}\s*(?:original (?:message|appointment|e-?mail)|reply message|ursprüngliche nachricht"
    r"|message d['’]origine|mensaje original|messaggio originale|oorspronkelijk bericht|wiadomość oryginalna"
    r"|mensagem original|ursprungligt meddelande|neges wreiddiol)\s*-{3,}[\s*]*$",
    _I,
)
FORWARDED: Final = re.compile(
    r"(?:[\s*]*-{3,}\s*(?:forwarded (?:message|e-?mail)|message transféré|weitergeleitete nachricht|messaggio inoltrato"
    r"|mensaje reenviado|doorgestuurd bericht|mensagem encaminhada|przekazana wiadomość"
    r"|wiadomość przekazana dalej|neges wedi['’]i hanfon ymlaen)(?:\s.{0,60})?-{3,}[\s*]*"
    r"|\s*(?:begin forwarded message|anfang der weitergeleiteten nachricht|début du message (?:réexpédié|transféré)"
    r"|inizio messaggio inoltrato|inicio del mensaje reenviado|begin doorgestuurd bericht)\s*:\s*)$",
    _I,
)
RULE: Final = re.compile(r"\s*[_-]{10,}\s*$")
"""A line across the page; Outlook puts one above its headers."""


def _header(*tables: words.Table) -> re.Pattern[str]:
    return re.compile(rf"[\s*_]*(?:{_any(*tables)})[*_]*\s?[:：][*_]*", _I)


HEADERS: Final = {
    "from": re.compile(rf"{_header(words.FROM).pattern}\s*\S", _I),
    "sent": _header(words.SENT),
    "to": _header(words.TO),
    "subject": _header(words.SUBJECT),
    "other": _header(words.OTHER),
}
"""What the headers that a programme writes above a quote begin with, by what they say."""
HEADER_UNKNOWN: Final = re.compile(r"[\s*_]*[^\W\d_]{2,20}[*_]*\s?[:：][*_]*\s")
"""One between them in words that are in no table."""
HEADER_LINES: Final = 8
HEADERS_NEEDED: Final = 2
"""Beside From."""
HEADERS_NEEDED_WITHOUT_HOUR: Final = 3
HEADERS_WHOLE: Final = frozenset({"from", "sent", "to", "subject"})
"""With these, an empty line ends them; what looks like one below it ("A: he hit me") is somebody's own."""
HOUR: Final = re.compile(r"\b\d{1,2}[:.]\d{2}\b")
YEAR: Final = re.compile(_YEAR)
NOTES_TO: Final = re.compile(r"\s*(?:to|an|à|para|do|aan)\s*$", _I)
NOTES_SUBJECT: Final = re.compile(rf"\s*(?:{_any(words.SUBJECT)})\s*$", _I)
NOTES_LINES: Final = 16
"""Lines in which Lotus Notes names who wrote, when, to whom and about what, each below its own word."""

FORWARDING_SUBJECT: Final = re.compile(r"\s*(?:fw|fwd|wg|tr|rv|vs|enc|pd|ymlaen)\s*:", _I)
