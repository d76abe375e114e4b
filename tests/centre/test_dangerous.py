"""Files that may be dangerous are noted as they come and marked beside their links, however their email came in."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from tests.centre.correspondence import ANNE, Desk, written
from tests.centre.house import House

PROGRAMME = "“bill.exe” is a programme. Do not open it."


def with_file(raw: bytes, name: str, content: bytes) -> bytes:
    message = message_from_bytes(raw, _class=EmailMessage, policy=SMTP)
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def bad(**given: str) -> bytes:
    return with_file(written(ANNE, **given), "bill.exe", b"MZ\x90")


@pytest.mark.parametrize("comes", ["first", "in a conversation that waits", "in one that is closed"])
async def test_a_programme_is_noted_once_and_marked_wherever_its_email_ends_up(house: House, comes: str) -> None:
    desk = Desk(house)
    if comes == "first":
        mail = bad(mail_id="<b@x>")
    else:
        await desk.comes(with_file(written(ANNE, mail_id="<a@x>"), "plan.txt", b"The plan."))
        if comes == "in one that is closed":
            desk.closes(await desk.takes(desk.contacts()[0]))
        mail = bad(subject="Re: Missed bin", answers="<a@x>", mail_id="<b@x>")
    for _ in range(2):
        await desk.comes(mail)
    contact = desk.contacts()[-1]
    notes = [each.text for each in desk.said(contact) if each.direction == "note"]
    assert notes == [PROGRAMME]
    view = await house.centre.desk.contact(house.staff["amina"], (await desk.takes(contact)).id)
    marked = {each["name"]: each["dangers"] for each in view["documents"] if each["name"] != "original.eml"}
    assert marked.pop("bill.exe") == ["is a programme. Do not open it."]
    assert not any(marked.values())
    assert PROGRAMME not in view["warnings"]


async def test_it_is_marked_on_the_timeline_and_among_what_may_go_along_as_well(house: House) -> None:
    desk = Desk(house)
    await desk.comes(bad(mail_id="<b@x>"))
    first = await desk.takes(desk.contacts()[0])
    desk.closes(first)
    await desk.comes(written(ANNE, subject="Re: Missed bin", answers="<b@x>", mail_id="<c@x>"))
    later = await desk.takes(desk.contacts()[-1])
    assert later.id != first.id
    view = await house.centre.desk.contact(house.staff["amina"], later.id)
    earlier = [file for line in view["timeline"] for file in line.get("documents", ())]
    for files in (earlier, view["mailing"]["files"]):
        marked = {each["name"]: each["dangers"] for each in files}
        assert marked["bill.exe"] == ["is a programme. Do not open it."]
        assert marked.get("original.eml", []) == []


async def test_what_is_odd_about_an_email_stands_with_that_email_and_no_other(house: House) -> None:
    desk = Desk(house)
    undated = [line for line in written(ANNE, mail_id="<a@x>").split(b"\r\n") if not line.startswith(b"Date:")]
    await desk.comes(b"\r\n".join(undated))
    twice = b"Subject: Missed bin\r\n" + written(ANNE, answers="<a@x>", mail_id="<b@x>")
    for _ in range(2):
        await desk.comes(twice)
    (contact,) = desk.contacts()
    view = await house.centre.desk.contact(house.staff["amina"], (await desk.takes(contact)).id)
    assert [each["mail"]["warnings"] for each in view["messages"] if each["direction"] == "in"] == [
        ["Its date is missing or cannot be read."],
        ["It has more than one subject; the first counts."],
    ]
    assert view["warnings"] == []
