"""A person as the desk shows them: the card beside a contact, who it may be, and what they were merged with."""

from typing import Any

from centre.markers import markers_shown
from centre.shown import shown_address
from core.address import AddressKind, shown_phone
from records.person_rows import Merge
from records.rows import Contact, Person
from records.staff_rows import Account
from records.tx import Tx


def person_shown(tx: Tx, contact: Contact, person: Person | None, account: Account) -> dict[str, Any]:
    """Who it is; when several people share the number, who it may be. `account` is of whoever looks."""
    at_this_address = tx.people.find(contact.from_address) if contact.from_address else []
    maybe = [{"id": each.id, "name": each.name} for each in at_this_address if person is None or each.id != person.id]
    return {
        "id": person.id if person else None,
        "name": person.name if person else None,
        "addresses": addresses_shown(person) if person else [shown_address(contact)],
        "language": person.language if person else None,
        "access_needs": person.access_needs if person else None,
        "maybe": maybe,
        "verified": _verified(tx, person) if person else None,
        "safeguarding": markers_shown(tx, person.id if person else None, account),
    }


def addresses_shown(person: Person) -> list[str]:
    """As people write them."""
    return [shown_phone(each.value) if each.kind is AddressKind.PHONE else each.value for each in person.addresses]


def concerns_shown(tx: Tx, contact: Contact) -> dict[str, Any] | None:
    """Whom it is about, when that is not the caller."""
    if not contact.concerns_person_id:
        return None
    person = tx.people.get(contact.concerns_person_id)
    return {"name": person.name, "relation": contact.relation, "authority": contact.authority}


def merge_lines(tx: Tx, person: Person | None, names: dict[str, str]) -> list[dict[str, Any]]:
    """Merges and separations as lines of the timeline; `merge` is the id of one that can be separated from here.

    `about` is the other one's name, or where somebody without a name is reached.
    """
    lines = []
    for merge in tx.merges.of_person(person.id) if person else ():
        kept = merge.kept_id == person.id if person else False
        other = tx.people.itself(merge.merged_id if kept else merge.kept_id)
        about = other.name or next(iter(addresses_shown(other)), None)
        line = {"channel": None, "contact": None, "direction": None, "status": None, "about": about, "merge": None}
        stands = kept and merge.parted_at is None
        by = names.get(merge.by, merge.by)
        lines.append(
            {
                **line,
                "kind": "merged",
                "at": merge.at.isoformat(),
                "text": merge.why,
                "author": by,
                "merge": merge.id if stands else None,
            }
        )
        lines += _parted(merge, line, names)
    return lines


def _parted(merge: Merge, line: dict[str, Any], names: dict[str, str]) -> list[dict[str, Any]]:
    if merge.parted_at is None:
        return []
    by = names.get(merge.parted_by or "", merge.parted_by)
    at = merge.parted_at.isoformat()
    return [{**line, "kind": "separated", "at": at, "text": merge.parted_why, "author": by}]


def _verified(tx: Tx, person: Person) -> dict[str, Any] | None:
    if person.verified_at is None:
        return None
    by = tx.accounts.get(str(person.verified_by)).name
    return {"by": by, "how": person.verified_how, "at": person.verified_at.isoformat()}
