"""Documents: fetched or given, read by their content type, with the address that their own links start from."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from sandbox.carrier.deliver import Answer, Target
from sandbox.twiml import Element, Place, Refused, parse

TWIML_TYPES: Final = frozenset({"text/xml", "application/xml", "text/html"})
NO_TYPE: Final = 12300
RELATIVE_WITHOUT_BASE: Final = 15004


class Unusable(Exception):
    """There is no document to perform. `code` is Twilio's number."""

    def __init__(self, code: int, sentence: str, url: str = "") -> None:
        self.code = code
        self.url = url
        super().__init__(sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the next document is: an address with what to tell it, or the words themselves."""

    url: str = ""
    method: str = "POST"
    params: tuple[tuple[str, str], ...] = ()
    twiml: str = ""

    @property
    def target(self) -> Target:
        return Target(url=self.url, method=self.method)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A document that is being performed."""

    verbs: tuple[Element, ...]
    url: str = ""
    method: str = "POST"

    def link(self, address: str) -> str:
        """An attribute's address made absolute; empty means this very document. Raises Unusable."""
        if self.url:
            return urljoin(self.url, address) if address else self.url
        if not address.startswith(("http://", "https://")):
            raise Unusable(RELATIVE_WITHOUT_BASE, "A document given in words needs absolute addresses.")
        return address


def page_of_words(twiml: str, place: Place) -> Page:
    """A document given by the REST API. Raises Refused."""
    return Page(verbs=tuple(parse(twiml, place)))


def page_of_answer(answer: Answer, source: Source, place: Place) -> Page:
    """What a webhook's answer says to do. Raises Unusable, Refused.

    A sound, or words, are played and the call ends; but who waits or is spoken to aside only hears them.
    """
    kind, url = answer.content_type, answer.url
    if kind.startswith("audio/"):
        verbs = [Element("Play", words=url), *_then(place)]
    elif kind == "text/plain":
        verbs = _plain(_text(answer), place)
    elif kind in TWIML_TYPES:
        verbs = parse(_text(answer), place)
    else:
        raise Unusable(NO_TYPE, f"The content type {kind!r} cannot be performed.", url)
    fragment = "#" + source.url.split("#", 1)[1] if "#" in source.url and "#" not in url else ""
    return Page(verbs=tuple(verbs), url=url + fragment, method=source.method)


def _plain(text: str, place: Place) -> list[Element]:
    """TwiML when it is, else words to read aloud."""
    try:
        return parse(text, place)
    except Refused:
        return [Element("Say", words=text), *_then(place)] if text.strip() else []


def _then(place: Place) -> list[Element]:
    return [Element("Hangup")] if place is Place.CALL else []


def _text(answer: Answer) -> str:
    try:
        return answer.body.decode()
    except UnicodeDecodeError:
        raise Unusable(12100, "The document is not UTF-8.", answer.url) from None
