"""A letter of ours: asked for, looked at, taken back or laid down for printing, and found again when it comes back."""

import asyncio
import csv
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest

from centre.letter_writing import NO_SUBJECT, NO_TEXT, NOT_PRINTED, LetterDraft
from channels.letter.outbound import INDEX
from core.channel import Channel
from core.errors import AlreadySent, Conflict, InvalidInput, NotAllowed
from core.postal import NO_NAME, NO_POSTCODE
from samples.post.letters import Kind, Sample, sample
from tests.centre.house import House
from tests.centre.test_post import folder, letters, looked_at
from tests.channels.letter import files

__all__ = ["folder"]

DRAFT = LetterDraft(
    name="Mrs Margaret Ashworth",
    address="14 Mill Lane, Nether Wickham, wm37qd",
    subject="The pothole in Mill Lane",
    text="Dear Mrs Ashworth,\n\nIt will be filled on Tuesday.\n\nYours sincerely,\nAmina",
)


@pytest.fixture
def outgoing(house: House) -> Iterator[Path]:
    """Where our letters are laid down, empty."""
    place = house.settings.outgoing_post_folder
    shutil.rmtree(place, ignore_errors=True)
    yield place
    shutil.rmtree(place, ignore_errors=True)


def laid(outgoing: Path) -> list[Path]:
    return sorted(outgoing.glob("*/*.pdf"))


def lines(outgoing: Path) -> list[dict[str, str]]:
    return [row for index in outgoing.glob(f"*/{INDEX}") for row in csv.DictReader(index.read_text().splitlines())]


def blocked(outgoing: Path) -> None:
    outgoing.write_text("not a folder")


def unblocked(outgoing: Path) -> None:
    outgoing.unlink()


async def in_hand(house: House) -> str:
    await house.at_work("amina")
    await house.text("There is a pothole in Mill Lane")
    contact = str((await house.accepts("amina"))["contact"])
    await house.deliver_all()
    return contact


async def shown(house: House, contact: str) -> dict[str, Any]:
    return await house.centre.desk.contact(house.staff["amina"], contact)


async def ours(house: House, contact: str) -> dict[str, Any]:
    view = await shown(house, contact)
    return next(each for each in view["messages"] if each["letter"])


async def test_a_letter_is_laid_down_and_shown_with_its_paper(house: House, outgoing: Path) -> None:
    contact = await in_hand(house)
    await house.centre.posting.post(house.staff["amina"], contact, DRAFT, "k1")
    assert await house.deliver_all() == ["done"]
    (path,) = laid(outgoing)
    (line,) = lines(outgoing)
    view = await shown(house, contact)
    assert (line["file"], line["reference"], line["postcode"]) == (path.name, view["case"]["reference"], "WM3 7QD")
    words = pdfium.PdfDocument(path)[0].get_textpage().get_text_range()
    assert "It will be filled on Tuesday." in words
    assert view["case"]["reference"] in words
    message = await ours(house, contact)
    assert (message["status"], message["text"]) == ("sent", DRAFT.text)
    assert message["letter"]["to"] == ["Mrs Margaret Ashworth", "14 Mill Lane", "Nether Wickham", "WM3 7QD"]
    kept, _ = await house.centre.desk.document(house.staff["amina"], contact, message["letter"]["document"])
    assert kept.read_bytes() == path.read_bytes()
    assert DRAFT.text in [each["text"] for each in view["timeline"]]


async def test_the_address_that_a_letter_went_to_is_known_afterwards(house: House, outgoing: Path) -> None:
    contact = await in_hand(house)
    await house.centre.desk.set_person(house.staff["amina"], contact, "Margaret Ashworth")
    assert (await shown(house, contact))["posting"] == {"name": "Margaret Ashworth", "address": "", "found": None}
    await house.centre.posting.post(house.staff["amina"], contact, DRAFT, "k1")
    await house.deliver_all()
    found = (await shown(house, contact))["posting"]
    assert (found["address"], found["found"]) == ("14 Mill Lane\nNether Wickham\nWM3 7QD", "known")


async def test_what_is_taken_back_is_never_laid_down(house: House, outgoing: Path) -> None:
    contact = await in_hand(house)
    await house.centre.posting.post(house.staff["amina"], contact, DRAFT, "k1", 10)
    message = await ours(house, contact)
    assert message["undo_until"] is not None
    await house.centre.desk.take_back(house.staff["amina"], contact, message["id"])
    assert await house.deliver_all() == []
    message = await ours(house, contact)
    assert (message["status"], message["letter"]["document"]) == ("canceled", None)
    assert laid(outgoing) == []


