"""Texts, emails and letters that leave by GOV.UK Notify: once each, looked up when in doubt, their fate heard of."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from centre.letter_writing import LetterDraft
from centre.mailing import Draft
from channels.notify import receipt
from core.errors import InvalidInput
from runtime.parts import Runtime, running
from sandbox.partner.notify import SECRET, SERVICE
from tests.centre.correspondence import ANNE, BEN, Desk
from tests.centre.correspondence import written as an_email
from tests.centre.house import House
from tests.centre.people import MARGARET

TEMPLATE = "11111111-2222-4333-8444-555555555555"
DRAFT = LetterDraft(
    name="Mr Pope", address="14 Mill Lane\nNether Wickham\nWM3 7QD", subject="The pothole", text="It is filled."
)


@pytest_asyncio.fixture(loop_scope="session")
async def by_notify(house: House) -> AsyncIterator[Runtime]:
    """A process of the house that uses Notify."""
    told = {
        "notify_api_key": f"live-{SERVICE}-{SECRET}",
        "notify_base_url": house.settings.sandbox_url,
        "notify_sms_template": TEMPLATE,
        "notify_letter_template": "paper",
        "notify_email_template": TEMPLATE,
    }
    house.carrier.carrier.store.put("notify mode", "now", {"mode": "up"})
    settings = house.settings.model_copy(update=told)
    async with running(settings, clock=house.clock, county=house.runtime.county) as runtime:
        yield runtime
    house.carrier.carrier.store.put("notify mode", "now", {"mode": "up"})


def behave(house: House, mode: str) -> None:
    house.carrier.carrier.store.put("notify mode", "now", {"mode": mode})


def kept(house: House, message: str) -> list[dict[str, Any]]:
    return [each for each in house.carrier.carrier.store.all("notification") if each["reference"] == message]


async def written(house: House, how: str) -> tuple[str, str]:
    """A text, an email or a letter that waits to be sent: its message and its row."""
    if how == "mail":
        return await emailed(house, by_notify=None)
    await house.at_work("amina")
    await house.text("There is a pothole in Mill Lane")
    contact = str((await house.accepts("amina"))["contact"])
    await house.deliver_all()
    if how == "text":
        await house.centre.desk.reply(house.staff["amina"], contact, "We will fill it.", "k1", 0)
    else:
        await house.centre.posting.post(house.staff["amina"], contact, DRAFT, "k1", 0)
    message = house.ask(lambda tx: tx.messages.of_contact(contact))[-1]
    (row,) = house.ask(lambda tx: tx.outbox.of_subject(message.id))
    return message.id, row.id


async def emailed(house: House, by_notify: Runtime | None, **given: Any) -> tuple[str, str]:
    """An answer to an email, that waits to be sent."""
    desk = Desk(house)
    await desk.comes(an_email(ANNE, cc=BEN))
    held = await desk.takes(desk.contacts()[0])
    await house.deliver_all()
    centre = by_notify.centre if by_notify else house.centre
    draft = Draft(text="We come on Tuesday.", **{"to": (ANNE,), "cc": (), **given})
    await centre.correspondence.answer(house.staff["amina"], held.id, draft, "k1", 0)
    message = desk.said(held)[-1]
    (row,) = house.ask(lambda tx: tx.outbox.of_subject(message.id))
    return message.id, row.id


HOW = ("text", "mail", "letter")


@pytest.mark.parametrize("how", HOW)
async def test_it_goes_once_and_its_fate_is_heard_of(how: str, house: House, by_notify: Runtime) -> None:
    message, row = await written(house, how)
    assert await by_notify.centre.outbox.deliver(row) == "done"
    (sent,) = kept(house, message)
    done = "received" if how == "letter" else "delivered"
    house.carrier.carrier.store.put("notification", sent["id"], {**sent, "status": done})
    assert await by_notify.centre.notify.catch_up() == 0
    assert house.ask(lambda tx: tx.messages.get(message)).status == "delivered"
    assert await by_notify.centre.outbox.deliver(row) == "not mine"
    assert len(kept(house, message)) == 1


@pytest.mark.parametrize(("how", "shown"), [("text", "sending"), ("mail", "sent"), ("letter", "sent")])
async def test_what_notify_has_is_not_shown_as_waiting_to_be_sent(
    how: str, shown: str, house: House, by_notify: Runtime
) -> None:
    message, row = await written(house, how)
    contact = house.ask(lambda tx: tx.messages.get(message)).contact_id
    assert await _shown(house, contact) == "queued"
    assert await by_notify.centre.outbox.deliver(row) == "done"
    assert await _shown(house, contact) == shown


async def _shown(house: House, contact: str) -> str:
    view = await house.centre.desk.contact(house.staff["amina"], contact)
    return str(view["messages"][-1]["status"])


@pytest.mark.parametrize("how", HOW)
async def test_a_busy_notify_is_asked_again(how: str, house: House, by_notify: Runtime) -> None:
    message, row = await written(house, how)
    behave(house, "busy")
    assert await by_notify.centre.outbox.deliver(row) == "later"
    behave(house, "up")
    house.do(lambda tx: tx.outbox.try_again(row))
    assert await by_notify.centre.outbox.deliver(row) == "done"
    assert len(kept(house, message)) == 1


@pytest.mark.parametrize("how", HOW)
async def test_what_may_have_gone_is_looked_up_and_never_sent_twice(how: str, house: House, by_notify: Runtime) -> None:
    message, row = await written(house, how)
    behave(house, "drop")
    assert await by_notify.centre.outbox.deliver(row) == "unknown"
    assert "may have been sent" in str(house.ask(lambda tx: tx.messages.get(message)).problem)
    behave(house, "up")
    await by_notify.centre.notify.catch_up()
    assert await by_notify.centre.outbox.deliver(row) == "done"
    assert len(kept(house, message)) == 1
    assert house.ask(lambda tx: tx.messages.get(message)).provider_id is not None


@pytest.mark.parametrize("mode", ["broken", "gateway", "no json"], ids=["500", "502 of a gateway", "an answer of none"])
async def test_after_an_answer_that_says_nothing_it_is_looked_up(house: House, by_notify: Runtime, mode: str) -> None:
    message, row = await written(house, "text")
    behave(house, mode)
    assert await by_notify.centre.outbox.deliver(row) == "unknown"
    assert house.ask(lambda tx: tx.messages.get(message)).status == "sending"
    behave(house, "up")
    await by_notify.centre.outbox.sweep()
    assert await by_notify.centre.outbox.deliver(row) == "not mine", "not by itself"
    await by_notify.centre.notify.catch_up()
    assert await by_notify.centre.outbox.deliver(row) == "done"
    assert len(kept(house, message)) == 1


@pytest.mark.parametrize("how", HOW)
async def test_what_notify_refuses_is_not_tried_again_and_its_author_is_told(
    how: str, house: House, by_notify: Runtime
) -> None:
    message, row = await written(house, how)
    behave(house, "team")
    assert await by_notify.centre.outbox.deliver(row) == "dead"
    found = house.ask(lambda tx: tx.messages.get(message))
    assert (found.status, "Use a live key" in str(found.problem)) == ("failed", True)
    assert await by_notify.centre.outbox.deliver(row) == "not mine"
    notices = (await house.centre.desk.view(house.staff["amina"]))["notices"]
    assert any("was not sent" in each["text"] for each in notices)
    assert kept(house, message) == []


async def test_what_never_arrived_there_stays_in_doubt(house: House, by_notify: Runtime) -> None:
    message, row = await written(house, "text")
    behave(house, "drop")
    assert await by_notify.centre.outbox.deliver(row) == "unknown"
    for each in kept(house, message):
        house.carrier.carrier.store.put("notification", each["id"], {**each, "reference": "somebody else's"})
    behave(house, "up")
    await by_notify.centre.notify.catch_up()
    assert house.ask(lambda tx: tx.outbox.get(row)).state == "unknown"


async def test_a_house_without_notify_asks_it_nothing(house: House) -> None:
    assert await house.centre.notify.catch_up() == 0


async def becomes(house: House, message: str, status: str) -> int | None:
    """Something becomes of what was sent, told as Notify tells it: what we answered."""
    (sent,) = kept(house, message)
    told = (await house.control.put(f"/sandbox/notify/{sent['id']}", json={"status": status})).json()["told"]
    return int(told) if told is not None else None


@pytest_asyncio.fixture(loop_scope="session")
async def telling(house: House) -> AsyncIterator[None]:
    """Notify knows where to tell what became of things."""
    given = "a-token-that-nobody-guesses"
    app: Any = house.post.app
    edge = app.state.edge
    before = edge.settings
    object.__setattr__(edge, "settings", before.model_copy(update={"notify_callback_token": given}))
    await house.control.put("/sandbox/notify/callback", json={"url": f"{house.url}/notify/status", "token": given})
    yield
    await house.control.put("/sandbox/notify/callback", json={"url": ""})
    object.__setattr__(edge, "settings", before)


ORDERS = [
    pytest.param(["delivered"], "delivered", id="delivered"),
    pytest.param(["delivered", "delivered"], "delivered", id="told twice"),
    pytest.param(["delivered", "temporary-failure"], "delivered", id="a failure that comes after it was delivered"),
    pytest.param(["delivered", "permanent-failure"], "delivered", id="a failure for good that comes after"),
    pytest.param(["temporary-failure", "delivered"], "delivered", id="delivered after all"),
    pytest.param(["permanent-failure", "permanent-failure"], "undelivered", id="never, told twice"),
]


@pytest.mark.parametrize(("told", "status"), ORDERS)
async def test_receipts_move_a_message_forward_alone(
    house: House, by_notify: Runtime, telling: None, told: list[str], status: str
) -> None:
    message, row = await written(house, "text")
    await by_notify.centre.outbox.deliver(row)
    assert [await becomes(house, message, each) for each in told] == [204] * len(told)
    assert house.ask(lambda tx: tx.messages.get(message)).status == status
    marked = house.ask(lambda tx: tx.undeliverable.among([MARGARET]))
    assert bool(marked) is (status == "undelivered")


@pytest.mark.parametrize("how", HOW)
async def test_what_notify_told_stands_with_the_message_as_it_came_once_a_word(
    house: House, by_notify: Runtime, telling: None, how: str
) -> None:
    message, row = await written(house, how)
    await by_notify.centre.outbox.deliver(row)
    words = ["received"] if how == "letter" else ["sending", "delivered"]
    for each in (*words, *words):
        await becomes(house, message, each)
    kept_as = house.ask(lambda tx: tx.messages.get(message))
    view = await house.centre.desk.contact(house.staff["amina"], kept_as.contact_id)
    (ours,) = [each for each in view["messages"] if each["id"] == message]
    assert [each["word"] for each in ours["fared"]] == words
    path, _ = await house.centre.desk.document(house.staff["amina"], kept_as.contact_id, ours["fared"][-1]["id"])
    assert json.loads(path.read_text("utf-8"))["status"] == words[-1]


NEVER = [
    pytest.param("text", "A text of ours did not arrive, and sending it again will not help.", id="a text"),
    pytest.param("mail", "An email of ours did not arrive, and sending it again will not help.", id="an email"),
    pytest.param("letter", "A letter of ours did not arrive, and sending it again will not help.", id="a letter"),
]


@pytest.mark.parametrize(("how", "words"), NEVER)
async def test_what_can_never_arrive_is_told_to_its_author_and_in_the_conversation_once(
    house: House, by_notify: Runtime, telling: None, how: str, words: str
) -> None:
    message, row = await written(house, how)
    await by_notify.centre.outbox.deliver(row)
    for _ in range(2):
        assert await becomes(house, message, "permanent-failure") == 204
    await by_notify.centre.notify.catch_up()
    contact = house.ask(lambda tx: tx.messages.get(message)).contact_id
    notes = [each for each in house.ask(lambda tx: tx.messages.of_contact(contact)) if each.direction == "note"]
    assert [each.text.startswith(words) for each in notes] == [True]
    notices = (await house.centre.desk.view(house.staff["amina"]))["notices"]
    assert [each["contact"] for each in notices if each["text"].startswith("A message of yours to ")] == [contact]
    marked = house.ask(lambda tx: tx.undeliverable.among([MARGARET, ANNE]))
    assert [each.address for each in marked] == {"text": [MARGARET], "mail": [ANNE], "letter": []}[how]


async def test_a_marked_number_is_warned_of_until_a_text_comes_from_it(
    house: House, by_notify: Runtime, telling: None
) -> None:
    message, row = await written(house, "text")
    await by_notify.centre.outbox.deliver(row)
    await becomes(house, message, "permanent-failure")
    contact = house.ask(lambda tx: tx.messages.get(message)).contact_id
    view = await house.centre.desk.contact(house.staff["amina"], contact)
    assert view["texting"]["warning"].startswith("A text to this number came back on ")
    await house.text("I am here")
    view = await house.centre.desk.contact(house.staff["amina"], contact)
    assert view["texting"]["warning"] is None


async def test_what_did_not_arrive_opens_a_closed_conversation_again(
    house: House, by_notify: Runtime, telling: None
) -> None:
    message, row = await written(house, "mail")
    await by_notify.centre.outbox.deliver(row)
    contact = house.ask(lambda tx: tx.contacts.get(tx.messages.get(message).contact_id))
    Desk(house).closes(contact)
    await becomes(house, message, "permanent-failure")
    assert house.ask(lambda tx: tx.contacts.get(contact.id)).state == "waiting"


@pytest.mark.parametrize("how", HOW)
async def test_a_receipt_settles_what_may_have_been_sent(
    how: str, house: House, by_notify: Runtime, telling: None
) -> None:
    message, row = await written(house, how)
    behave(house, "drop")
    assert await by_notify.centre.outbox.deliver(row) == "unknown"
    behave(house, "up")
    status = "received" if how == "letter" else "delivered"
    assert await becomes(house, message, status) == 204
    assert await by_notify.centre.outbox.deliver(row) == "done"
    found = house.ask(lambda tx: tx.messages.get(message))
    assert (found.status, found.problem, len(kept(house, message))) == ("delivered", None, 1)


async def test_a_receipt_that_overtakes_our_own_note_of_the_answer_holds(
    house: House, by_notify: Runtime, telling: None
) -> None:
    message, row = await written(house, "mail")
    told = receipt({"id": "an-id", "reference": message, "status": "technical-failure"})
    await by_notify.centre.notify.told(told)
    assert await by_notify.centre.outbox.deliver(row) == "done"
    assert house.ask(lambda tx: tx.messages.get(message)).status == "failed"
    assert kept(house, message) == []


async def test_a_receipt_about_somebody_elses_message_is_no_news(house: House, by_notify: Runtime) -> None:
    for reference in ("msg_of_nobody", None):
        await by_notify.centre.notify.told(receipt({"id": "x", "reference": reference, "status": "delivered"}))
    assert house.ask(lambda tx: tx.messages.by_provider_id("notify:x")) is None


async def test_an_email_by_notify_goes_to_one_address_and_says_what_it_cannot_carry(
    house: House, by_notify: Runtime
) -> None:
    with pytest.raises(InvalidInput, match="one address at a time"):
        await emailed(house, by_notify, cc=(BEN,))
    desk = Desk(house)
    held = desk.contacts()[0]
    (document,) = house.ask(lambda tx: tx.documents.of_contact(held.id))
    draft = Draft(text="Here it is.", to=(ANNE,), cc=(), files=(document.id,))
    with pytest.raises(InvalidInput, match="carries no files"):
        await by_notify.centre.correspondence.answer(house.staff["amina"], held.id, draft, "k2", 0)
    mailing = (await by_notify.centre.desk.contact(house.staff["amina"], held.id))["mailing"]
    assert (mailing["alone"], mailing["files"], "carries no files" in mailing["no_files"]) == (True, [], True)
    await by_notify.centre.correspondence.answer(house.staff["amina"], held.id, Draft(text="To you."), "k3", 0)
    sent = desk.ours()[-1]
    assert ([each.address for each in sent.to], sent.cc) == ([ANNE], ())


async def test_whoever_writes_a_text_is_told_that_an_answer_to_it_may_not_reach_us(
    house: House, by_notify: Runtime
) -> None:
    await house.at_work("amina")
    await house.text("There is a pothole in Mill Lane")
    contact = str((await house.accepts("amina"))["contact"])
    by_carrier = (await house.centre.desk.contact(house.staff["amina"], contact))["texting"]
    by_them = (await by_notify.centre.desk.contact(house.staff["amina"], contact))["texting"]
    assert by_carrier["warning"] is None
    assert (by_carrier["longest"], by_them["longest"]) == (1600, 918)
    assert "may not reach us" in by_them["warning"]


async def test_a_text_that_is_longer_than_notify_takes_is_refused_before_it_is_kept(
    house: House, by_notify: Runtime
) -> None:
    await house.at_work("amina")
    await house.text("There is a pothole in Mill Lane")
    contact = str((await house.accepts("amina"))["contact"])
    with pytest.raises(InvalidInput, match="918 characters"):
        await by_notify.centre.desk.reply(house.staff["amina"], contact, "x" * 919, "k1", 0)
    await by_notify.centre.desk.reply(house.staff["amina"], contact, "x" * 918, "k1", 0)
