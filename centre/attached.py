"""What came with a person's earlier contacts: each original one click away, where the timeline tells of it.

Whoever has a contact of somebody's reads what they said before; they may open what came with it as well.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from centre.dangerous import dangers_noted, dangers_of
from centre.papers import may_be_shown, visible
from core.errors import NotFound
from records.rows import Contact, Document, TimelineItem
from records.tx import Tx


def attached(tx: Tx, items: Sequence[TimelineItem], here: str) -> dict[str, list[dict[str, Any]]]:
    """By contact, `[{id, name, content_type, dangers}]`. What came with the contact that is open is shown with it."""
    ids = sorted({each.contact_id for each in items if each.contact_id and each.contact_id != here})
    documents = tx.documents.of_contacts(ids)
    noted = dangers_noted(tx, sorted({each.contact_id for each in documents}))
    found = {
        contact.id: [
            {
                "id": each.id,
                "name": each.name,
                "content_type": each.content_type,
                "dangers": dangers_of(noted, each),
            }
            for each in visible(contact, [each for each in documents if each.contact_id == contact.id])
        ]
        for contact in tx.contacts.get_many(ids)
    }
    return {contact: kept for contact, kept in found.items() if kept}


def fared_each(requests: Mapping[str, Document]) -> dict[str, list[dict[str, Any]]]:
    """`[{id, word, at}]` by the carrier's name of a message of ours: each word about it, as it was sent, oldest first.

    `requests` are the originals by the carrier's name of a message and the word.
    """
    told: dict[str, list[dict[str, Any]]] = {}
    for name, each in requests.items():
        sid, space, word = name.partition(" ")
        if space:
            told.setdefault(sid, []).append({"id": each.id, "word": word, "at": each.at.isoformat()})
    return told


def document_of(tx: Tx, contact: str, document: str, agent: str) -> Document:
    """One that came with this contact, with one that was joined to it, or with an earlier one of the same person.

    Raises NotFound for any other, and as `may_be_shown` does.
    """
    found = tx.documents.get(document)
    if found.contact_id != contact:
        came_with = tx.contacts.get(found.contact_id)
        joined = tx.joined.survivor(came_with).id == contact
        if not joined and not _of_the_same_person(tx.contacts.get(contact), came_with):
            raise NotFound("There is no such document.")
    may_be_shown(tx, found, agent)
    return found


def _of_the_same_person(contact: Contact, other: Contact) -> bool:
    """Whether `other` stands in the timeline of whoever `contact` is from."""
    return contact.person_id is not None and contact.person_id in (other.person_id, other.concerns_person_id)