async def test_the_same_key_twice_side_by_side_is_one_letter(house: House, outgoing: Path) -> None:
    contact = await in_hand(house)
    post = house.centre.posting.post
    await asyncio.gather(*(post(house.staff["amina"], contact, DRAFT, "k1") for _ in range(5)))
    await house.deliver_all()
    assert (len(laid(outgoing)), len(lines(outgoing))) == (1, 1)


async def test_a_second_letter_is_never_taken_for_the_first(house: House, outgoing: Path) -> None:
    contact, post = await in_hand(house), house.centre.posting.post
    await post(house.staff["amina"], contact, DRAFT, "k1")
    for other in (
        replace(DRAFT, text="Dear Mrs Ashworth,\n\nIt is filled."),
        replace(DRAFT, subject="The lamp in Mill Lane"),
        replace(DRAFT, address="2 High Street, Eastley, WM6 2JE"),
    ):
        with pytest.raises(AlreadySent):
            await post(house.staff["amina"], contact, other, "k1")
    await post(house.staff["amina"], contact, DRAFT, "k1")
    await post(house.staff["amina"], contact, replace(DRAFT, text="Dear Mrs Ashworth,\n\nIt is filled."), "k2")
    await house.deliver_all()
    assert len(laid(outgoing)) == 2


BAD: dict[str, tuple[dict[str, Any], str, str]] = {
    "no name": ({"name": " "}, "name", NO_NAME),
    "no postcode": ({"address": "14 Mill Lane\nNether Wickham"}, "address", NO_POSTCODE),
    "no subject": ({"subject": " "}, "subject", NO_SUBJECT),
    "no text": ({"text": "\n"}, "text", NO_TEXT),
    "a sign that is not printed": ({"text": "Dear Ann 🙂"}, "text", NOT_PRINTED.format(signs="🙂")),
}


@pytest.mark.parametrize("name", BAD)
async def test_what_a_letter_lacks_is_said_before_it_is_looked_at_or_sent(name: str, house: House) -> None:
    changes, field, sentence = BAD[name]
    contact = await in_hand(house)
    draft, agent = replace(DRAFT, **changes), house.staff["amina"]
    for act in (
        house.centre.posting.preview(agent, contact, draft),
        house.centre.posting.post(agent, contact, draft, "k"),
    ):
        with pytest.raises(InvalidInput) as refused:
            await act
        assert (refused.value.field, str(refused.value)) == (field, sentence)


async def test_a_letter_as_long_as_a_book_is_refused(house: House) -> None:
    contact = await in_hand(house)
    with pytest.raises(InvalidInput, match="longer than 10 pages"):
        await house.centre.posting.post(house.staff["amina"], contact, replace(DRAFT, text="Line.\n" * 600), "k1")


async def test_a_preview_is_pictures_and_sends_nothing(house: House, outgoing: Path) -> None:
    contact = await in_hand(house)
    (page,) = await house.centre.posting.preview(house.staff["amina"], contact, DRAFT)
    assert page.startswith("data:image/png;base64,iVBOR")
    assert await house.deliver_all() == []


async def test_nobody_writes_from_a_colleagues_contact_or_from_a_closed_one(house: House) -> None:
    contact = await in_hand(house)
    with pytest.raises(NotAllowed):
        await house.centre.posting.post(house.staff["ben"], contact, DRAFT, "k1")
    await house.centre.desk.close(house.staff["amina"], contact, "settled", "", "")
    with pytest.raises(Conflict):
        await house.centre.posting.post(house.staff["amina"], contact, DRAFT, "k1")


async def _row(house: House, contact: str) -> Any:
    message = await ours(house, contact)
    (row,) = house.ask(lambda tx: tx.outbox.of_subject(message["id"]))
    return row


