"""A form that is sent again under its own name, with something changed in it: what is new joins its contact."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from centre.form_words import ANSWERS
from centre.sending import digest
from channels.web_form.files import Upload
from records.rows import Contact
from records.tx import Tx

AGAIN: Final = "Sent again, with changes:"


def sent_again(
    tx: Tx,
    contact: Contact,
    form_id: str,
    texts: Mapping[str, Sequence[str]],
    files: Sequence[tuple[Upload, str]],
    answers: Mapping[str, str],
    place: Mapping[str, Any] | None,
) -> Contact | None:
    """Keep what the contact lacks. The contact in whose conversation it is now; None when it had all of it already.

    `texts` are lines by how their message's key begins. The answers replace those before them, for whoever refers it.
    Who sent it and where they are reached stays, and is said: the computer may be one that others use, and nobody else
    is to be written to about it.
    """
    new = [_kept(tx, contact, f"{prefix}{form_id}", "\n".join(lines)) for prefix, lines in texts.items()]
    there = {(each.sha256, each.name) for each in tx.documents.of_contact(contact.id)}
    more = [(upload, path) for upload, path in files if (upload.sha256, upload.name) not in there]
    for upload, path in more:
        tx.documents.add(contact.id, upload.name, upload.content_type, upload.size, upload.sha256, path)
    if not (any(new) or more):
        return None
    tx.contacts.merge_facts(contact.id, {ANSWERS: dict(answers)} | ({"place": dict(place)} if place else {}))
    return tx.joined.survivor(tx.contacts.get(contact.id))


def _kept(tx: Tx, contact: Contact, key: str, words: str) -> bool:
    """Whether these words are new to the messages whose keys begin so."""
    known = {each.text.removeprefix(f"{AGAIN}\n") for each in tx.messages.keyed([contact.id], key)}
    if words in known:
        return False
    tx.messages.add(contact.id, "in", f"{AGAIN}\n{words}", "resident", key=f"{key}:{digest(words)}")
    return True
