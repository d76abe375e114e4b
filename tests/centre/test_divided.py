"""A letter that is divided by hand: each part has what its own pages say, and what was a mistake is taken back."""

from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from centre.indexing import NO_SUCH_REQUEST, Indexed
from centre.next_letter import BEING_READ, NO_NEXT, WORKED_ON
from centre.rings import NO_NUMBER
from channels.letter.codes import reply_text
from core.address import Address, AddressKind
from core.errors import Conflict, InvalidInput
from core.reference import new_reference
from records.rows import Case, Contact
from samples.post.letters import Kind, sample
from tests.centre.house import House
from tests.centre.test_indexing import FIRST, SECOND, amina, in_hand, view
from tests.centre.test_post import folder, letters

__all__ = ["amina", "folder"]

THIRD = sample(51, 7, Kind.CLEAN)
FOUND = ("references", "date", "postcode", "phone", "email", "writer")


async def divided(house: House, contact: str, number: int) -> dict[str, Any]:
    """The letter as it is once a page, from 1, and all behind it went."""
    page = (await view(house, contact))["pages"][number - 1]["id"]
    await house.centre.indexing.split(house.staff["amina"], contact, page)
    return await view(house, contact)


async def taken_back(house: House, contact: str) -> dict[str, Any]:
    await house.centre.merging.join_next(house.staff["amina"], contact)
    return await view(house, contact)


def found(house: House, contact: str) -> dict[str, Any]:
    told = house.ask(lambda tx: tx.contacts.get(contact)).facts["letter"]
    return {name: told.get(name) or None for name in FOUND}


async def test_after_a_division_each_letter_has_only_what_its_own_pages_say(house: House, folder: Path) -> None:
    home = Address(kind=AddressKind.POSTAL, value="\n".join(SECOND.letter.head[1:4]))
    stranger = house.do(lambda tx: tx.people.create(SECOND.letter.head[0], (home,)))
    contact = await in_hand(house, folder)
    assert found(house, contact)["references"] == [FIRST.letter.reference, SECOND.letter.reference]
    told = await divided(house, contact, 2)
    await house.deliver_all()
    (other,) = [each.id for each in letters(house) if each.id != contact]
    for each, says in ((contact, FIRST.letter), (other, SECOND.letter)):
        now = found(house, each)
        assert now["references"] == [says.reference]
        assert (now["date"], now["postcode"], now["writer"]) == (says.dated.isoformat(), says.postcode, says.head[0])
        others = {SECOND.letter: FIRST.letter, FIRST.letter: SECOND.letter}[says]
        assert not {others.reference, others.postcode, others.head[0]} & set(map(str, now.values()))
    assert told["reference"] == FIRST.letter.reference
    assert stranger.id not in [each["id"] for each in told["people"]]


