"""Who a message is from and to. Names are decoded after the addresses are taken apart: they may hold commas."""

import re
from email.utils import getaddresses
from typing import Final

from channels.email.encoded_words import decoded
from channels.email.headers import Headers
from channels.email.mail import Party

AT_MOST: Final = 1_000
"""Parties of one field that are read."""
FIELD_AT_MOST: Final = 65_536
"""Characters of one field that are read."""

_BARE: Final = re.compile(r"[^\s<>,;:\"'()\[\]\\]{1,64}@[^\s<>,;:\"'()\\]{1,255}")
_ANGLED: Final = re.compile(r"^\s*(.*?)\s*<\s*([^<>\s]+@[^<>\s]+)\s*>\s*$")
_NESTED: Final = re.compile(r"\({20}")
"""The library reads comments in brackets by recursion, and fails on very many."""


def parties(headers: Headers, field: str) -> tuple[Party, ...]:
    """Everybody in all fields of that name, in order."""
    found: list[Party] = []
    for value in headers.every(field):
        found += _of(value[:FIELD_AT_MOST])
    return tuple(found[:AT_MOST])


def sender(headers: Headers) -> Party:
    """Who wrote: From, else Sender, else Return-Path; the first that holds an address."""
    for field in ("from", "sender", "return-path"):
        for each in parties(headers, field):
            if each.address:
                return each
    return next(iter(parties(headers, "from")), Party())


def _of(value: str) -> list[Party]:
    simple = _ANGLED.match(value) if value.count("@") == 1 else None
    if simple and "," not in simple[2]:
        return [_party(_unquoted(simple[1]), simple[2])]
    pairs = [] if _NESTED.search(value) else _parsed(value)
    known = [_party(name, address) for name, address in pairs if "@" in address]
    if known:
        return known
    loose = [Party(address=each) for each in _BARE.findall(value)]
    name = decoded(value).strip()
    return loose or ([Party(name=name)] if name and name != "<>" else [])


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
    return Party(name=decoded(name).strip(), address=decoded(address).strip().strip("<>"))
