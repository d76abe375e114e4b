"""What an attribute's value may be: each rule has a sentence that says so and a test of it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Rule:
    """`must` completes the sentence "it must be …"."""

    must: str
    allows: Callable[[str], bool]


def one_of(*words: str) -> Rule:
    return Rule("one of " + ", ".join(repr(word) for word in words), frozenset(words).__contains__)


def some_of(*words: str) -> Rule:
    """One or more of the words, with spaces between."""
    known = frozenset(words)
    return Rule("made of " + ", ".join(words), lambda text: bool(text.split()) and known.issuperset(text.split()))


def whole(least: int, most: int) -> Rule:
    return Rule(
        f"a whole number from {least} to {most}",
        lambda text: bool(re.fullmatch(r"\d{1,9}", text)) and least <= int(text) <= most,
    )


def either(first: Rule, second: Rule) -> Rule:
    return Rule(f"{first.must}, or {second.must}", lambda text: first.allows(text) or second.allows(text))


def matching(must: str, pattern: str) -> Rule:
    return Rule(must, lambda text: re.fullmatch(pattern, text, re.DOTALL) is not None)


def up_to(length: int) -> Rule:
    return Rule(f"from 1 to {length} characters", lambda text: 1 <= len(text) <= length)


def _is_url(text: str) -> bool:
    if not text or re.search(r"\s", text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) if parts.scheme else not text.startswith("//")


def _are_hints(text: str) -> bool:
    phrases = text.split(",")
    return len(phrases) <= 500 and all(len(phrase.strip()) <= 100 for phrase in phrases)


BOOLEAN: Final = one_of("true", "false")
METHOD: Final = one_of("GET", "POST")
URL: Final = Rule("an address, absolute (http or https) or relative", _is_url)
URL_OR_NOTHING: Final = either(URL, one_of(""))
LANGUAGE: Final = matching("a language tag such as en-GB", r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
VOICE: Final = matching(
    "man, woman, alice, or a named voice such as Polly.Amy", r"man|woman|alice|(Polly|Google|ElevenLabs)\.[\w.-]+"
)
LOOP: Final = whole(0, 1000)
KEY: Final = either(one_of(*"0123456789#*"), one_of(""))
KEYS: Final = matching("keys: 0 to 9, # and *", r"[0-9#*]*")
TONES: Final = matching("keys, with w for half a second", r"[0-9A-D#*wW]+")
HINTS: Final = Rule("at most 500 phrases of at most 100 characters, with commas between", _are_hints)
CALL_SID: Final = matching("a call's sid", r"CA[0-9a-fA-F]{32}")
LABEL: Final = matching("at most 128 characters without '/', and no call's sid", r"(?!CA[0-9a-f]{32}$)[^/]{1,128}")
PHONE: Final = matching("a number such as +447700900123, or client:name", r"\+?[0-9() .-]{3,25}|client:.{1,256}|sip:.+")
WORD: Final = up_to(256)
