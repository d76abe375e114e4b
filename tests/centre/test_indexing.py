"""Post to be indexed: divided, blacked out, and said what it is; then it is an ordinary contact, due as ever."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image

from centre.indexing import FIRST_PAGE, IN_THE_FUTURE, NO_SERVICE, NOTHING_DRAWN, STILL_POST, Indexed
from centre.letters import TO_BE_INDEXED
from centre.papers import INDEXES
from centre.writers import NO_POSTCODE
from channels.letter.apart import read_apart
from channels.letter.parting import pages_in, text_of
from channels.letter.sheets import separator
from core.address import Address, AddressKind
from core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from samples.post.letters import Kind, sample
from tests.centre.house import House
from tests.centre.people import STAFF
from tests.centre.test_post import folder, letters, looked_at
from tests.channels.letter import files

__all__ = ["folder"]

FIRST, SECOND = sample(51, 0, Kind.CLEAN), sample(51, 4, Kind.CLEAN)
POTHOLE = next(each for n in range(20) if (each := sample(51, n, Kind.CLEAN)).letter.service == "highways/pothole")
TOP = (0.0, 0.0, 1.0, 0.2)


@pytest.fixture(autouse=True)
def amina(house: House) -> Iterator[None]:
    """She takes letters, and indexes post, while this is proved."""
    _, skills, takes = STAFF["amina"]
    may(house, {**skills, INDEXES: 2}, {**takes, "letter": 2})
    yield
    may(house, skills, takes)


def may(house: House, skills: dict[str, int], takes: dict[str, int]) -> None:
    house.do(lambda tx: tx.accounts.set_skills(house.staff["amina"], skills, takes))


async def in_hand(
    house: House, folder: Path, between: Image.Image | None = None, pages: Sequence[Image.Image] = ()
) -> str:
    """Two letters that a scanner took for one, in Amina's hands; or two, and she has the first; or these pages."""
    place = folder / "post" / "to-be-indexed"
    place.mkdir(parents=True)
    files.pdf(place / "scan.pdf", pages or [*FIRST.pages, *([between] if between else []), *SECOND.pages])
    await looked_at(house)
    await house.deliver_all()
    contact = min(letters(house), key=lambda each: each.provider_id)
    assert contact.service == TO_BE_INDEXED
    await house.at_work("amina")
    offer = await house.accepts("amina")
    assert offer["contact"] == contact.id
    return contact.id


async def view(house: House, contact: str, name: str = "amina") -> dict[str, Any]:
    return await house.centre.indexing.view(house.staff[name], contact)


async def paper(house: House, contact: str, document: str, name: str = "amina") -> Path:
    return (await house.centre.desk.document(house.staff[name], contact, document))[0]


def pdf_of(shown: dict[str, Any]) -> str:
    return next(str(each["id"]) for each in shown["documents"] if each["content_type"] == "application/pdf")


async def test_what_was_read_is_shown_beside_the_pages(house: House, folder: Path) -> None:
    contact = await in_hand(house, folder)
    told = await view(house, contact)
    assert [each["number"] for each in told["pages"]] == [1, 2]
    assert "Nether Wickham" in told["text"]
    assert (told["dated"], told["name"]) == (FIRST.letter.dated.isoformat(), FIRST.letter.head[0])


async def test_the_pages_from_one_on_are_a_letter_of_their_own(house: House, folder: Path) -> None:
    contact = await in_hand(house, folder)
    before = house.ask(lambda tx: tx.contacts.get(contact))
    first, second = [each["id"] for each in (await view(house, contact))["pages"]]
    assert before.facts["letter"]["reason"] == "another_begins"
    with pytest.raises(Conflict, match=FIRST_PAGE.split(":")[0]):
        await house.centre.indexing.split(house.staff["amina"], contact, first)
    await house.centre.indexing.split(house.staff["amina"], contact, second)
    await house.deliver_all()
    told = await view(house, contact)
    assert [each["id"] for each in told["pages"]] == [first]
    assert (SECOND.letter.head[0] in told["text"], FIRST.letter.head[0] in told["text"]) == (False, True)
    left = house.ask(lambda tx: tx.contacts.get(contact)).facts["letter"]
    assert (left["reason"], left["begins"], left["warnings"]) == (None, None, [])
    shown = await house.centre.desk.contact(house.staff["amina"], contact)
    assert shown["guess"]["service"] == FIRST.letter.service
    assert pages_in(await paper(house, contact, pdf_of(shown))) == 1
    with pytest.raises(NotFound):
        await paper(house, contact, second)
    (other,) = [each for each in letters(house) if each.id != contact]
    assert other.arrived_at == before.arrived_at
    words = house.ask(lambda tx: tx.messages.of_contact(other.id))[0].text
    assert SECOND.letter.head[0] in words
    with pytest.raises(NotFound):
        await house.centre.indexing.split(house.staff["amina"], contact, second)


