"""Email becomes a contact that waits: once, whole, with its original; what cannot is shown, and holds nothing up."""

import asyncio
import sqlite3
from contextlib import closing

import pytest

from bench.dovecot import Dovecot
from centre.emails import Taken
from centre.mail_keeping import SAME_ID
from centre.mail_reading import TOO_LONG
from centre.sending import Sending
from channels.email.imap import MailboxAccount
from channels.email.inbound import AT_MOST
from core.errors import InvalidInput, NotFound, Unavailable
from tests.centre.house import House
from tests.centre.mail import BINS, BOUNCE, BROKEN, ROADS, emails_of, fetched, mail


async def test_an_email_becomes_a_contact_that_waits_with_its_words_and_its_original(
    house: House, server: Dovecot
) -> None:
    server.append(BINS, mail(1))
    assert await fetched(house, server.account(BINS)) == 1
    (contact,) = emails_of(house)
    assert contact.state == "waiting"
    assert contact.service is not None
    assert contact.from_address is not None
    assert (contact.to, contact.from_address.value) == (BINS, "anne@example.org")
    message, answer = house.ask(lambda tx: tx.messages.of_contact(contact.id))
    assert message.text == "Missed bin 1\n\nThe bin was not emptied."
    assert answer.text.startswith("Thank you for your email.")
    (document,) = house.ask(lambda tx: tx.documents.of_contact(contact.id))
    kept = house.settings.documents_folder / document.path
    assert (kept.read_bytes(), document.content_type) == (mail(1), "message/rfc822")
    assert (server.originals(BINS), server.originals(BINS, "Switchboard")) == ([], [mail(1)])


async def test_the_files_of_an_email_are_kept_beside_it(house: House, server: Dovecot) -> None:
    raw = (
        mail(1).replace(b"\r\n\r\n", b"\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n", 1)
        + b"\r\n--b\r\n\r\nLook.\r\n--b\r\nContent-Type: application/pdf; name=../bill.pdf\r\n\r\n%PDF\r\n--b--\r\n"
    )
    await house.centre.emails.take_in(server.account(BINS), raw, None)
    (contact,) = emails_of(house)
    files = house.ask(lambda tx: tx.documents.of_contact(contact.id))
    assert [(each.name, each.size) for each in files] == [("original.eml", len(raw)), ("bill.pdf", 4)]
    assert (house.settings.documents_folder / files[1].path).read_bytes() == b"%PDF"


async def test_where_no_folder_is_named_what_was_taken_in_stays_and_is_marked(house: House, server: Dovecot) -> None:
    box = server.account(BINS, done="")
    server.append(BINS, mail(1))
    assert [await fetched(house, box), await fetched(house, box)] == [1, 0]
    assert server.originals(BINS) == [mail(1)]


SAME = [
    pytest.param([mail(1), mail(1)], 1, id="the same message twice is one contact"),
    pytest.param([mail(1), b"Received: again\r\n" + mail(1)], 1, id="the same message by two ways is one contact"),
    pytest.param([mail(1, message_id=""), mail(1, message_id="")], 1, id="without an id the bytes tell"),
    pytest.param([mail(1, message_id=""), mail(2, message_id="")], 2, id="without an id other bytes are another"),
    pytest.param([mail(1), mail(1, words="Help me.")], 2, id="the same id with other words is another"),
    pytest.param([mail(1), mail(1).replace(b"bin 1", b"lamp")], 2, id="the same id with another subject is another"),
    pytest.param([mail(1), mail(1).replace(b"anne@", b"ben@")], 2, id="the same id from somebody else is another"),
    pytest.param([mail(1), mail(1).replace(b" 3 Mar", b" 4 Mar")], 2, id="the same id of another day is another"),
    pytest.param([mail(1), mail(2)], 2, id="two messages are two contacts"),
]


@pytest.mark.parametrize(("messages", "contacts"), SAME)
async def test_what_counts_as_the_same(house: House, server: Dovecot, messages: list[bytes], contacts: int) -> None:
    server.append(BINS, *messages)
    await fetched(house, server.account(BINS))
    assert len(emails_of(house)) == contacts
    assert len(server.originals(BINS, "Switchboard")) == len(messages)


async def test_of_several_that_are_read_together_each_has_its_own_service(house: House, server: Dovecot) -> None:
    abouts = {
        "There is a very deep pothole in Mill Lane, by the school. " * 9: "highways/pothole",
        "Please renew my library books.": "libraries/renewal",
        "My uncle punches my auntie. I am afraid of him. " * 3: "adult-social-care/safeguarding",
        "The street lamp outside number 12 has been out for a week.": "highways/street-lighting",
        "A pothole has damaged my wheel.": "highways/pothole",
        "The lamp at the corner of our street is out. " * 4: "highways/street-lighting",
    }
    raws = [mail(n, words=words).replace(f"Missed bin {n}".encode(), b"") for n, words in enumerate(abouts)]
    box = server.account(BINS)
    await house.centre.emails.take_in_all(
        box, [(raw, None) for raw in (raws[0], BROKEN, *raws[1:3], BOUNCE, *raws[3:])]
    )
    found = {each.provider_id.partition("#")[0]: each.service for each in emails_of(house)}
    assert found == {f"{BINS}:<{n}@example.org>": service for n, service in enumerate(abouts.values())}


async def test_the_same_message_to_two_mailboxes_is_two_contacts(house: House, server: Dovecot) -> None:
    for address in (BINS, ROADS):
        server.append(address, mail(1))
        await fetched(house, server.account(address))
    assert sorted(contact.to for contact in emails_of(house)) == [BINS, ROADS]


