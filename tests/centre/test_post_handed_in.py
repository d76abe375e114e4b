"""Post that lies in no folder: handed in at the front desk, or sent by a scanner to a mailbox of its own."""

from email.message import EmailMessage
from functools import partial
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from centre.emails import Taken
from centre.letters import NO_SCAN, NO_SERVICE
from centre.papers import may_be_shown, papers
from channels.email.imap import MailboxAccount
from core.channel import Channel
from core.errors import InvalidInput, NotAllowed
from records.rows import Document
from records.tx import Tx
from samples.post.letters import Kind, sample
from tests.centre.house import House
from tests.centre.people import PASSWORD
from tests.centre.test_post import letters
from tests.channels.letter import files

SCANS = MailboxAccount(address="scans@westmere.example.org", host="localhost", port=143, user="scans", scans=True)
LETTER = sample(51, 0, Kind.CLEAN)


@pytest.fixture
def scan(tmp_path: Path) -> bytes:
    return files.pdf(tmp_path / "scan.pdf", LETTER.pages).read_bytes()


def by_scanner(*attached: tuple[str, str, bytes], words: str = "") -> bytes:
    mail = EmailMessage()
    mail["Message-ID"], mail["From"], mail["Subject"] = "<1@example.org>", "scanner@example.org", "Scan from floor 2"
    mail.set_content(words)
    for name, kind, content in attached:
        main, _, sub = kind.partition("/")
        mail.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return mail.as_bytes()


async def test_a_letter_handed_in_at_the_front_desk_is_read_and_queued(house: House, scan: bytes) -> None:
    async with httpx.AsyncClient(base_url=house.url, verify=False, timeout=60) as http:
        refused = await http.post("/reception/api/post?key=k1", content=scan)
        assert refused.status_code == 401
        said = await http.post("/reception/api/login", json={"username": "amina", "password": PASSWORD})
        http.headers.update({"x-csrf-token": said.json()["csrf"], "x-file-name": quote("../Mrs Hale's letter.pdf")})
        for _ in range(2):
            taken = await http.post("/reception/api/post?key=k1&service=libraries/enquiry", content=scan)
            assert (taken.status_code, taken.json()) == (200, {"again": False})
        again = await http.post("/reception/api/post?key=k2", content=scan)
        assert again.json() == {"again": True}
    while "done" in await house.deliver_all():
        continue
    first, second = sorted(letters(house), key=lambda each: each.provider_id)
    assert (first.service, first.to) == ("libraries/enquiry", "Front desk")
    assert first.facts["letter"]["date"] == LETTER.letter.dated.isoformat()
    assert second.facts["letter"]["duplicate"]
    assert first.facts["letter"]["file"] == "Front desk/Mrs Hale's letter.pdf"


WRONG = [
    pytest.param(b"Dear Sir, this is no picture.", "", NO_SCAN, id="a text"),
    pytest.param(b"", "", NO_SCAN, id="nothing"),
    pytest.param(b"%PDF-1.7", "gardens/gnomes", NO_SERVICE, id="a service that is none"),
]


@pytest.mark.parametrize(("content", "service", "sentence"), WRONG)
async def test_what_is_no_letter_is_refused_with_a_sentence(
    content: bytes, service: str, sentence: str, house: House
) -> None:
    with pytest.raises(InvalidInput, match=sentence[:30]):
        await house.centre.letters.hand_in(house.staff["amina"], "scan.pdf", content, service, "k1")
    assert house.ask(lambda tx: tx.outbox.due(house.clock.now())) == []


async def test_what_a_scanner_sends_is_post_once_and_no_email(house: House, scan: bytes) -> None:
    raw = by_scanner(("scan.pdf", "application/pdf", scan), words="Sent from the copier on floor 2.")
    came = house.clock.now()
    assert await house.centre.emails.take_in(SCANS, raw, came) is Taken.NEW
    assert await house.centre.emails.take_in(SCANS, raw, came) is Taken.KNOWN
    while "done" in await house.deliver_all():
        continue
    (contact,) = house.ask(lambda tx: tx.contacts.recent())
    assert (contact.channel, contact.to) == (Channel.LETTER, SCANS.address)
    told = contact.facts["letter"]
    assert (told["date"], told["covering"]) == (LETTER.letter.dated.isoformat(), "Sent from the copier on floor 2.")
    assert abs((contact.arrived_at - came).total_seconds()) < 1
    documents = house.ask(lambda tx: tx.documents.of_contact(contact.id))
    (mail,) = [each for each in documents if each.content_type == "message/rfc822"]
    assert mail.name == "email.eml", "the email that brought it is one click away"
    assert (house.settings.documents_folder / mail.path).read_bytes() == raw
    assert mail in house.ask(lambda tx: papers(tx, contact))
    house.ask(lambda tx: may_be_shown(tx, mail, house.staff["amina"]))


def _documents(tx: Tx, of: str) -> list[Document]:
    return tx.documents.of_contact(of)


async def test_each_file_of_a_scanners_mail_is_post_of_its_own(house: House, scan: bytes) -> None:
    other = files.pdf(house.home / "other.pdf", sample(51, 4, Kind.CLEAN).pages).read_bytes()
    raw = by_scanner(
        ("1.pdf", "application/pdf", scan), ("2.pdf", "application/pdf", other), ("log.txt", "text/plain", b"ok")
    )
    await house.centre.emails.take_in(SCANS, raw, None)
    while "done" in await house.deliver_all():
        continue
    assert len(letters(house)) == 2
    for each in letters(house):
        documents = house.ask(partial(_documents, of=each.id))
        (mail,) = [document for document in documents if document.name == "email.eml"]
        with pytest.raises(NotAllowed, match="holds more than this letter"):
            house.ask(partial(may_be_shown, document=mail, agent=house.staff["amina"]))


MORE = [
    pytest.param([("form.docx", "application/octet-stream", b"a form")], "Two files.", id="a file that is no scan"),
    pytest.param([], "My mother cannot write any more. " * 60, id="a long text"),
]


@pytest.mark.parametrize(("others", "words"), MORE)
async def test_what_a_scanners_mail_holds_besides_scans_is_kept_as_an_email_too(
    house: House, scan: bytes, others: list[tuple[str, str, bytes]], words: str
) -> None:
    raw = by_scanner(("scan.pdf", "application/pdf", scan), *others, words=words)
    for expected in (Taken.NEW, Taken.KNOWN):
        assert await house.centre.emails.take_in(SCANS, raw, house.clock.now()) is expected
    while "done" in await house.deliver_all():
        continue
    assert len(letters(house)) == 1
    (email,) = [each for each in house.ask(lambda tx: tx.contacts.recent()) if each.channel is Channel.EMAIL]
    names = [each.name for each in house.ask(lambda tx: tx.documents.of_contact(email.id))]
    assert names == ["original.eml", "scan.pdf", *[name for name, _, _ in others]]
    (said, *_) = house.ask(lambda tx: tx.messages.of_contact(email.id))
    assert words.strip() in said.text


@pytest.mark.parametrize(
    "box", [SCANS, MailboxAccount(address="bins@example.org", host="localhost", port=143, user="b")]
)
async def test_an_email_without_a_scan_or_to_people_is_an_email(box: MailboxAccount, house: House, scan: bytes) -> None:
    attached = [] if box.scans else [("scan.pdf", "application/pdf", scan)]
    await house.centre.emails.take_in(box, by_scanner(*attached, words="My bin was not emptied."), None)
    assert [each.channel for each in house.ask(lambda tx: tx.contacts.recent())] == [Channel.EMAIL]