@pytest.mark.long
async def test_the_next_letter_of_the_file_is_added(house: House, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "sheet.pdf").write_bytes(separator("Westmere County Council"))
    sheet = pdfium.PdfDocument(tmp_path / "sheet.pdf")[0].render(scale=200 / 72, grayscale=True).to_pil()
    contact = await in_hand(house, folder, between=sheet)
    (other,) = [each.id for each in letters(house) if each.id != contact]
    await house.centre.merging.join_next(house.staff["amina"], contact)
    told = await view(house, contact)
    assert [each["number"] for each in told["pages"]] == [1, 2]
    assert SECOND.letter.head[0] in told["text"]
    assert house.ask(lambda tx: tx.contacts.get(other)).merged_into == contact
    with pytest.raises(Conflict, match="no letter behind it"):
        await house.centre.merging.join_next(house.staff["amina"], contact)
    last = told["pages"][1]["id"]
    await house.centre.indexing.redact(house.staff["amina"], contact, last, (TOP,))
    assert SECOND.letter.head[1] not in (await view(house, contact))["text"]


async def test_what_is_blacked_out_is_in_no_picture_file_or_word(house: House, folder: Path) -> None:
    contact = await in_hand(house, folder)
    may(house, {"highways": 4}, {"letter": 2})
    first = (await view(house, contact))["pages"][0]["id"]
    await house.centre.indexing.redact(house.staff["amina"], contact, first, (TOP,))
    told = await view(house, contact)
    assert FIRST.letter.head[1] not in told["text"]
    assert FIRST.letter.paragraphs[-1][:30] in told["text"]
    shown = await house.centre.desk.contact(house.staff["amina"], contact)
    assert FIRST.letter.postcode not in str(shown["facts"])
    assert FIRST.letter.head[1] not in text_of(await paper(house, contact, pdf_of(shown)))
    assert first not in [each["id"] for each in shown["documents"]]
    # Whoever does not index post by trade sees no more what they blacked out.
    assert told["pages"][0]["original"] is None
    with pytest.raises(NotAllowed):
        await paper(house, contact, first)


@pytest.mark.long
async def test_whoever_indexes_by_trade_sees_it_as_it_came(house: House, folder: Path) -> None:
    contact = await in_hand(house, folder)
    first = (await view(house, contact))["pages"][0]["id"]
    for box in (TOP, (0.0, 0.5, 1.0, 0.6)):
        page = (await view(house, contact))["pages"][0]["id"]
        await house.centre.indexing.redact(house.staff["amina"], contact, page, (box,))
    assert (await view(house, contact))["pages"][0]["original"] == first
    assert (await paper(house, contact, first)).exists()


def upside_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """The scanner cannot tell which way up a page lies, as it cannot with some hands."""
    monkeypatch.setattr(
        "centre.letters.read_apart", lambda path, wanted: read_apart(path, replace(wanted, upright=True))
    )


