"""Pictures that residents send with their texts: fetched, kept beside the record, shown on the desk."""

import hashlib
from base64 import b64encode

import pytest

from centre.sending import PICTURE
from channels.messages_out import MEDIA_AT_MOST
from sandbox.carrier.pictures import Sent
from tests.centre.house import House
from tests.centre.people import MARGARET, PASSWORD

PNG = b"\x89PNG\r\n\x1a\n" + b"a pothole, seen from above"
PDF = b"%PDF-1.7\n" + b"a letter, photographed"
JPEG = b"\xff\xd8\xff\xe0" + b"the same, from the side"


async def _in_hand(house: House) -> str:
    await house.at_work("amina")
    return str((await house.accepts("amina"))["contact"])


async def test_pictures_are_fetched_kept_and_shown(house: House) -> None:
    files = [Sent("image/png", PNG), Sent("image/jpeg", JPEG)]
    await house.text("There is a pothole in Mill Lane", files=files)
    contact = await _in_hand(house)
    await house.deliver_all()
    view = await house.centre.desk.contact(house.staff["amina"], contact)
    assert [(each["content_type"], each["size"]) for each in view["documents"]] == [
        ("image/png", len(PNG)),
        ("image/jpeg", len(JPEG)),
    ]
    assert view["not_kept"] == []
    kept = house.home / "documents" / f"{hashlib.sha256(PNG).hexdigest()}.png"
    assert kept.read_bytes() == PNG
    await house.http.post("/desk/api/login", json={"username": "amina", "password": PASSWORD})
    shown = await house.http.get(f"/desk/api/contacts/{contact}/documents/{view['documents'][0]['id']}")
    assert (shown.status_code, shown.headers["content-type"], shown.content) == (200, "image/png", PNG)


async def test_what_came_with_a_text_stands_with_it_and_the_same_again_with_both(house: House) -> None:
    await house.text("There is a pothole in Mill Lane", files=[Sent("image/png", PNG)])
    contact = await _in_hand(house)
    await house.text("and here", files=[Sent("image/png", PNG), Sent("image/jpeg", JPEG)])
    await house.text("and this", files=[Sent("image/svg+xml", b"<svg/>")])
    await house.text("that is all")
    await house.deliver_all()
    view = await house.centre.desk.contact(house.staff["amina"], contact)
    kinds = {each["id"]: each["content_type"] for each in view["documents"]}
    said = [each for each in view["messages"] if each["direction"] == "in"]
    assert [[kinds[came] for came in each["came"]] for each in said] == [
        ["image/png"],
        ["image/png", "image/jpeg"],
        [],
        [],
    ]
    assert [len(each["not_kept"]) for each in said] == [0, 0, 1, 0]
    assert view["not_kept"] == []
    assert len(kinds) == 3


async def test_a_file_of_before_the_messages_were_kept_stays_with_the_contact(house: House) -> None:
    await house.text("There is a pothole in Mill Lane")
    contact = await _in_hand(house)
    house.do(lambda tx: tx.documents.add(contact, "picture-1.png", "image/png", 9, "aa", "none"))
    view = await house.centre.desk.contact(house.staff["amina"], contact)
    assert ([each["name"] for each in view["documents"]], [each["came"] for each in view["messages"]]) == (
        ["picture-1.png"],
        [[] for _ in view["messages"]],
    )


async def test_a_pdf_is_kept_to_be_saved_and_never_opened_beside_the_desk(house: House) -> None:
    await house.text("The letter that I had", files=[Sent("application/pdf", PDF)])
    contact = await _in_hand(house)
    await house.deliver_all()
    (paper,) = (await house.centre.desk.contact(house.staff["amina"], contact))["documents"]
    assert (paper["content_type"], paper["size"]) == ("application/pdf", len(PDF))
    await house.http.post("/desk/api/login", json={"username": "amina", "password": PASSWORD})
    saved = await house.http.get(f"/desk/api/contacts/{contact}/documents/{paper['id']}")
    assert (saved.content, saved.headers["content-disposition"]) == (PDF, "attachment")


