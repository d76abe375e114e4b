"""Which of a letter's papers may be shown: not those that were another letter's, nor what has been blacked out since.

Kept as one fact of the contact, `paper`: `gone` are documents that belong to another contact now; `redacted` leads from
a document to the copy that is shown in its place. Nothing is ever deleted by it: the original stays for those allowed.
"""

from collections.abc import Sequence
from typing import Any, Final

from core.errors import NotAllowed, NotFound
from records.rows import Contact, Document
from records.staff_rows import Account
from records.tx import Tx

PAPER: Final = "paper"
INDEXES: Final = "post"
"""The skill of those who index post, and may see what they have blacked out."""
BLACKED_OUT: Final = "A part of it has been blacked out: only those who index post may see it as it came."


def papers(tx: Tx, contact: Contact) -> list[Document]:
    """What is shown to everybody who may see the contact."""
    told = contact.facts.get(PAPER) or {}
    hidden = {*told.get("gone", ()), *told.get("redacted", {})}
    return [each for each in tx.documents.of_contact(contact.id) if each.id not in hidden]


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
    """The document as it came, when this one is a copy of it with parts blacked out."""
    redacted: dict[str, str] = (contact.facts.get(PAPER) or {}).get("redacted", {})
    before = {copy: whole for whole, copy in redacted.items()}
    found = before.get(document)
    while found is not None and found in before:
        found = before[found]
    return found


def may_be_shown(tx: Tx, document: Document, agent: str) -> None:
    """Raises NotFound for a page that is another letter's now, NotAllowed for what was blacked out."""
    told: dict[str, Any] = tx.contacts.get(document.contact_id).facts.get(PAPER) or {}
    if document.id in told.get("gone", ()):
        raise NotFound("There is no such document.")
    if document.id in told.get("redacted", {}) and not may_see_originals(tx.accounts.get(agent)):
        raise NotAllowed(BLACKED_OUT)