async def test_what_stood_only_on_pages_that_went_is_left_empty(house: House, folder: Path) -> None:
    nothing = FIRST.pages[0].copy()
    nothing.paste("white", (0, 0, nothing.width, nothing.height // 2))
    contact = await in_hand(house, folder, pages=[nothing, *SECOND.pages])
    assert found(house, contact)["references"] == [SECOND.letter.reference]
    told = await divided(house, contact, 2)
    assert (told["reference"], told["dated"], told["people"]) == ("", None, [])
    assert not any(found(house, contact).values())


@pytest.mark.parametrize("where", [pytest.param(0, id="that stays"), pytest.param(1, id="that went")])
async def test_a_reference_on_a_code_is_that_of_its_own_page(house: House, folder: Path, where: int) -> None:
    coded = new_reference()
    pages = [each.pages[0].copy() for each in (FIRST, SECOND)]
    code = zxingcpp.create_barcode(reply_text(coded), zxingcpp.BarcodeFormat.QRCode)
    pages[where].paste(Image.fromarray(code.to_image(scale=6)), (200, 1950))
    contact = await in_hand(house, folder, pages=pages)
    assert coded in found(house, contact)["references"]
    await divided(house, contact, 2)
    assert found(house, contact)["references"] == [*([coded] if where == 0 else []), FIRST.letter.reference]


async def test_a_division_is_taken_back(house: House, folder: Path) -> None:
    contact = await in_hand(house, folder)
    before = await view(house, contact)
    assert before["divided"] is None
    assert (await divided(house, contact, 2))["divided"] == "being_read"
    with pytest.raises(Conflict, match=BEING_READ):
        await taken_back(house, contact)
    await house.deliver_all()
    assert (await view(house, contact))["divided"] == "ready"
    (other,) = [each.id for each in letters(house) if each.id != contact]
    told = await taken_back(house, contact)
    assert [each["number"] for each in told["pages"]] == [1, 2]
    assert (SECOND.letter.head[0] in told["text"], told["divided"]) == (True, None)
    assert house.ask(lambda tx: tx.contacts.get(other)).merged_into == contact
    with pytest.raises(Conflict, match=NO_NEXT):
        await taken_back(house, contact)


async def test_what_was_taken_back_is_divided_again(house: House, folder: Path) -> None:
    contact = await in_hand(house, folder)
    for _ in range(2):
        told = await divided(house, contact, 2)
        assert (len(told["pages"]), SECOND.letter.head[0] in told["text"]) == (1, False)
        assert (told["reference"], told["divided"]) == (FIRST.letter.reference, "being_read")
        await house.deliver_all()
        (other,) = [each.id for each in letters(house) if each.id != contact]
        assert found(house, other)["references"] == [SECOND.letter.reference]
        told = await taken_back(house, contact)
        assert (len(told["pages"]), SECOND.letter.head[0] in told["text"]) == (2, True)


async def divided_into_anothers_case(house: House, folder: Path) -> tuple[str, Contact, Case]:
    """A letter whose second page had our code; divided, that page is by itself in the case that the code names."""
    case = house.do(lambda tx: tx.cases.create(tx.people.create("Eileen Marlowe").id, "highways/street-lighting"))
    coded = SECOND.pages[0].copy()
    code = zxingcpp.create_barcode(reply_text(case.reference), zxingcpp.BarcodeFormat.QRCode)
    coded.paste(Image.fromarray(code.to_image(scale=6)), (200, 1950))
    contact = await in_hand(house, folder, pages=[*FIRST.pages, coded])
    await divided(house, contact, 2)
    await house.deliver_all()
    (other,) = [each for each in letters(house) if each.id != contact]
    assert (other.case_id, other.person_id) == (case.id, case.person_id)
    return contact, other, case


async def test_a_part_that_came_into_a_case_by_itself_is_taken_back(house: House, folder: Path) -> None:
    contact, other, case = await divided_into_anothers_case(house, folder)
    told = await taken_back(house, contact)
    assert (len(told["pages"]), SECOND.letter.head[0] in told["text"]) == (2, True)
    kept, part = house.ask(lambda tx: [tx.contacts.get(each) for each in (contact, other.id)])
    assert (part.merged_into, part.case_id, part.person_id) == (contact, kept.case_id, None)
    assert case.id not in (kept.case_id, part.case_id)
    assert house.ask(lambda tx: tx.contacts.of_case(case.id)) == []
    await divided(house, contact, 2)
    await house.deliver_all()
    (again,) = [each for each in letters(house) if each.id not in (contact, other.id)]
    assert (again.case_id, (await taken_back(house, contact))["divided"]) == (case.id, None)


async def test_a_part_on_which_somebody_has_worked_stays_a_letter_of_its_own(house: House, folder: Path) -> None:
    contact, other, case = await divided_into_anothers_case(house, folder)
    house.do(lambda tx: tx.messages.add(other.id, "note", "I rang her about it.", house.staff["ben"]))
    with pytest.raises(Conflict, match=WORKED_ON):
        await taken_back(house, contact)
    assert house.ask(lambda tx: tx.contacts.get(other.id)).case_id == case.id
    assert [each["number"] for each in (await view(house, contact))["pages"]] == [1]


@pytest.mark.long
async def test_what_was_divided_twice_is_taken_back_page_by_page(house: House, folder: Path) -> None:
    contact = await in_hand(house, folder, pages=[*FIRST.pages, *SECOND.pages, *THIRD.pages])
    for number in (3, 2):
        await divided(house, contact, number)
        await house.deliver_all()
    told = await view(house, contact)
    for says in (SECOND, THIRD):
        assert told["divided"]
        told = await taken_back(house, contact)
        assert says.letter.head[0] in told["text"]
    assert (len(told["pages"]), told["divided"]) == (3, None)


async def test_a_signature_on_a_page_that_came_back_fills_what_is_empty(house: House, folder: Path) -> None:
    nothing = FIRST.pages[0].copy()
    nothing.paste("white", (0, 0, nothing.width, nothing.height // 2))
    contact = await in_hand(house, folder, pages=[nothing, *SECOND.pages])
    assert (await divided(house, contact, 2))["reference"] == ""
    await house.deliver_all()
    told = await taken_back(house, contact)
    assert (told["reference"], told["dated"]) == (SECOND.letter.reference, SECOND.letter.dated.isoformat())


async def test_what_was_read_is_told_page_by_page(house: House, folder: Path) -> None:
    contact = await in_hand(house, folder)
    first, second = [each["text"] for each in (await view(house, contact))["pages"]]
    for text, own, others in ((first, FIRST, SECOND), (second, SECOND, FIRST)):
        assert (own.letter.head[1] in text, others.letter.head[1] in text) == (True, False)


async def test_a_reference_of_no_request_is_told_at_its_field(house: House, folder: Path) -> None:
    contact = await in_hand(house, folder)
    said = Indexed(service="highways/pothole", reference=new_reference())
    with pytest.raises(InvalidInput) as refused:
        await house.centre.indexing.index(house.staff["amina"], contact, said)
    assert (refused.value.field, str(refused.value)) == ("reference", NO_SUCH_REQUEST)


async def test_nobody_hid_their_number_who_wrote_a_letter(house: House, folder: Path) -> None:
    contact = await in_hand(house, folder)
    shown = await house.centre.desk.contact(house.staff["amina"], contact)
    assert (shown["ring_them"]["number"], shown["ring_them"]["why_not"]) == (None, NO_NUMBER)