async def test_a_picture_alone_is_a_text(house: House) -> None:
    sent = {"content_type": "image/png", "data": b64encode(PNG).decode()}
    answer = await house.control.post("/sandbox/texts", json={"from": MARGARET, "body": "", "files": [sent]})
    assert answer.status_code == 201
    await house.carrier_time.settle()
    contact = await _in_hand(house)
    await house.deliver_all()
    view = await house.centre.desk.contact(house.staff["amina"], contact)
    assert [each["text"] for each in view["messages"] if each["direction"] == "in"] == ["(a picture)"]
    assert [each["content_type"] for each in view["documents"]] == ["image/png"]


async def test_a_picture_whose_webhook_was_missed_is_found_by_the_carriers_list(house: House) -> None:
    house.post.held.add("/sms/incoming")
    await house.text("There is a pothole in Mill Lane", files=[Sent("image/png", PNG)])
    assert await house.centre.texts.catch_up() == 1
    contact = await _in_hand(house)
    await house.deliver_all()
    view = await house.centre.desk.contact(house.staff["amina"], contact)
    assert [each["size"] for each in view["documents"]] == [len(PNG)]


async def test_a_webhook_that_comes_twice_keeps_a_picture_once(house: House) -> None:
    house.post.times = 2
    await house.text("There is a pothole in Mill Lane", files=[Sent("image/png", PNG)])
    contact = await _in_hand(house)
    await house.deliver_all()
    assert len(house.ask(lambda tx: tx.documents.of_contact(contact))) == 1


VOICE = b"OggS\x00\x02" + b"a pothole, described aloud"
FILM = b"\x00\x00\x00\x18ftypmp42" + b"a pothole, filmed"
CARD = b"BEGIN:VCARD\nFN:A neighbour\nEND:VCARD"


@pytest.mark.parametrize(
    ("sent", "words", "kept"),
    [
        pytest.param(
            Sent("audio/ogg; codecs=opus", VOICE), "(a voice message)", ("audio/ogg", "ogg"), id="a voice message"
        ),
        pytest.param(Sent("video/mp4", FILM), "(a film)", ("application/octet-stream", "mp4"), id="a film"),
        pytest.param(Sent("text/vcard", CARD), "(a file)", ("application/octet-stream", "vcf"), id="a contact card"),
        pytest.param(
            Sent("image/jpeg", PNG), "(a picture)", ("image/png", "png"), id="a picture of another kind than told"
        ),
        pytest.param(
            Sent("", b"anything"), "(a file)", ("application/octet-stream", "bin"), id="what nobody says what it is"
        ),
    ],
)
async def test_whatever_else_came_along_is_kept_and_only_what_is_safe_is_opened(
    house: House, sent: Sent, words: str, kept: tuple[str, str]
) -> None:
    await house.text("", files=[sent])
    contact = await _in_hand(house)
    await house.deliver_all()
    view = await house.centre.desk.contact(house.staff["amina"], contact)
    assert [each["text"] for each in view["messages"] if each["direction"] == "in"] == [words]
    (document,) = view["documents"]
    assert (document["content_type"], document["name"].rpartition(".")[2]) == kept
    await house.http.post("/desk/api/login", json={"username": "amina", "password": PASSWORD})
    answer = await house.http.get(f"/desk/api/contacts/{contact}/documents/{document['id']}")
    assert answer.content == sent.data
    assert (answer.headers.get("content-disposition") == "attachment") is (kept[0] == "application/octet-stream")


