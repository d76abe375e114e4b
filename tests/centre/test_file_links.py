"""Files for residents who are written to by text: a link in the words, for a week, to what may be seen."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from centre.file_links import OVER, FileLinks
from centre.papers import PAPER
from core.clock import Clock
from core.errors import NotAllowed, NotFound
from tests.centre.house import House
from tests.centre.people import PASSWORD

PDF = b"%PDF-1.7 the plan"


class Later:
    """A clock that runs ahead."""

    def __init__(self, clock: Clock, by: timedelta) -> None:
        self._clock = clock
        self._by = by

    def now(self) -> Any:
        return self._clock.now() + self._by


async def _in_hand(house: House, *, by_whatsapp: bool = False) -> str:
    await house.at_work("amina")
    await (house.whatsapp if by_whatsapp else house.text)("There is a pothole in Mill Lane")
    contact = str((await house.accepts("amina"))["contact"])
    await house.deliver_all()
    return contact


async def _links(house: House, contact: str, name: str = "Plan für Anne.pdf", content: bytes = PDF) -> httpx.Response:
    login = await house.http.post("/desk/api/login", json={"username": "amina", "password": PASSWORD})
    headers = {"x-csrf-token": login.json()["csrf"], "x-file-name": quote(name)}
    return await house.http.post(f"/desk/api/contacts/{contact}/files/link", content=content, headers=headers)


async def _path(house: House, contact: str) -> str:
    return str((await _links(house, contact)).json()["link"]).removeprefix(house.url)


@pytest.mark.parametrize("by_whatsapp", [False, True], ids=["by text", "by WhatsApp"])
async def test_a_resident_opens_what_an_agent_sent(house: House, by_whatsapp: bool) -> None:
    contact = await _in_hand(house, by_whatsapp=by_whatsapp)
    link = (await _links(house, contact)).json()["link"]
    await house.centre.desk.reply(house.staff["amina"], contact, f"This is the plan: {link}", "k1")
    await house.deliver_all()
    assert f"This is the plan: {link}" in house.bodies()
    house.http.cookies.clear()
    path = link.removeprefix(house.url)
    page = await house.http.get(path)
    assert page.status_code == 200
    assert "Westmere County Council has sent you this file: Plan für Anne.pdf (1 kB)." in page.text
    opened = await house.http.get(f"{path}/open")
    assert (opened.content, opened.headers["content-type"]) == (PDF, "application/pdf")
    assert opened.headers["content-disposition"].startswith("attachment")
    view = await house.centre.desk.contact(house.staff["amina"], contact)
    assert [each["name"] for each in view["documents"]] == ["Plan für Anne.pdf"]


async def test_the_same_file_twice_is_one_document(house: House) -> None:
    contact = await _in_hand(house)
    await _links(house, contact)
    await _links(house, contact)
    assert len(house.ask(lambda tx: tx.documents.of_contact(contact))) == 1


async def test_a_link_that_was_changed_opens_nothing(house: House) -> None:
    path = await _path(house, await _in_hand(house))
    other = path[:-1] + ("0" if path[-1] != "0" else "1")
    later = f"{path[:33]}-{'f' * 8}{path[42:]}"
    for each in (other, later, "/file/nothing", f"{path}-"):
        answer = await house.http.get(each)
        assert answer.status_code == 404, each
        assert "There is nothing here" in answer.text
        assert (await house.http.get(f"{each}/open")).status_code == 404


async def test_a_link_runs_out_after_a_week(house: House) -> None:
    token = (await _path(house, await _in_hand(house))).rpartition("/")[2]
    links = FileLinks(house.centre._parts)
    assert (await links.read(token)).name == "Plan für Anne.pdf"
    clock = house.centre._parts.clock
    object.__setattr__(house.centre._parts, "clock", Later(clock, timedelta(days=7)))
    try:
        with pytest.raises(NotFound, match="has expired or is incomplete"):
            await links.read(token)
    finally:
        object.__setattr__(house.centre._parts, "clock", clock)


async def test_what_was_blacked_out_since_is_not_shown(house: House) -> None:
    contact = await _in_hand(house)
    path = await _path(house, contact)
    (document,) = house.ask(lambda tx: tx.documents.of_contact(contact))
    house.do(lambda tx: tx.contacts.merge_facts(contact, {PAPER: {"redacted": {document.id: "doc_copy"}}}))
    answer = await house.http.get(path)
    assert (answer.status_code, OVER in answer.text) == (404, True)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        pytest.param("bill.exe", b"MZ", "not sent", id="a programme"),
        pytest.param("plan.pdf", b"<html>", "not what its name says", id="a page that says it is a PDF"),
        pytest.param("plan.pdf", b"", "is empty", id="nothing"),
    ],
)
async def test_what_is_not_sent_is_said(house: House, name: str, content: bytes, says: str) -> None:
    contact = await _in_hand(house)
    answer = await _links(house, contact, name, content)
    assert answer.status_code == 422
    assert says in answer.json()["error"]["message"]


async def test_only_who_has_the_contact_makes_links(house: House) -> None:
    contact = await _in_hand(house)
    links = FileLinks(house.centre._parts)
    with pytest.raises(NotAllowed):
        await links.make(house.staff["ben"], contact, "plan.pdf", PDF)
    assert house.ask(lambda tx: tx.documents.of_contact(contact)) == []
