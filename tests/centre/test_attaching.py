"""Files that an agent adds to an email: over real HTTP, kept until it is sent, then documents of the contact."""

from typing import Any
from urllib.parse import quote

import httpx
import pytest
import pytest_asyncio

from centre.papers import PAPER
from channels.email.by_notify import NO_FILES
from channels.email.outbound import EmailOutbound
from records.rows import Contact
from records.tx import Tx
from tests.centre.correspondence import ANNE, EVE, Desk, written
from tests.centre.house import House
from tests.centre.people import PASSWORD
from tests.channels.relay import Relay

PDF = b"%PDF-1.7 the plan"


class Browser:
    """Amina's, logged in."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.desk = Desk(house)
        self.headers: dict[str, str] = {}

    async def logs_in(self) -> "Browser":
        answer = await self.house.http.post("/desk/api/login", json={"username": "amina", "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        self.headers = {"x-csrf-token": answer.json()["csrf"]}
        return self

    async def takes_an_email(self, sender: str = ANNE) -> Contact:
        await self.desk.comes(written(sender, subject=f"From {sender}"))
        held = await self.desk.takes(self.desk.contacts()[-1])
        await self.house.deliver_all()
        return held

    async def adds(self, contact: Contact, name: str, content: bytes) -> httpx.Response:
        headers = {**self.headers, "x-file-name": quote(name)}
        return await self.house.http.post(f"/desk/api/contacts/{contact.id}/files", content=content, headers=headers)

    async def mails(self, contact: Contact, uploads: list[str], key: str = "k", **given: Any) -> httpx.Response:
        body = {"text": "Here it is.", "to": [ANNE], "uploads": uploads, "key": key, **given}
        return await self.house.http.post(f"/desk/api/contacts/{contact.id}/mail", json=body, headers=self.headers)


@pytest_asyncio.fixture(loop_scope="session")
async def amina(house: House) -> Browser:
    return await Browser(house).logs_in()


def names(house: House, contact: Contact) -> list[str]:
    return [each.name for each in house.ask(lambda tx: tx.documents.of_contact(contact.id))]


async def test_a_file_that_was_added_goes_along_and_is_a_document_from_then_on(
    house: House, relay: Relay, amina: Browser
) -> None:
    held = await amina.takes_an_email()
    added = (await amina.adds(held, "Plan für Anne.pdf", PDF)).json()
    assert (added["name"], added["size"]) == ("Plan für Anne.pdf", len(PDF))
    assert names(house, held) == ["original.eml"]
    assert (await amina.mails(held, [added["file"]])).status_code == 200
    assert (await amina.mails(held, [added["file"]])).status_code == 200
    await house.deliver_all()
    (attached,) = relay.office.taken[-1].message.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("Plan für Anne.pdf", PDF)
    assert names(house, held) == ["original.eml", "Plan für Anne.pdf"]
    view = await house.centre.desk.contact(house.staff["amina"], held.id)
    (document,) = [each["id"] for each in view["documents"] if each["name"] == "Plan für Anne.pdf"]
    assert view["messages"][-1]["mail"]["files"] == [document]


async def test_what_was_taken_out_again_leaves_nothing_behind(house: House, relay: Relay, amina: Browser) -> None:
    held = await amina.takes_an_email()
    await amina.adds(held, "wrong.pdf", PDF)
    await amina.mails(held, [])
    await house.deliver_all()
    assert list(relay.office.taken[-1].message.iter_attachments()) == []
    assert names(house, held) == ["original.eml"]


async def test_one_that_goes_along_twice_is_one_document(house: House, relay: Relay, amina: Browser) -> None:
    held = await amina.takes_an_email()
    files = [(await amina.adds(held, "plan.pdf", PDF)).json()["file"] for _ in range(2)]
    await amina.mails(held, files, "k1")
    await amina.mails(held, files[:1], "k2")
    await house.deliver_all()
    assert [len(list(each.message.iter_attachments())) for each in relay.office.taken[-2:]] == [1, 1]
    assert names(house, held).count("plan.pdf") == 1


async def test_all_together_may_not_be_larger_than_the_setting(house: House, relay: Relay, amina: Browser) -> None:
    held = await amina.takes_an_email()
    most = house.settings.mail_files_mb * 1_000_000
    half = b"%PDF-" + b"x" * (most // 2)
    files = [(await amina.adds(held, f"{n}.pdf", half + bytes([n]))).json()["file"] for n in range(2)]
    before = len(relay.office.taken)
    answer = await amina.mails(held, files)
    assert answer.status_code == 422
    assert "larger than 15 MB" in answer.json()["error"]["message"]
    assert names(house, held) == ["original.eml"]
    await house.deliver_all()
    assert len(relay.office.taken) == before


async def test_more_files_than_go_along_are_said(house: House, relay: Relay, amina: Browser) -> None:
    held = await amina.takes_an_email()
    files = [(await amina.adds(held, f"{n}.txt", b"words %d" % n)).json()["file"] for n in range(20)]
    (document,) = house.ask(lambda tx: tx.documents.of_contact(held.id))
    answer = await amina.mails(held, files, files=[document.id])
    assert (answer.status_code, "At most 20 files" in answer.json()["error"]["message"]) == (422, True)


async def test_a_page_that_was_blacked_out_goes_along_as_its_copy_alone(
    house: House, relay: Relay, amina: Browser
) -> None:
    held = await amina.takes_an_email()

    def black_out(tx: Tx) -> tuple[str, str]:
        whole, copy = (tx.documents.add(held.id, "page-1.jpg", "image/jpeg", 9, sha, "none") for sha in ("aa", "bb"))
        tx.contacts.merge_facts(held.id, {PAPER: {"redacted": {whole.id: copy.id}}})
        return whole.id, copy.id

    whole, copy = house.do(black_out)
    view = await house.centre.desk.contact(house.staff["amina"], held.id)
    offered = {each["id"] for each in view["mailing"]["files"]}
    assert copy in offered
    assert whole not in offered
    assert (await amina.mails(held, [], files=[whole])).status_code == 404


WRONG = [
    pytest.param("tool.exe", b"MZ\x90", 422, "kind that is not sent", id="a programme"),
    pytest.param("plan.pdf", b"MZ\x90", 422, "is a programme", id="a programme that is called a PDF"),
    pytest.param("plan.pdf", b"%PDF" + b"x" * 15_000_000, 422, "larger than 15 MB", id="too large for an email"),
    pytest.param("plan.pdf", b"%PDF" + b"x" * 27_300_000, 413, "more than this address takes", id="too large to take"),
]


@pytest.mark.parametrize(("name", "content", "status", "words"), WRONG)
async def test_what_cannot_go_along_is_said_when_it_is_added(
    relay: Relay, amina: Browser, name: str, content: bytes, status: int, words: str
) -> None:
    held = await amina.takes_an_email()
    answer = await amina.adds(held, name, content)
    assert answer.status_code == status
    assert words in answer.json()["error"]["message"]


async def test_a_file_goes_with_the_contact_that_it_was_added_for_alone(
    house: House, relay: Relay, amina: Browser
) -> None:
    anne, eve = await amina.takes_an_email(ANNE), await amina.takes_an_email(EVE)
    added = (await amina.adds(anne, "plan.pdf", PDF)).json()["file"]
    for seal in (added, "made-up.seal"):
        answer = await amina.mails(eve, [seal], to=[EVE])
        assert (answer.status_code, "no longer here" in answer.json()["error"]["message"]) == (409, True)


async def test_only_who_has_the_contact_adds_files_to_it(house: House, relay: Relay, amina: Browser) -> None:
    await amina.desk.comes(written(ANNE))
    waiting = amina.desk.contacts()[-1]
    assert (await amina.adds(waiting, "plan.pdf", PDF)).status_code == 403
    amina.headers = {}
    assert (await amina.adds(waiting, "plan.pdf", PDF)).status_code == 403


async def test_with_notify_it_is_said_that_files_do_not_go_along(
    house: House, relay: Relay, amina: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = await amina.takes_an_email()
    monkeypatch.setattr(EmailOutbound, "no_files", NO_FILES)
    answer = await amina.adds(held, "plan.pdf", PDF)
    assert (answer.status_code, answer.json()["error"]["message"]) == (422, NO_FILES)
