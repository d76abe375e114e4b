"""Scanned post, from the watched folder to somebody's desk: kept first, read by a worker, never lost, never twice."""

import asyncio
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
import zxingcpp
from PIL import Image

from centre import outbox
from centre.parts import Parts
from channels.letter.codes import reply_text
from channels.letter.inbound import Watched
from channels.letter.shapes import Reading, Wanted
from channels.letter.sheets import cover
from config.post_folders import PostFolder
from core.channel import Channel
from core.errors import NotFound
from intake.folders import look
from records.rows import Contact
from samples.post.batches import batch
from samples.post.letters import Kind, Sample, sample
from tests.centre.house import House
from tests.channels.letter import files

YEAR_30_000_S = 884_541_340_800
"""Later than a calendar goes; few disks can hold it, but a share's clock may."""


@pytest.fixture
def folder(house: House) -> Iterator[Path]:
    """The watched folder, empty."""
    folder = house.settings.post_folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


async def looked_at(house: House) -> int:
    """What an intake does within a few seconds; how many files it took."""
    watched = Watched(house.settings.post_folder)
    await look(house.centre.letters, watched, 0)
    return await look(house.centre.letters, watched, 10)


def letters(house: House) -> list[Contact]:
    return [each for each in house.ask(lambda tx: tx.contacts.routed_open()) if each.channel is Channel.LETTER]


def scans(house: House) -> list[Any]:
    return [row for row in house.ask(lambda tx: tx.outbox.problems()) if row.kind == "scan"]


async def on_board(house: House, row: str) -> dict[str, Any]:
    """The problem that the board shows of it."""
    return next(each for each in (await house.centre.board.view())["problems"] if each["id"] == row)