async def test_a_folder_that_is_away_is_tried_again_and_said(house: House, outgoing: Path) -> None:
    contact = await in_hand(house)
    blocked(outgoing)
    await house.centre.posting.post(house.staff["amina"], contact, DRAFT, "k1")
    row = await _row(house, contact)
    assert await house.centre.outbox.deliver(row.id) == "later"
    (notice,) = (await house.centre.desk.view(house.staff["amina"]))["notices"]
    assert notice["text"].startswith("A letter to ")
    assert " was not sent: The folder for outgoing letters" in notice["text"]
    unblocked(outgoing)
    await house.centre.outbox.try_again(house.staff["grace"], row.id)
    assert await house.centre.outbox.deliver(row.id) == "done"
    assert len(laid(outgoing)) == 1


async def test_one_that_failed_for_good_and_went_after_all_says_so(house: House, outgoing: Path) -> None:
    contact = await in_hand(house)
    await house.centre.posting.post(house.staff["amina"], contact, DRAFT, "k1")
    row = await _row(house, contact)
    house.do(lambda tx: tx.messages.mark(row.payload["message"], "failed", "It was tried 10 times."))
    assert await house.centre.outbox.deliver(row.id) == "done"
    message = await ours(house, contact)
    assert (message["status"], message["problem"]) == ("sent", None)


async def _interrupted(house: House, contact: str) -> str:
    """A worker took the row and died; its lease is over."""
    row = await _row(house, contact)
    now = house.clock.now()
    house.do(lambda tx: tx.outbox.claim(row.id, now, -1))
    return str(row.id)


async def test_a_worker_that_died_after_laying_it_down_lays_down_no_second(house: House, outgoing: Path) -> None:
    contact = await in_hand(house)
    await house.centre.posting.post(house.staff["amina"], contact, DRAFT, "k1", 0)
    row = await _interrupted(house, contact)
    kept = house.ask(lambda tx: tx.outbox.get(row))
    message = house.ask(lambda tx: tx.messages.get(kept.payload["message"]))
    house.runtime.centre._parts.post.send(house.runtime.centre.posting._writing.outgoing(message, kept))
    for path in laid(outgoing):
        path.unlink()  # the print room was quick
    assert await house.centre.outbox.deliver(row) == "done"
    assert laid(outgoing) == []
    assert (await ours(house, contact))["status"] == "sent"


async def test_a_worker_that_died_before_a_trace_leaves_it_to_a_person(house: House, outgoing: Path) -> None:
    contact = await in_hand(house)
    await house.centre.posting.post(house.staff["amina"], contact, DRAFT, "k1", 0)
    row = await _interrupted(house, contact)
    assert await house.centre.outbox.deliver(row) == "unknown"
    message = await ours(house, contact)
    assert (message["status"], "may have been sent" in message["problem"]) == ("sending", True)
    await house.centre.outbox.try_again(house.staff["grace"], row)
    assert await house.centre.outbox.deliver(row) == "done"
    assert len(laid(outgoing)) == 1


def a_letter() -> Sample:
    return sample(51, 1, Kind.CLEAN)


async def test_an_answer_to_our_letter_finds_its_case(house: House, folder: Path, outgoing: Path) -> None:
    contact = await in_hand(house)
    await house.centre.posting.post(house.staff["amina"], contact, DRAFT, "k1")
    await house.deliver_all()
    sheet = pdfium.PdfDocument(laid(outgoing)[0])[0].render(scale=200 / 72, grayscale=True).to_pil()
    files.pdf(folder / "scan.pdf", [sheet, *a_letter().pages])
    files.pdf(folder / "the other way round.pdf", [*a_letter().pages, sheet])
    await looked_at(house)
    await house.deliver_all()
    case = house.ask(lambda tx: tx.contacts.get(contact)).case_id
    found = {each.facts["letter"].get("reason"): each for each in letters(house)}
    assert (found[None].channel, found[None].case_id) == (Channel.LETTER, case)
    doubted = found["doubtful_order"]
    assert (doubted.service, doubted.case_id == case) == ("post/to-be-indexed", False)


async def test_the_writer_of_a_letter_is_suggested(house: House, folder: Path) -> None:
    written = sample(51, 0, Kind.CLEAN)
    files.pdf(folder / "scan.pdf", written.pages)
    await looked_at(house)
    await house.deliver_all()
    (contact,) = letters(house)
    house.do(lambda tx: tx.contacts.move(contact.id, "connecting", agent=house.staff["amina"], epoch=1, at=tx.now))
    found = (await shown(house, contact.id))["posting"]
    assert found["found"] == "letter"
    assert (found["name"], found["address"].splitlines()) == (written.letter.head[0], list(written.letter.head[1:4]))
