"""How sure we are of who asks about a matter, by the record. Whether that is enough, `core.assurance.may` says.

1. Whoever made a request proves it by what it came with: the number, the address, the postcode that they gave as
   theirs. The postcode of the place that it is about is anybody's who knows the road.
2. Whoever only names its reference is kept apart (NAMED), and so is a stranger whose email an agent linked to it: their
   own number or address is no proof of it, there or later.
3. What an agent has confirmed holds for that contact, and for no other.
4. A number or an email address in a letter is read by a machine, and may be anybody's: it counts once whoever indexed
   the letter has said that it is its writer's. So does a postcode that was hard to read. Where an agent sent a letter
   to proves nothing: they typed it.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, Final

from centre.form_words import DETAILS
from channels.letter.shapes import Reason
from channels.web_form.inbound import POSTCODE, postcode
from config.county import County
from core import address, reference
from core.address import AddressKind
from core.assurance import CONTACT, STRICT, Act, Assurance, Level, by_itself, enough, may
from core.channel import Channel
from core.errors import InvalidInput, NotFound
from records.rows import Case, Contact
from records.tx import Tx

NAMED: Final = "named"
"""The fact `{case, reference, linked?}` of a contact that only names a matter; `linked` when an agent put it there."""
THREAD: Final = "thread"
"""The fact that holds a suggestion: `{contact, case, reference, why}`."""
THEIRS: Final = "theirs"
"""In a letter's facts: the `{postcode, phone, email}` of its writer, as an indexer has confirmed them. An empty
postcode says that the one which was read is not the writer's."""
UNSURE: Final = "unsure"
"""In a letter's facts: which of them were hard to read, and have not been confirmed."""
CONFIRMED: Final = "confirmed"
"""The fact `{how, by, at}` of a contact whose resident an agent has made sure of."""


class How(StrEnum):
    """How an agent made sure of somebody."""

    CONTACT = "contact"
    """By what the request came with."""
    QUESTIONS = "questions"
    PAPERS = "papers"


PROVES: Final = {How.CONTACT: Level.CONTACT, How.QUESTIONS: Level.KNOWN, How.PAPERS: Level.IN_PERSON}


def asked_of(county: County, service_id: str | None) -> Assurance:
    """What the service asks for. Of a matter that is about nothing yet, what was left out; of a lost service, all."""
    if not service_id:
        return CONTACT
    service = county.services.get(service_id)
    return service.assurance if service else STRICT


def about(tx: Tx, contact: Contact) -> Case | None:
    """The matter that a contact is about: the one that it names, else its own."""
    given = contact.facts.get(NAMED) or contact.facts.get(THREAD) or {}
    case_id = given.get("case") or contact.case_id
    return tx.cases.get(case_id) if case_id else None


def proven(tx: Tx, contact: Contact, case: Case | None) -> Level:
    """How much of being its resident somebody has proven in this contact; without a case, it is new, and theirs."""
    confirmed = contact.facts.get(CONFIRMED)
    if confirmed:
        return PROVES[How(confirmed["how"])]
    if case is None or (contact.case_id == case.id and not _names(contact, case)):
        return Level.CONTACT
    return Level.CONTACT if set(_of(contact)) & set(known_of(tx, case)) else Level.NONE


def may_be_told(tx: Tx, county: County, contact: Contact, case: Case, by: Channel, *services: str | None) -> bool:
    """Whether something of ours may tell of it by this channel; of the case's own service, and of each of `services`.

    That an agent has made sure of somebody says nothing of who reads it later.
    """
    level = by_itself(by, proven(tx, contact, case))
    return all(may(asked_of(county, each), Act.HEAR, level) for each in {case.service, *services})


def known_of(tx: Tx, case: Case) -> Iterator[str]:
    """Numbers, addresses and postcodes of whoever made the request."""
    contacts = made_by_residents(tx, case)
    for person in {each.person_id for each in contacts} | {case.person_id}:
        yield from _reached_at(tx, person)
    for contact in contacts:
        yield from _of(contact)


def made_by_residents(tx: Tx, case: Case) -> list[Contact]:
    """The contacts of a case without those that only name it."""
    return [each for each in tx.contacts.of_case(case.id) if not _names(each, case)]


def known_by(tx: Tx, case: Case, contact: Contact) -> set[str]:
    """The same of the resident of one of its contacts; one that nobody is known to have made is the case's person's."""
    nobodys = contact.person_id is None and contact.from_address is None
    return {*_of(contact), *_reached_at(tx, case.person_id if nobodys else contact.person_id)}


def _reached_at(tx: Tx, person: str | None) -> Iterator[str]:
    for each in tx.people.get(person).addresses if person else ():
        if each.kind is not AddressKind.POSTAL:
            yield each.value


def proofs(said: str) -> set[str]:
    """What somebody gives as a proof may be a number, an address, a postcode: each in its normal form."""
    found = set()
    for read in (address.phone, address.email):
        try:
            found.add(read(said).value)
        except InvalidInput:
            continue
    code = postcode(said)
    return found | ({code} if code else set())


def postcodes(text: str) -> list[str]:
    """Every postcode in it."""
    return [f"{found[1]} {found[2]}" for found in POSTCODE.finditer(text.upper())]


def named_in(tx: Tx, words: str) -> Case | None:
    """The first matter whose reference stands in somebody's words."""
    for each in reference.found_in(words):
        try:
            return tx.cases.by_reference(each)
        except NotFound:
            continue
    return None


def naming(case: Case, *, linked: bool = False) -> dict[str, Any]:
    """The fact of a contact that only names this matter; `linked` when an agent has put it into the case."""
    return {NAMED: {"case": case.id, "reference": case.reference} | ({"linked": True} if linked else {})}


def named_by(contact: Contact) -> str | None:
    """The id of the case that a contact only names."""
    named: str | None = (contact.facts.get(NAMED) or {}).get("case")
    return named


def takes_part(tx: Tx, contact: Contact) -> bool:
    """Whether its resident is a party of the case that it is in: not who only names that case, until an agent has
    linked them to it or they have proven that it is theirs."""
    case_id = named_by(contact)
    if case_id is None or contact.facts[NAMED].get("linked"):
        return True
    return enough(Level.CONTACT, proven(tx, contact, tx.cases.get(case_id)))


def _names(contact: Contact, case: Case) -> bool:
    return named_by(contact) == case.id


def _of(contact: Contact) -> Iterator[str]:
    """What a contact itself came with."""
    if contact.from_address is not None:
        yield contact.from_address.value
    details, letter = contact.facts.get(DETAILS, {}), contact.facts.get("letter") or {}
    for told in (details, letter.get(THEIRS) or {}):
        yield from (str(told[name]) for name in ("phone", "email") if told.get(name))
    for text in (details.get("postcode"), _postcode_of(letter)):
        yield from postcodes(str(text or ""))


def _postcode_of(letter: Mapping[str, Any]) -> object:
    """Its writer's postcode, as it was confirmed; else as it was read, if that was sure."""
    confirmed = letter.get(THEIRS) or {}
    if "postcode" in confirmed:
        return confirmed["postcode"]
    unsure = "postcode" in (letter.get(UNSURE) or ()) or letter.get("reason") == Reason.UNSURE_POSTCODE
    return None if unsure else letter.get("postcode")
