"""Who a message is from and to. Names are decoded after the addresses are taken apart: they may hold commas.

A name is one line without control letters, whatever is encoded in it: somebody may put it into a field or a table.

An address counts as it stands: decoded, it would be another one than the mail servers looked at.
"""

import re
from collections.abc import Iterator
from email.utils import getaddresses
from functools import lru_cache
from typing import Final

from channels.email.encoded_words import decoded
from channels.email.headers import Headers
from channels.email.mail import Party
from channels.email.subjects import one_line

AT_MOST: Final = 1_000
"""Parties of one field that are read."""
FIELD_AT_MOST: Final = 65_536
"""Characters of one field that are read."""

_BARE: Final = re.compile(r"[^\s<>,;:\"'()\[\]\\]{1,64}@[^\s<>,;:\"'()\\]{1,255}")
_ANGLED: Final = re.compile(r"^\s*(.*?)\s*<\s*([^<>\s]+@[^<>\s]+)\s*>\s*$")
_ASIDE: Final = re.compile(r"\"(?:[^\"\\]++|\\.?)*+(?:\"|$)|\((?:[^()\\]++|\\.?)*+(?:\)|$)", re.DOTALL)
"""What is in quotes, or is a comment; to the end where it is not closed, so that none is looked at twice."""
_EMPTY_GROUP: Final = re.compile(r"[^:;@<>]{1,200}:\s*;\s*")
"""A group that hides who is in it (RFC 5322 §3.4), as undisclosed-recipients."""
_WHOLE: Final = re.compile(rf"{_ASIDE.pattern}|<[^<>]*>|[,;]", re.DOTALL)
_NESTED: Final = re.compile(r"\({20}")
"""The library reads comments in brackets by recursion, and fails on very many."""
_ROUTE: Final = "<@"
"""Begins an address with the way to it (RFC 5322 §4.4), beside which the library loses a name with dots."""
NO_ADDRESS: Final = "There is no address under From."
FIELDS: Final = {"from": "From", "to": "To", "cc": "Cc", "reply-to": "Reply-To"}


def parties(headers: Headers, field: str) -> tuple[Party, ...]:
    """Everybody in all fields of that name, in order."""
    found: list[Party] = []
    for value in headers.every(field):
        found += _read(value[:FIELD_AT_MOST])
    return tuple(found[:AT_MOST])


def sender(headers: Headers) -> Party:
    """Who wrote: From, else Sender, else Return-Path; the first that holds an address."""
    for field in ("from", "sender", "return-path"):
        for each in parties(headers, field):
            if each.address:
                return each
    return next(iter(parties(headers, "from")), Party())


def is_unclear(headers: Headers) -> bool:
    """Whether it names no one sender: mail servers vouch for one address in one From, and nothing else (RFC 7489)."""
    values = headers.every("from")
    named = {each.address for each in parties(headers, "from") if each.address}
    if headers.cut or "from" in headers.shortened or len(values) != 1 or len(named) != 1:
        return True
    (address,) = named
    plain = _ASIDE.sub("", values[0][:FIELD_AT_MOST]).replace(" ", "").rstrip(",;")
    return plain != address and not plain.endswith(f"<{address}>")


def oddities(headers: Headers) -> list[str]:
    """A sentence for each field in which an address is written as an encoded word: nobody could have sent it there.

    And one where whoever wrote it gave no address.
    """
    encoded = [
        f"An address under {shown} is encoded as only names may be, so it does not count."
        for field, shown in FIELDS.items()
        if any(_has_encoded(value[:FIELD_AT_MOST]) for value in headers.every(field) if "=?" in value)
    ]
    nobody = headers.first("from") and not any(each.address for each in parties(headers, "from"))
    return [*encoded, NO_ADDRESS] if nobody else encoded


def _has_encoded(value: str) -> bool:
    return any(map(_is_encoded, _pieces(value)))


def _is_encoded(piece: str) -> bool:
    return "=?" in piece and "@" not in piece and bool(_BARE.search(decoded(piece)))


@lru_cache(maxsize=16)
def _read(value: str) -> tuple[Party, ...]:
    """The fields of one message are asked for again and again."""
    return tuple(_of(value))


def _of(value: str) -> list[Party]:
    if value.count("@") == 1:
        simple = _ANGLED.match(value)
        if simple and "," not in simple[2]:
            return [_party(_unquoted(simple[1]), simple[2])]
    elif "<" in value:
        pieces = list(_pieces(value))
        if any(_names_by_address(each) or _ROUTE in each for each in pieces):
            return [who for each in pieces for who in (_at_its_end(each) or _parsed_of(each))]
    return _parsed_of(value) or _at_its_end(value) or _loose_in(value)


def _parsed_of(value: str) -> list[Party]:
    pairs = [] if _NESTED.search(value) else _parsed(value)
    return [_party(name, address) for name, address in pairs if "@" in address[1:] and "<" not in address]


def _loose_in(value: str) -> list[Party]:
    if _EMPTY_GROUP.fullmatch(value):
        return []
    loose = [Party(address=each) for each in _BARE.findall(value)]
    name = one_line(decoded(value))
    return loose or ([Party(name=name)] if name and name != "<>" else [])


def _at_its_end(value: str) -> list[Party]:
    """Whom a value that ends in <somebody@somewhere> names, whatever stands before that: many write an address there.

    By hand: a pattern would try every @ with every other.
    """
    text = value.rstrip()
    start = text.rfind("<")
    inner = text[start + 1 : -1].strip()
    # A route before it (RFC 5322 §4.4) is no part of it.
    address = inner.rpartition(":")[2].strip() if inner.startswith("@") else inner
    if start < 0 or not text.endswith(">") or "@" not in address or any(each in address for each in " \t,;"):
        return []
    return [_party(_unquoted(text[:start].strip()), address)]


def _names_by_address(piece: str) -> bool:
    """Whether an address stands without quotes where a name should, before the one in angle brackets."""
    name = piece[: piece.rfind("<")] if "<" in piece else ""
    return "@" in _ASIDE.sub("", name)


def _pieces(value: str) -> Iterator[str]:
    """What stands between the commas that are in no quotes, brackets or comments."""
    start = 0
    for found in _WHOLE.finditer(value):
        if found[0] in ",;":
            yield value[start : found.start()]
            start = found.end()
    yield value[start:]


def _parsed(value: str) -> list[tuple[str, str]]:
    try:
        return getaddresses([value])
    except (ValueError, IndexError, TypeError, RecursionError):
        return []


def _unquoted(name: str) -> str:
    if len(name) > 1 and name[0] == name[-1] == '"':
        return re.sub(r"\\(.)", r"\1", name[1:-1])
    return name


def _party(name: str, address: str) -> Party:
    return Party(name=one_line(decoded(name)), address=address.strip().strip("<>"))