async def test_what_cannot_be_read_is_shown_can_be_saved_and_holds_nothing_up(house: House, server: Dovecot) -> None:
    server.append(BINS, BROKEN, mail(1), BOUNCE, mail(2))
    await fetched(house, server.account(BINS))
    assert len(emails_of(house)) == 2
    shown = [each for each in (await house.centre.board.view())["problems"] if each["kind"] == "quarantine"]
    assert [each["text"] for each in shown] == [
        f"An email to {BINS} became no contact. This is no email: it has no headers that an email has.",
        f"An email to {BINS} became no contact. It reports that a message of ours did not arrive.",
    ]
    assert (await house.centre.emails.original(shown[0]["id"])).read_bytes() == BROKEN
    for each in shown:
        await house.centre.emails.settle("acc_sam", each["id"])
    assert not [each for each in (await house.centre.board.view())["problems"] if each["kind"] == "quarantine"]
    with pytest.raises(NotFound):
        await house.centre.emails.settle("acc_sam", "qua_none")


async def test_what_the_record_refuses_is_put_aside_and_holds_nothing_up(house: House, server: Dovecot) -> None:
    refusal = "CREATE TRIGGER refusal BEFORE INSERT ON mails WHEN NEW.subject = 'Missed bin 2' BEGIN "
    server.append(BINS, mail(1), mail(2), mail(3))
    with closing(sqlite3.connect(house.home / "switchboard.db", isolation_level=None)) as file:
        file.execute(f"{refusal}SELECT RAISE(ABORT, 'refused'); END")
        try:
            assert await fetched(house, server.account(BINS)) == 3
        finally:
            file.execute("DROP TRIGGER refusal")
    assert sorted(each.facts["subject"] for each in emails_of(house)) == ["Missed bin 1", "Missed bin 3"]
    (aside,) = house.ask(lambda tx: tx.quarantine.open())
    assert (await house.centre.emails.original(aside.id)).read_bytes() == mail(2)
    assert server.originals(BINS) == []


async def test_nobody_is_texted_at_an_email_address(house: House, server: Dovecot) -> None:
    server.append(BINS, mail(1))
    await fetched(house, server.account(BINS))
    (contact,) = emails_of(house)
    with pytest.raises(InvalidInput, match="no number here that a text could go to"):
        await Sending(house.centre._parts).text(contact, "Hello", author="acc_amina", key="k")


async def test_two_that_take_in_the_same_at_once_make_one_contact(house: House, server: Dovecot) -> None:
    async with house.another() as second:
        box = server.account(BINS)
        takers = [house.centre.emails, second.centre.emails] * 5
        await asyncio.gather(*(each.take_in(box, mail(1), None) for each in takers))
    assert len(emails_of(house)) == 1


async def test_a_folder_that_cannot_be_written_to_leaves_the_mail_where_it_is(house: House, server: Dovecot) -> None:
    server.append(BINS, mail(99))
    house.settings.documents_folder.mkdir(exist_ok=True)
    house.settings.documents_folder.rename(house.home / "elsewhere")
    house.settings.documents_folder.write_bytes(b"a file where the folder should be")
    try:
        with pytest.raises(Unavailable, match="The folder of documents cannot be written to"):
            await fetched(house, server.account(BINS))
        assert (server.count(BINS), emails_of(house)) == (1, [])
    finally:
        house.settings.documents_folder.unlink()
        (house.home / "elsewhere").rename(house.settings.documents_folder)
    assert await fetched(house, server.account(BINS)) == 1


async def test_a_message_longer_than_is_read_is_read_so_far_answered_and_stays_whole_in_the_mailbox(
    house: House, server: Dovecot
) -> None:
    whole = mail(1) + b"x" * AT_MOST
    server.append(BINS, whole)
    await fetched(house, server.account(BINS))
    (contact,) = emails_of(house)
    assert contact.facts["warnings"][0] == TOO_LONG
    written, answer = house.ask(lambda tx: tx.messages.of_contact(contact.id))
    assert written.text.startswith("Missed bin 1")
    assert "larger than 50 MB, so we could not open all of it" in answer.text
    assert "{" not in answer.text
    assert house.ask(lambda tx: tx.quarantine.open()) == []
    assert list(map(len, server.originals(BINS, "Switchboard"))) == [len(whole)]


async def test_a_machine_that_sends_too_much_is_not_answered(house: House, server: Dovecot) -> None:
    server.append(BINS, b"Auto-Submitted: auto-generated\r\n" + mail(1) + b"x" * AT_MOST)
    await fetched(house, server.account(BINS))
    (contact,) = emails_of(house)
    assert len(house.ask(lambda tx: tx.messages.of_contact(contact.id))) == 1


async def test_two_scans_that_share_their_message_id_are_both_kept_and_the_second_says_so(house: House) -> None:
    box = MailboxAccount(address=BINS, host="127.0.0.1", port=1, user=BINS, password="-")
    first, second = (mail(1, message_id="<scan@mfp.example>", words=words) for words in ("One.", "My mother is hit."))
    assert await house.centre.emails.take_in_all(box, [(raw, None) for raw in (first, second, first, second)]) == [
        Taken.NEW,
        Taken.NEW,
        Taken.KNOWN,
        Taken.KNOWN,
    ]
    assert [SAME_ID in each.facts["warnings"] for each in reversed(emails_of(house))] == [False, True]