async def wrong_way_up(house: House, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """A letter in Amina's hands whose second page was scanned upside down; the letter, and that page."""
    with monkeypatch.context() as patched:
        upside_down(patched)
        contact = await in_hand(house, folder, pages=[*FIRST.pages, *(page.rotate(180) for page in SECOND.pages)])
    return contact, (await view(house, contact))["pages"][1]["id"]


async def turn(house: House, contact: str, page: str, degrees: int) -> dict[str, Any]:
    await house.centre.indexing.turn(house.staff["amina"], contact, page, degrees)
    return await view(house, contact)


async def test_a_page_that_is_turned_stays_so_and_is_read_again(
    house: House, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact, page = await wrong_way_up(house, folder, monkeypatch)
    before = (await view(house, contact))["text"]
    assert SECOND.letter.head[1] not in before
    told = await turn(house, contact, page, 180)
    assert [each["turned"] for each in told["pages"]] == [0, 180]
    assert SECOND.letter.head[1] in told["text"]
    assert FIRST.letter.head[1] in told["text"]
    shown = await house.centre.desk.contact(house.staff["amina"], contact)
    whole = await paper(house, contact, pdf_of(shown))
    assert (pages_in(whole), SECOND.letter.head[1] in text_of(whole)) == (2, True)
    lies = Image.open(await paper(house, contact, told["pages"][1]["id"])).convert("L").resize((200, 283))
    upright = SECOND.pages[0].convert("L").resize((200, 283))
    away, other_way = (
        np.abs(np.asarray(lies, int) - np.asarray(each, int)).mean() for each in (upright, upright.rotate(180))
    )
    assert away < other_way
    # Whoever has it next sees the same, and no page twice.
    assert page not in [each["id"] for each in shown["documents"]]


@pytest.mark.parametrize(
    "degrees",
    [
        pytest.param([180], id="once"),
        pytest.param([90, 90], id="twice", marks=pytest.mark.long),
        pytest.param([90, 180, 270], id="thrice", marks=pytest.mark.long),
    ],
)
async def test_turned_back_it_is_what_it_was(
    degrees: list[int], house: House, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact, _ = await wrong_way_up(house, folder, monkeypatch)
    before = await view(house, contact)
    told = before
    for each in [*degrees, (360 - sum(degrees)) % 360]:
        told = await turn(house, contact, told["pages"][1]["id"], each)
    assert [each["id"] for each in told["pages"]] == [each["id"] for each in before["pages"]]
    shown = await house.centre.desk.contact(house.staff["amina"], contact)
    assert [each["id"] for each in shown["documents"] if each["content_type"] == "image/jpeg"] == [
        each["id"] for each in before["pages"]
    ]
    assert SECOND.letter.head[1] not in text_of(await paper(house, contact, pdf_of(shown)))


@pytest.mark.long
async def test_what_is_blacked_out_of_a_turned_page_is_gone_from_the_page_as_it_was_scanned(
    house: House, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact, page = await wrong_way_up(house, folder, monkeypatch)
    lying = (await turn(house, contact, page, 180))["pages"][1]["id"]
    await house.centre.indexing.redact(house.staff["amina"], contact, lying, (TOP,))
    told = await view(house, contact)
    assert (told["pages"][1]["original"], told["pages"][1]["turned"]) == (lying, 0)
    assert SECOND.letter.head[1] not in told["text"]
    # Turning the other page back brings nothing of it back.
    first = told["pages"][0]["id"]
    other = (await turn(house, contact, first, 90))["pages"][0]["id"]
    assert SECOND.letter.head[1] not in (await turn(house, contact, other, 270))["text"]
    may(house, {"highways": 4}, {"letter": 2})
    for hidden in (page, lying):
        with pytest.raises(NotAllowed):
            await paper(house, contact, hidden)


@pytest.mark.long
async def test_what_a_turned_page_says_of_the_letter_is_found(
    house: House, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        upside_down(patched)
        contact = await in_hand(house, folder, pages=[page.rotate(180) for page in FIRST.pages])
    told = await view(house, contact)
    assert told["dated"] is None
    told = await turn(house, contact, told["pages"][0]["id"], 180)
    assert (told["dated"], told["name"]) == (FIRST.letter.dated.isoformat(), FIRST.letter.head[0])
    kept = house.ask(lambda tx: tx.contacts.get(contact))
    assert kept.facts["letter"]["postcode"] == FIRST.letter.postcode
    assert "postcode" in kept.facts["letter"]["unsure"]


async def test_what_a_letter_is_about_is_guessed_for_whoever_indexes_it(house: House, folder: Path) -> None:
    contact = await in_hand(house, folder, pages=POTHOLE.pages)
    shown = await house.centre.desk.contact(house.staff["amina"], contact)
    assert shown["guess"]["service"] == "highways/pothole"


@pytest.mark.long
async def test_a_joined_letters_page_is_blacked_out_in_its_own_file(house: House, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "sheet.pdf").write_bytes(separator("Westmere County Council"))
    sheet = pdfium.PdfDocument(tmp_path / "sheet.pdf")[0].render(scale=200 / 72, grayscale=True).to_pil()
    contact = await in_hand(house, folder, between=sheet)
    await house.centre.merging.join_next(house.staff["amina"], contact)
    for place, says in enumerate((FIRST, SECOND)):
        page = (await view(house, contact))["pages"][place]["id"]
        await house.centre.indexing.redact(house.staff["amina"], contact, page, (TOP,))
        told = await view(house, contact)
        assert says.letter.head[1] not in told["text"]
        assert says.letter.reference in told["text"]
        assert (len(told["pages"]), told["pages"][place]["original"]) == (2, page)


@pytest.mark.long
async def test_nothing_drawn_is_nothing_blacked_out(house: House, folder: Path) -> None:
    contact = await in_hand(house, folder)
    page = (await view(house, contact))["pages"][0]["id"]
    with pytest.raises(InvalidInput, match=NOTHING_DRAWN):
        await house.centre.indexing.redact(house.staff["amina"], contact, page, ())


async def test_what_is_indexed_goes_on_and_its_target_has_run_since_it_came(house: House, folder: Path) -> None:
    contact = await in_hand(house, folder)
    before = house.ask(lambda tx: tx.contacts.get(contact))
    said = Indexed(service="highways/pothole", name="Eileen Marlowe", dated=date(2026, 11, 8))
    for _ in range(2):
        await house.centre.indexing.index(house.staff["amina"], contact, said)
    after = house.ask(lambda tx: tx.contacts.get(contact))
    assert (after.service, after.state, after.arrived_at) == ("highways/pothole", "waiting", before.arrived_at)
    assert after.due_at is not None
    assert after.due_at < before.arrived_at + timedelta(days=20)
    assert house.ask(lambda tx: tx.people.get(str(after.person_id))).name == "Eileen Marlowe"
    assert after.facts["letter"]["date"] == "2026-11-08"


async def test_what_was_hard_to_read_is_told_until_it_is_confirmed(house: House, folder: Path) -> None:
    contact = await in_hand(house, folder)
    told = await view(house, contact)
    assert (told["postcode"], told["unsure"]) == (FIRST.letter.postcode, [])
    known = house.ask(lambda tx: tx.contacts.get(contact)).facts["letter"]
    doubted = {"letter": {**known, "phone": "+441632960124", "unsure": ["postcode", "phone"]}}
    house.do(lambda tx: tx.contacts.merge_facts(contact, doubted))
    assert (await view(house, contact))["unsure"] == ["postcode", "phone"]
    wrong = Indexed(service="highways/pothole", postcode="WM3")
    with pytest.raises(InvalidInput) as refused:
        await house.centre.indexing.index(house.staff["amina"], contact, wrong)
    assert (refused.value.field, str(refused.value)) == ("postcode", NO_POSTCODE)
    said = Indexed(service="highways/pothole", postcode="wm37qd")
    await house.centre.indexing.index(house.staff["amina"], contact, said)
    after = house.ask(lambda tx: tx.contacts.get(contact)).facts["letter"]
    assert (after["theirs"], after["unsure"]) == ({"postcode": "WM3 7QD"}, ["phone"])


async def test_a_reference_leads_it_into_its_case(house: House, folder: Path) -> None:
    person = house.do(lambda tx: tx.people.create("Eileen Marlowe"))
    case = house.do(lambda tx: tx.cases.create(person.id, "highways/pothole"))
    contact = await in_hand(house, folder)
    said = Indexed(service="highways/pothole", reference=case.reference)
    await house.centre.indexing.index(house.staff["amina"], contact, said)
    after = house.ask(lambda tx: tx.contacts.get(contact))
    assert (after.case_id, after.person_id) == (case.id, person.id)


async def test_whoever_may_have_written_it_is_suggested_and_never_picked(house: House, folder: Path) -> None:
    home = Address(kind=AddressKind.POSTAL, value="\n".join(FIRST.letter.head[1:4]))
    known = house.do(lambda tx: tx.people.create("E. Marlowe", (home,)))
    namesake = house.do(lambda tx: tx.people.create("Eileen Marlowe"))
    contact = await in_hand(house, folder)
    told = await view(house, contact)
    assert [each["id"] for each in told["people"]] == [known.id, namesake.id]
    assert told["person"] is None


WRONG = {
    "no service": (Indexed(service=""), "service", NO_SERVICE),
    "the same again": (Indexed(service=TO_BE_INDEXED), "service", STILL_POST),
    "a day to come": (Indexed(service="highways/pothole", dated=date(2999, 1, 1)), "dated", IN_THE_FUTURE),
}


async def test_what_is_missing_is_said(house: House, folder: Path) -> None:
    contact = await in_hand(house, folder)
    for name, (said, field, sentence) in WRONG.items():
        with pytest.raises(InvalidInput) as refused:
            await house.centre.indexing.index(house.staff["amina"], contact, said)
        assert (refused.value.field, str(refused.value)) == (field, sentence), name


@pytest.mark.long
async def test_a_letter_in_nobodys_hands_is_indexed_by_nobody(house: House, folder: Path) -> None:
    contact = await in_hand(house, folder)
    with pytest.raises(NotAllowed):
        await view(house, contact, "ben")
