"""Who may have written a letter, for an agent to choose from: nobody is ever picked silently."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from channels.letter.finding import writer_in
from channels.web_form.inbound import postcode
from core import address
from core.address import Address, AddressKind
from core.errors import InvalidInput, NotFound
from records.rows import Contact, Person
from records.tx import Tx

SUGGESTED: Final = 5
NO_POSTCODE: Final = "That is not a postcode. One looks like WM3 4AB."


def writers(tx: Tx, contact: Contact, told: Mapping[str, Any], text: str) -> list[Person]:
    """Whoever has its telephone, email or address, whose case it names, or who is called as its writer is."""
    name, lines = written_by(told, text)
    found: dict[str, Person] = {}
    if contact.person_id:
        found[contact.person_id] = tx.people.get(contact.person_id)
    for reference in told.get("references") or ():
        for case in _cases(tx, str(reference)):
            found.setdefault(case, tx.people.get(case))
    for each in _addresses(told, lines):
        for person in tx.people.find(each):
            found.setdefault(person.id, person)
    for person in tx.people.named(name, SUGGESTED) if name else ():
        found.setdefault(person.id, person)
    return list(found.values())[:SUGGESTED]


def written_by(told: Mapping[str, Any], text: str) -> tuple[str, tuple[str, ...]]:
    """The writer's name and address: as they were found; of a letter of an older day, as its words have them.

    Where paper of ours came back, what stands in its window is not the writer's.
    """
    if told.get("lives") or told.get("ours"):
        return str(told.get("writer") or ""), tuple(told.get("lives") or ())
    return writer_in(text)


def _cases(tx: Tx, reference: str) -> list[str]:
    try:
        case = tx.cases.by_reference(reference)
    except (NotFound, InvalidInput):
        return []
    return [case.person_id] if case.person_id else []


def _addresses(told: Mapping[str, Any], lines: Sequence[str]) -> list[Address]:
    found = [Address(kind=AddressKind.PHONE, value=str(told["phone"]))] if told.get("phone") else []
    if told.get("email"):
        found.append(Address(kind=AddressKind.EMAIL, value=str(told["email"])))
    if lines:
        found.append(Address(kind=AddressKind.POSTAL, value="\n".join(lines)))
    return found


def reached_at(code: str | None, phone: str, email: str) -> dict[str, str]:
    """How an indexer says that the writer is reached, each in its normal form; what is empty is left out.

    An empty postcode is kept: the one that was read is not theirs. Raises InvalidInput for what is none of its kind.
    """
    found = {} if code is None else {"postcode": postcode(code) or ""}
    if code and code.strip() and not found["postcode"]:
        raise InvalidInput(NO_POSTCODE, field="postcode")
    if phone.strip():
        found["phone"] = address.phone(phone).value
    if email.strip():
        found["email"] = address.email(email).value
    return found


def suggested(person: Person) -> dict[str, Any]:
    """As a choice for the agent: `{id, name, reached}`."""
    reached = [
        address.shown_phone(each.value) if each.kind is AddressKind.PHONE else each.value.replace("\n", ", ")
        for each in person.addresses
    ]
    return {"id": person.id, "name": person.name, "reached": reached}
