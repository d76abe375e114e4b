"""Which of a letter's papers may be shown: not those that were another letter's, nor what has been blacked out since.

Kept as one fact of the contact, `paper`: `gone` are documents that belong to another contact now, or to nobody;
`redacted` leads from a document to the copy that is shown in its place; `turned` tells of a page that was turned by
hand which page it was, in which file, and by how many degrees; `shared`: the email that brought it, which is a paper
of each letter in it, holds others. Nothing is ever deleted by it: the original stays for
those allowed.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypedDict

from core.errors import NotAllowed, NotFound
from records.rows import Contact, Document
from records.staff_rows import Account
from records.tx import Tx

PAPER: Final = "paper"
INDEXES: Final = "post"
"""The skill of those who index post, and may see what they have blacked out."""
BROUGHT_BY: Final = "email.eml"
"""The name of the email that brought a letter."""
MAIL_TYPE: Final = "message/rfc822"
HOLDS_MORE: Final = "This email holds more than this letter: only those who index post may see it whole."
BLACKED_OUT: Final = "A part of it has been blacked out: only those who index post may see it as it came."


class Turned(TypedDict):
    """Of a page that somebody turned: the page and the file before, and the degrees, clockwise, from that page."""

    page: str
    file: str
    degrees: int


def turned(contact: Contact) -> dict[str, Turned]:
    """By the page as it lies now."""
    return dict((contact.facts.get(PAPER) or {}).get("turned", {}))


def papers(tx: Tx, contact: Contact) -> list[Document]:
    """What is shown to everybody who may see the contact."""
    return visible(contact, tx.documents.of_contact(contact.id))


def visible(contact: Contact, documents: Sequence[Document]) -> list[Document]:
    """The same of all its documents, for whoever has read them already."""
    told = contact.facts.get(PAPER) or {}
    hidden = {*told.get("gone", ()), *_copies(told)}
    return [each for each in documents if each.id not in hidden and not (_is_mail(each) and told.get("redacted"))]


def pages(shown: Sequence[Document]) -> list[Document]:
    """The pictures among them, in the order of their pages."""
    pictures = [each for each in shown if each.content_type == "image/jpeg" and each.name.startswith("page-")]
    return sorted(pictures, key=number_of)


def number_of(page: Document) -> int:
    """Of a page in the file that it came in, from 1."""
    digits = "".join(each for each in page.name if each.isdigit())
    return int(digits) if digits else 0


def searchable(shown: Sequence[Document]) -> Document | None:
    """The letter as one PDF, as it is now."""
    return next((each for each in reversed(shown) if each.content_type == "application/pdf"), None)


def may_see_originals(account: Account) -> bool:
    return account.role == "supervisor" or account.skills.get(INDEXES, 0) > 0


def original_of(contact: Contact, document: str) -> str | None:
    """The document as it came, when this one is a copy of it with parts blacked out; the right way up if it may be."""
    told = contact.facts.get(PAPER) or {}
    before = {copy: whole for whole, copy in _copies(told).items()}
    found, at = None, document
    while at in before:
        at, copy = before[at], at
        if told.get("redacted", {}).get(at) == copy:
            found = at
    return found


def may_be_shown(tx: Tx, document: Document, agent: str) -> None:
    """Raises NotFound for a page that is another letter's now, NotAllowed for what was blacked out."""
    told: dict[str, Any] = tx.contacts.get(document.contact_id).facts.get(PAPER) or {}
    since = [document.id, *_since(told, document.id)]
    if not {*told.get("gone", ())}.isdisjoint(since):
        raise NotFound("There is no such document.")
    holds_more = _is_mail(document) and bool(told.get("shared") or told.get("redacted"))
    if holds_more and not may_see_originals(tx.accounts.get(agent)):
        raise NotAllowed(HOLDS_MORE)
    blacked_out = not {*told.get("redacted", {})}.isdisjoint(since)
    if blacked_out and not may_see_originals(tx.accounts.get(agent)):
        raise NotAllowed(BLACKED_OUT)


def _is_mail(document: Document) -> bool:
    """Whether it is the email that brought a letter, of which a letter's other papers never are."""
    return (document.name, document.content_type) == (BROUGHT_BY, MAIL_TYPE)


def _copies(told: Mapping[str, Any]) -> dict[str, str]:
    """From each document to the one that is shown in its place."""
    lying = {each["page"]: copy for copy, each in told.get("turned", {}).items()}
    return {**lying, **told.get("redacted", {})}


def _since(told: Mapping[str, Any], document: str) -> Iterator[str]:
    """The copies that were made of it, one of the other."""
    copies = _copies(told)
    while document in copies:
        document = copies[document]
        yield document