async def test_what_might_do_harm_is_kept_with_a_warning_beside_it(house: House) -> None:
    await house.text("See this", files=[Sent("application/x-msdownload", b"MZ\x90\x00")])
    contact = await _in_hand(house)
    await house.deliver_all()
    notes = [each for each in house.ask(lambda tx: tx.messages.of_contact(contact)) if each.direction == "note"]
    (document,) = house.ask(lambda tx: tx.documents.of_contact(contact))
    assert document.name.startswith("file-")
    assert [each.text for each in notes] == [f"“{document.name}” is a programme. Do not open it."]


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        pytest.param(
            Sent("image/png", b"<script>alert(1)</script>"), "and is none", id="a page that says it is a picture"
        ),
        pytest.param(Sent("image/png", PNG + bytes(MEDIA_AT_MOST)), "too large to keep", id="one that is too large"),
    ],
)
async def test_what_is_not_kept_is_said(house: House, sent: Sent, says: str) -> None:
    await house.text("There is a pothole in Mill Lane", files=[sent])
    contact = await _in_hand(house)
    assert "dead" in await house.deliver_all()
    view = await house.centre.desk.contact(house.staff["amina"], contact)
    assert view["documents"] == []
    (sentence,) = [why for each in view["messages"] for why in each["not_kept"]]
    assert says in sentence
    notices = (await house.centre.desk.view(house.staff["amina"]))["notices"]
    assert any(says in each["text"] and each["contact"] == contact for each in notices)


async def test_what_says_that_it_is_a_picture_and_is_none_is_put_aside_to_be_looked_at(house: House) -> None:
    await house.text("There is a pothole in Mill Lane", files=[Sent("image/svg+xml", b"<svg onload='alert(1)'/>")])
    await house.deliver_all()
    (item,) = house.ask(lambda tx: tx.quarantine.open())
    assert "says that it is a picture (image/svg+xml)" in item.reason
    assert (await house.centre.emails.original(item.id)).read_bytes() == b"<svg onload='alert(1)'/>"
    (shown,) = [each for each in (await house.centre.board.view())["problems"] if each["kind"] == "quarantine"]
    assert shown["text"].startswith("A file that came with a text was put aside. It says that it is a picture")


async def test_whoever_sent_what_is_not_kept_is_told_once(house: House) -> None:
    none = Sent("image/png", b"no picture at all")
    await house.text("There is a pothole in Mill Lane", files=[none])
    await house.text("and here", files=[Sent("image/png", b"nor is this")])
    await house.deliver_all()
    assert sum("could not keep the file" in body for body in house.bodies()) == 1


async def test_a_worker_that_dies_as_it_gives_a_file_up_has_told_its_sender_all_the_same(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def dies(_: object) -> None:
        raise RuntimeError("the power is cut")

    await house.text("There is a pothole in Mill Lane", files=[Sent("image/png", b"no picture at all")])
    with monkeypatch.context() as patch:
        patch.setattr(house.centre.outbox._lost, "arrive", dies)
        (row,) = house.ask(lambda tx: [each for each in tx.outbox.due(house.clock.now()) if each.kind == PICTURE])
        with pytest.raises(RuntimeError):
            await house.centre.outbox.deliver(row.id)
    await house.deliver_all()
    assert sum("could not keep the file" in body for body in house.bodies()) == 1


async def test_whoever_has_said_stop_is_not_told(house: House) -> None:
    await house.text("There is a pothole in Mill Lane")
    await house.text("STOP")
    await house.text("and here", files=[Sent("image/png", b"no picture at all")])
    await house.deliver_all()
    assert not any("could not keep the file" in body for body in house.bodies())


async def test_a_picture_is_fetched_when_the_carrier_is_back(house: House) -> None:
    await house.text("There is a pothole in Mill Lane", files=[Sent("image/png", PNG)])
    contact = await _in_hand(house)
    with house.carrier_away():
        assert "later" in await house.deliver_all()
    for row in house.ask(lambda tx: tx.outbox.problems()):
        house.try_again(row.id)
    await house.deliver_all()
    assert len(house.ask(lambda tx: tx.documents.of_contact(contact))) == 1
