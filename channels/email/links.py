"""Links and names that look like something else: a sentence for each. Nothing is looked up.

A resident's own programme and our mail gateway rewrite links on their way; what they lead to is looked at then.
"""

import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from itertools import islice
from typing import Final
from urllib.parse import parse_qs, urlsplit

from channels.email.listed import listed
from channels.email.subjects import one_line

SHOWN_AT_MOST: Final = 80
AT_MOST: Final = 5
"""Sentences of one message: of a page full of such links nobody reads more."""
LINKS_AT_MOST: Final = 500
ELSEWHERE: Final = "A link that shows “{shown}” leads to “{host}”."
WITH_NAME: Final = "A link begins as if it led to “{shown}”, and leads to “{host}”."
MIXED: Final = "A link leads to “{shown}”, whose letters are of two alphabets: it is in truth {host}."
NAME_MIXED: Final = "The sender's name is written in letters of two alphabets, which look alike."
ADDRESS_MIXED: Final = "The sender's address is written in letters of two alphabets, which look alike."
NAME_ELSEWHERE: Final = "The sender's name says “{shown}”, and it is from “{host}”."

REWRITTEN: Final = {
    "safelinks.protection.outlook.com": "url",
    "protect.mimecast.com": "url",
    "urldefense.proofpoint.com": "u",
    "www.google.com": "q",
    "l.facebook.com": "u",
}
"""Hosts through which gateways lead a link, and where in it the real one stands."""
ALIKE: Final = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"})
"""Alphabets some of whose letters cannot be told apart."""

_LINK: Final = re.compile(r'<a\b[^<>]*?\shref="([^"]{1,4000})"[^>]*>(.{0,2000}?)</a>', re.DOTALL)
_TAG: Final = re.compile(r"<[^<>]{0,2000}>")
_NAMED: Final = re.compile(r"(?:https?:/+)?((?:[\w-]{1,63}\.){1,10}[^\W\d_]{2,24})(?:[:/?#]\S{0,1000})?", re.IGNORECASE)
_PLAIN: Final = re.compile(r"\bhttps?://[^\s<>\"'()]{1,1000}", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"[^\s<>()\"',;:@]{1,64}@([\w-]{1,63}(?:\.[\w-]{1,63}){1,10})")
_FILE: Final = listed("pdf doc docx xls xlsx jpg jpeg png txt zip html htm csv")
"""Endings of a name that is a file's, and no host's."""


def of_links(page: str, text: str) -> list[str]:
    """What is odd about the links in sanitised HTML and in plain words."""
    links = [(unescape(each[1]), unescape(_TAG.sub("", each[2]))) for each in _first(_LINK, page)]
    links += [(each[0], "") for each in _first(_PLAIN, text)]
    return list(dict.fromkeys(said for href, shown in links for said in _of_link(href, shown)))[:AT_MOST]


def of_sender(name: str, address: str) -> list[str]:
    """What is odd about how a sender calls themselves: an address of elsewhere, or letters of two alphabets."""
    found = []
    domain = _host(address.rpartition("@")[2])
    named = [_host(each[1]) for each in _first(_ADDRESS, name)]
    other = next((each for each in named if domain and not _is_of(each, domain)), None)
    if other is not None:
        found.append(NAME_ELSEWHERE.format(shown=_short(other), host=_short(domain)))
    if any(_is_mixed(word) for word in name.split()):
        found.append(NAME_MIXED)
    if _is_mixed(_readable(domain)) or _is_mixed(address.rpartition("@")[0]):
        found.append(ADDRESS_MIXED)
    return found


def _first(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    return islice(pattern.finditer(text), LINKS_AT_MOST)


def _of_link(href: str, shown: str) -> Iterator[str]:
    host, before = _where(href)
    if not host:
        return
    if before and "." in before:
        yield WITH_NAME.format(shown=_short(before), host=_short(host))
    if _is_mixed(_readable(host)):
        yield MIXED.format(shown=_short(_readable(host)), host=_short(_encoded(host)))
    named = _NAMED.fullmatch(one_line(shown).strip(" .,;<>()[]"))
    said = _host(named[1]) if named else ""
    if said and said.rpartition(".")[2] not in _FILE and not _is_of(said, host):
        yield ELSEWHERE.format(shown=_short(said), host=_short(_encoded(host)))


def _where(href: str) -> tuple[str, str]:
    """The host a link leads to, and what stands before an @ in front of it; "" for one that leads to no page."""
    for _ in range(3):
        try:
            parts = urlsplit(href.strip())
            host = _host(parts.hostname or "")
        except ValueError:
            return "", ""
        if parts.scheme.lower() not in {"http", "https"}:
            return "", ""
        inner = next((field for end, field in REWRITTEN.items() if host == end or host.endswith(f".{end}")), "")
        real = parse_qs(parts.query[:4000]).get(inner, [""])[0] if inner else ""
        if not real.startswith(("http://", "https://")):
            return host, parts.username or ""
        href = real
    return host, parts.username or ""


def _host(host: str) -> str:
    return host.strip().strip(".").casefold()


def _is_of(one: str, other: str) -> bool:
    """Whether two hosts are the same house: one may name it more exactly."""
    one, other = _encoded(one).removeprefix("www."), _encoded(other).removeprefix("www.")
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _encoded(host: str) -> str:
    """As name servers know it."""
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _readable(host: str) -> str:
    """As its reader sees it."""
    try:
        return host.encode("ascii").decode("idna") if "xn--" in host else host
    except UnicodeError:
        return host


def _is_mixed(word: str) -> bool:
    if word.isascii():
        return False
    letters = (each for each in word[:300] if each.isalpha())
    return len({unicodedata.name(each, "").partition(" ")[0] for each in letters} & ALIKE) > 1


def _short(text: str) -> str:
    return one_line(text)[:SHOWN_AT_MOST]
