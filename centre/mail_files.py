"""Files that go along with an email: documents of the case, and those that its writer chose, which become documents."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from centre.papers import papers
from centre.uploads import kept_path
from channels.email.composing import File
from channels.web_form.files import Upload
from core.errors import InvalidInput, NotFound, Refused
from records.rows import Contact, Document
from records.tx import Tx

FILES_AT_MOST: Final = 20
TOO_MUCH: Final = (
    "The files together are larger than {most} MB, the most that goes along with one email. Leave some out."
)
GONE: Final = "A file to be attached is not here any more."


def attached_to(
    tx: Tx, contact: Contact, ids: Sequence[str], uploads: Sequence[Upload], *, most_mb: int
) -> list[Document]:
    """All that goes along. InvalidInput for too many, or too much; NotFound for another matter's."""
    files = [*_files(tx, contact, ids), *_added(tx, contact, uploads)]
    if len(files) > FILES_AT_MOST:
        raise InvalidInput(f"At most {FILES_AT_MOST} files can be attached.", field="files")
    if sum(each.size for each in files) > most_mb * 1_000_000:
        raise InvalidInput(TOO_MUCH.format(most=most_mb), field="files")
    return files


def read_file(folder: Path, document: Document) -> File:
    """What is attached, from the folder. Off the event loop. Raises Refused."""
    try:
        content = (folder / document.path).read_bytes()
    except OSError as error:
        raise Refused(GONE) from error
    return File(name=document.name, content_type=document.content_type, content=content)


def _files(tx: Tx, contact: Contact, ids: Sequence[str]) -> list[Document]:
    """Documents of this contact, of what was joined to it, or of its case; none that was blacked out since."""
    files = [tx.documents.get(each) for each in dict.fromkeys(ids)]
    for each in files:
        whose = tx.contacts.get(each.contact_id)
        owner = tx.joined.survivor(whose)
        same_case = owner.case_id is not None and owner.case_id == contact.case_id
        if (owner.id != contact.id and not same_case) or each not in papers(tx, whose):
            raise NotFound("There is no such document.")
    return files


def _added(tx: Tx, contact: Contact, uploads: Sequence[Upload]) -> list[Document]:
    """Each once, as documents of the contact. One that it has already (an email was taken back) is that one."""
    if not uploads:
        return []
    known = {(each.sha256, each.name): each for each in tx.documents.of_contact(contact.id)}
    for each in uploads:
        if (each.sha256, each.name) not in known:
            known[each.sha256, each.name] = tx.documents.add(
                contact.id, each.name, each.content_type, each.size, each.sha256, kept_path(each)
            )
    return [known[named] for named in dict.fromkeys((each.sha256, each.name) for each in uploads)]