def left(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def laid(folder: Path, name: bytes, content: bytes) -> None:
    """As a machine does whose names are no UTF-8."""
    (folder / os.fsdecode(name)).write_bytes(content)


def found_below(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*.pdf")]


def a_letter(number: int = 0, kind: Kind = Kind.CLEAN) -> Sample:
    return sample(51, number, kind)


async def test_a_letter_becomes_a_contact_with_its_words_its_facts_and_its_picture(house: House, folder: Path) -> None:
    written = next(each for n in range(20) if (each := a_letter(n)).letter.service == "highways/pothole")
    files.pdf(folder / "scan.pdf", written.pages)
    assert await looked_at(house) == 1
    assert left(folder) == []
    assert await house.deliver_all() == ["done"]
    (contact,) = letters(house)
    facts = contact.facts["letter"]
    assert facts["date"] == written.letter.dated.isoformat()
    assert facts["postcode"] == written.letter.postcode
    assert contact.service == "highways/pothole"
    (message,) = house.ask(lambda tx: tx.messages.of_contact(contact.id))
    assert written.letter.paragraphs[-1] in message.text.replace("\n", " ")
    papers = house.ask(lambda tx: tx.documents.of_contact(contact.id))
    assert [paper.content_type for paper in papers] == ["image/jpeg", "application/pdf"]
    for paper in papers:
        assert (house.settings.documents_folder / paper.path).stat().st_size == paper.size


async def test_two_letters_with_no_sheet_between_wait_for_a_person_whatever_their_folder_says(
    house: House, folder: Path
) -> None:
    (folder / "highways" / "pothole").mkdir(parents=True)
    files.pdf(folder / "highways" / "pothole" / "scan.pdf", [*a_letter().pages, *a_letter(4).pages])
    await looked_at(house)
    await house.deliver_all()
    (contact,) = letters(house)
    facts = contact.facts["letter"]
    assert (contact.service, facts["reason"], facts["begins"]) == ("post/to-be-indexed", "another_begins", 2)
    assert facts["warnings"] == ["Page 2 looks like the beginning of another letter."]


async def test_the_target_runs_from_the_day_it_was_received(house: House, folder: Path) -> None:
    path = files.pdf(folder / "scan.pdf", a_letter().pages)
    came = house.clock.now() - timedelta(days=3)
    os.utime(path, (came.timestamp(), came.timestamp()))
    await looked_at(house)
    await house.deliver_all()
    (contact,) = letters(house)
    assert abs(contact.arrived_at - came) < timedelta(seconds=2)
    assert contact.due_at is not None
    assert contact.due_at < house.clock.now() + timedelta(days=11.5)


@pytest.mark.long
async def test_a_batch_gives_each_letter_its_own_contact_and_shows_it_only_its_own_pages(
    house: House, folder: Path
) -> None:
    made = batch(52, letters=2, duplex=True)
    files.pdf(folder / "batch.pdf", made.pages)
    await looked_at(house)
    await house.deliver_all()
    found = letters(house)
    assert [each.facts["letter"]["date"] for each in found] == [each.letter.dated.isoformat() for each in made.letters]
    papers = {house.ask(lambda tx, id=each.id: tx.documents.of_contact(id))[0].sha256 for each in found}  # type: ignore[misc]
    assert len(papers) == 2


@pytest.mark.long
async def test_the_same_file_again_is_kept_and_flagged(house: House, folder: Path) -> None:
    scan = files.pdf(folder / "first.pdf", a_letter().pages).read_bytes()
    await looked_at(house)
    (folder / "second.pdf").write_bytes(scan)
    await looked_at(house)
    await house.deliver_all()
    assert [each.facts["letter"].get("duplicate") for each in letters(house)] == [None, True]


async def test_a_file_from_the_year_30_000_came_now(house: House, folder: Path) -> None:
    files.pdf(folder / "scan.pdf", a_letter().pages)
    watched = Watched(folder)
    watched.settled(0)
    (scan,) = watched.settled(10)
    before = house.clock.now() - timedelta(milliseconds=1)  # the record keeps whole ones
    assert await house.centre.letters.take(replace(scan, modified_s=YEAR_30_000_S))
    await house.deliver_all()
    (letter,) = letters(house)
    assert before <= letter.arrived_at <= house.clock.now()


async def test_what_a_cover_sheet_says_wins(house: House, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "cover.pdf").write_bytes(cover("Westmere County Council", service="libraries/enquiry"))
    sheet = pdfium.PdfDocument(tmp_path / "cover.pdf")[0].render(scale=200 / 72, grayscale=True).to_pil()
    files.pdf(folder / "scan.pdf", [sheet, *a_letter().pages])
    await looked_at(house)
    await house.deliver_all()
    assert [each.service for each in letters(house)] == ["libraries/enquiry"]


async def test_a_folder_that_is_a_service_says_what_its_letters_are_about(house: House, folder: Path) -> None:
    place = folder / "local-history" / "request"
    place.mkdir(parents=True)
    files.pdf(place / "scan.pdf", a_letter().pages)
    await looked_at(house)
    await house.deliver_all()
    assert [(each.service, each.to) for each in letters(house)] == [("local-history/request",) * 2]


async def test_a_bureaus_index_says_when_each_letter_came(house: House, folder: Path) -> None:
    day = (house.clock.now() - timedelta(days=2)).date()
    files.pdf(folder / "a.pdf", a_letter().pages)
    (folder / "index.csv").write_text(f"file,received,department\na.pdf,{day:%d/%m/%Y},complaints/complaint\n")
    await looked_at(house)
    await house.deliver_all()
    (contact,) = letters(house)
    assert (contact.arrived_at.astimezone(house.runtime.county.zone).date(), contact.service) == (
        day,
        "complaints/complaint",
    )


async def test_a_reference_in_a_bureaus_index_leads_into_its_case(house: House, folder: Path) -> None:
    person = house.do(lambda tx: tx.people.create("Eileen Marlowe"))
    case = house.do(lambda tx: tx.cases.create(person.id, "highways/street-lighting"))
    for number in range(2):
        files.pdf(folder / f"{number}.pdf", a_letter(number).pages)
    (folder / "index.csv").write_text(f"file,ref\n0.pdf,{case.reference}\n1.pdf,BATCH-17\n")
    watched = Watched(folder)
    assert [await look(house.centre.letters, watched, second) for second in (0, 10, 12)] == [0, 2, 1]
    while "done" in await house.deliver_all():
        continue
    assert (left(folder), scans(house)) == ([], [])
    led = {each.facts["letter"]["reference"]: each.case_id for each in letters(house)}
    assert led[case.reference] == case.id
    assert led["BATCH-17"] != case.id


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [
        ("index.csv", None, "names files that have not come: a.pdf."),
        ("a.pdf", "index.csv", "came after its files, which went on without it: a.pdf."),
    ],
    ids=["its files never come", "it comes too late"],
)
async def test_what_is_wrong_with_a_bureaus_batch_is_on_the_board(
    first: str, second: str | None, says: str, house: House, folder: Path
) -> None:
    watched = Watched(folder)
    for at_s, name in ((0, first), (10_000, second)):
        if name:
            (folder / name).write_text("file,ref\na.pdf,BATCH-17\n")
        for later_s in (0, 10, 5000):
            await look(house.centre.letters, watched, at_s + later_s)
    await house.deliver_all()
    assert says in " ".join(row.error or "" for row in scans(house))


async def test_a_file_with_several_lines_in_the_index_goes_to_a_person(house: House, folder: Path) -> None:
    person = house.do(lambda tx: tx.people.create("Eileen Marlowe"))
    case = house.do(lambda tx: tx.cases.create(person.id, "highways/street-lighting"))
    files.pdf(folder / "a.pdf", a_letter().pages)
    (folder / "index.csv").write_text(f"file,ref\na.pdf,BATCH-17\na.pdf,{case.reference}\n")
    await looked_at(house)
    await house.deliver_all()
    (contact,) = letters(house)
    assert (contact.service, contact.facts["letter"]["reason"]) == ("post/to-be-indexed", "several_rows")
    assert contact.case_id != case.id


async def test_two_references_on_codes_lead_into_neither_case(house: House, folder: Path) -> None:
    person = house.do(lambda tx: tx.people.create("Eileen Marlowe"))
    cases = [house.do(lambda tx: tx.cases.create(person.id, "highways/street-lighting")) for _ in range(2)]
    (page,) = a_letter().pages
    both = page.copy()
    for at, case in enumerate(cases):
        code = zxingcpp.create_barcode(reply_text(case.reference), zxingcpp.BarcodeFormat.QRCode)
        both.paste(Image.fromarray(code.to_image(scale=6)), (200 + at * 500, 1950))
    files.pdf(folder / "scan.pdf", [both])
    await looked_at(house)
    await house.deliver_all()
    (contact,) = letters(house)
    assert (contact.service, contact.facts["letter"]["reason"]) == ("post/to-be-indexed", "two_references")
    assert contact.case_id not in [case.id for case in cases]


@pytest.mark.parametrize("said", ["folder", "index"])
async def test_a_folder_or_an_index_says_that_a_pile_was_turned_over(
    said: str, house: House, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted: list[Wanted] = []

    def read(_: Path, each: Wanted) -> Reading:
        wanted.append(each)
        return Reading(pages=1, letters=())

    monkeypatch.setattr("centre.letters.read_apart", read)
    place = folder / "copier"
    place.mkdir()
    (place / "a").write_text("a pile")
    if said == "index":
        (place / "index.csv").write_text("file,two-passes\na,yes\n")
    else:
        rules = (PostFolder(folder="copier", two_passes=True),)
        monkeypatch.setattr(house.centre.letters, "_parts", with_folders(house, rules))
    await looked_at(house)
    await house.deliver_all()
    assert [each.two_passes for each in wanted] == [True]


def with_folders(house: House, rules: tuple[PostFolder, ...]) -> Parts:
    parts: Parts = house.centre.letters._parts
    return replace(parts, settings=parts.settings.model_copy(update={"post_folders": rules}))


async def test_a_file_that_cannot_be_taken_is_on_the_board_until_it_is(
    house: House, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan, watched = files.pdf(folder / "scan.pdf", a_letter().pages), Watched(folder)

    def fail(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr("centre.letters.keep_copy", fail)
        for second in range(0, 200, 2):
            await look(house.centre.letters, watched, second)
        await house.deliver_all()
    (row,) = scans(house)
    assert row.error == "scan.pdf lies in its folder and cannot be taken out of it. Permission denied."
    with pytest.raises(NotFound):
        await house.centre.letters.original(row.id)
    assert not (await on_board(house, row.id))["file"], "there is nothing to save"
    assert not scan.exists(), "it was moved aside"
    await looked_at(house)
    assert (scans(house), left(folder)) == ([], [])


async def test_a_name_in_another_encoding_or_with_a_long_ending_is_taken(house: House, folder: Path) -> None:
    content = files.pdf(folder / "scan.pdf", a_letter().pages).read_bytes()
    (folder / "scan.pdf").unlink()
    for name in (b"Zo\xeb.pdf", b"a." + b"x" * 240):
        laid(folder, name, content)
    assert await looked_at(house) == 2
    assert left(folder) == []
    kept = {row.payload["place"]: row.payload["path"] for row in house.ask(lambda tx: tx.outbox.due(house.clock.now()))}
    assert set(kept) == {"Zo\ufffd.pdf", "a." + "x" * 240}
    assert all((house.settings.documents_folder / path).exists() for path in kept.values())
    await house.deliver_all()


@pytest.mark.parametrize(
    "name", ["a PDF locked with a password", "a page of 20,000 dots a side", "a PDF of more pages than may come"]
)
async def test_what_somebody_may_be_able_to_open_goes_to_those_who_index_post(
    name: str, house: House, folder: Path
) -> None:
    make, trouble = files.BROKEN[name]
    make(folder / "scan.pdf")
    await looked_at(house)
    await house.deliver_all()
    (contact,) = letters(house)
    assert (contact.service, contact.facts["letter"]["reason"]) == ("post/to-be-indexed", trouble)
    (paper,) = house.ask(lambda tx: tx.documents.of_contact(contact.id))
    assert paper.name == "scan.pdf"


async def test_a_blank_sheet_is_kept_and_goes_to_those_who_index_post(house: House, folder: Path) -> None:
    files.pdf(folder / "scan.pdf", [Image.new("L", files.PAGE, 255)])
    await looked_at(house)
    await house.deliver_all()
    (contact,) = letters(house)
    assert (contact.service, contact.facts["letter"]["reason"]) == ("post/to-be-indexed", "blank")


async def test_handwriting_goes_to_those_who_index_post(house: House, folder: Path) -> None:
    hand = next(each for n in range(20) if (each := a_letter(n, Kind.HANDWRITTEN)).face == "homemade-apple")
    files.pdf(folder / "scan.pdf", hand.pages)
    await looked_at(house)
    await house.deliver_all()
    (contact,) = letters(house)
    assert (contact.service, contact.facts["letter"]["reason"]) == ("post/to-be-indexed", "handwriting")


@pytest.mark.parametrize("name", ["a file of words", "a picture cut off"])
async def test_what_is_broken_waits_on_the_board_and_blocks_nobody(name: str, house: House, folder: Path) -> None:
    files.BROKEN[name][0](folder / "broken")
    files.pdf(folder / "whole.pdf", a_letter().pages)
    watched = Watched(folder)
    await look(house.centre.letters, watched, 0)
    await look(house.centre.letters, watched, 10_000)
    assert sorted(await house.deliver_all()) == ["dead", "done"]
    assert len(letters(house)) == 1
    (row,) = scans(house)
    problem = await on_board(house, row.id)
    assert problem["file"]
    assert problem["text"].startswith("A scanned file could not be read: broken. It is")
    path, called = await house.centre.letters.original(row.id)
    assert (path.exists(), called) == (True, "broken")


@pytest.mark.long
async def test_a_pile_of_post_takes_one_hand_and_leaves_the_others_free(
    house: House, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "FREE_AFTER_S", 3_600)  # however long a busy machine reads
    for number in range(3):
        files.pdf(folder / f"{number}.pdf", a_letter(number).pages)
    await looked_at(house)
    rows = house.ask(lambda tx: tx.outbox.due(house.clock.now()))
    said = await asyncio.gather(*(house.centre.outbox.deliver(row.id) for row in rows))
    assert sorted(said) == ["done", "not now", "not now"]
    # Whoever is free rings for the next one; nothing counts as an attempt, and nothing is a problem.
    assert [row.attempts for row in house.ask(lambda tx: tx.outbox.due(house.clock.now()))] == [0]
    assert scans(house) == []
    while "done" in await house.deliver_all():
        continue
    assert len(letters(house)) == 3


async def test_two_intakes_take_a_file_once(house: House, folder: Path) -> None:
    files.pdf(folder / "scan.pdf", a_letter().pages)
    first, second = Watched(folder), Watched(folder)
    for watched in (first, second):
        watched.settled(0)
    (scan,) = first.settled(10)
    assert [await house.centre.letters.take(each) for each in (scan, *second.settled(10))] == [True, False]


KILLED = """
import asyncio, os, sys
from channels.letter.inbound import Watched
from config.settings import load_settings
from intake.folders import look
from runtime.parts import running
import centre.keeping, centre.letters, intake.folders

def die(*_, **__):
    os.kill(os.getpid(), 9)

async def main():
    settings = load_settings()
    async with running(settings) as runtime:
        letters, watched = runtime.centre.letters, Watched(settings.post_folder)
        await look(letters, watched, 0)
        match sys.argv[1]:
            case "before anything":
                centre.letters.keep_copy = die
            case "half-way through the copy":
                centre.keeping.os.fsync = die
            case "before the record hears of it":
                centre.letters.note = die
            case "before the file is taken away":
                intake.folders.asyncio.to_thread = after_take(die)
            case "before a worker is rung for":
                letters._sending.ring = die
        await look(letters, watched, 10)

def after_take(die):
    kept = asyncio.to_thread

    async def to_thread(act, *args, **more):
        if getattr(act, "__name__", "") == "let_go":
            die()
        return await kept(act, *args, **more)

    return to_thread

asyncio.run(main())
"""
STEPS = (
    pytest.param("before anything", marks=pytest.mark.long),
    "half-way through the copy",
    pytest.param("before the record hears of it", marks=pytest.mark.long),
    pytest.param("before a worker is rung for", marks=pytest.mark.long),
    "before the file is taken away",
)


@pytest.mark.parametrize("step", STEPS)
async def test_a_power_cut_loses_nothing_and_doubles_nothing(step: str, house: House, folder: Path) -> None:
    files.pdf(folder / "scan.pdf", a_letter().pages)
    told = house.settings
    given = {
        "SWITCHBOARD_HOME": str(house.home),
        "REDIS_URL": told.redis_url,
        "JOBS_REDIS_URL": told.jobs_redis_url,
        "PORT": str(told.port),
    }
    ended = await asyncio.create_subprocess_exec(sys.executable, "-c", KILLED, step, env={**os.environ, **given})
    assert await ended.wait() == -9
    assert found_below(folder) == ["scan.pdf"]
    await looked_at(house)
    await house.centre.outbox.sweep()
    await house.deliver_all()
    assert left(folder) == []
    assert len(letters(house)) == 1
    assert letters(house)[0].facts["letter"].get("duplicate") is None


async def test_a_worker_that_dies_after_the_commit_leaves_one_contact(house: House, folder: Path) -> None:
    files.pdf(folder / "scan.pdf", a_letter().pages)
    await looked_at(house)
    (row,) = house.ask(lambda tx: tx.outbox.due(house.clock.now()))
    await house.centre.letters.read(row)
    await house.deliver_all()
    assert len(letters(house)) == 1
    (contact,) = letters(house)
    assert len(house.ask(lambda tx: tx.messages.of_contact(contact.id))) == 1
    assert len(house.ask(lambda tx: tx.documents.of_contact(contact.id))) == 2
