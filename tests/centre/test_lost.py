"""What an agent sent and did not arrive after they closed the conversation: it waits for somebody again."""

from datetime import timedelta

import pytest

from records.tx import Tx
from sandbox.carrier.optout import Word
from sandbox.carrier.texts import Fate
from tests.centre.house import House
from tests.centre.people import MARGARET

ANSWER = "A crew comes tomorrow."


async def _answered_and_closed(house: House, *, delivered: bool) -> str:
    """A conversation whose agent has answered and closed it; the carrier has the answer by then, or not."""
    await house.at_work("amina")
    await house.text("There is a pothole in Mill Lane")
    contact = str((await house.accepts("amina"))["contact"])
    await house.deliver_all()
    await house.centre.desk.reply(house.staff["amina"], contact, ANSWER, "k1")
    if delivered:
        await house.deliver_all()
    rev = str((await house.centre.desk.contact(house.staff["amina"], contact))["rev"])
    await house.centre.desk.close(house.staff["amina"], contact, "settled", "", rev)
    await house.is_(contact, "closed")
    return contact


async def _told(house: House, words: str) -> bool:
    return any(words in each["text"] for each in (await house.centre.desk.view(house.staff["amina"]))["notices"])


@pytest.mark.parametrize("fate", [Fate("undelivered", 30005), Fate("failed", 30006)], ids=["undelivered", "failed"])
async def test_what_a_network_gives_back_opens_what_was_closed(house: House, fate: Fate) -> None:
    house.carrier.carrier.texts.fates[MARGARET] = fate
    contact = await _answered_and_closed(house, delivered=True)
    await house.pass_(10)
    kept = await house.is_(contact, "waiting", "offered")
    assert kept.outcome is None
    assert await _told(house, "did not arrive")
    assert (await house.accepts("amina"))["contact"] == contact


async def test_what_the_carrier_refuses_for_good_opens_it_too(house: House) -> None:
    contact = await _answered_and_closed(house, delivered=False)
    house.carrier.carrier.texts.opted_out.heed(Word.STOP, MARGARET, house.number)
    assert await house.deliver_all() == ["dead"]
    await house.is_(contact, "waiting", "offered")
    assert await _told(house, "no more texts")


async def test_a_notice_of_what_came_back_says_whose_it_was_and_which_contact_rings_for_it(house: House) -> None:
    house.carrier.carrier.texts.fates[MARGARET] = Fate("undelivered", 30005)
    contact = await _answered_and_closed(house, delivered=True)
    await house.pass_(10)
    assert (await house.offer("amina"))["contact"] == contact
    shown = (await house.centre.desk.view(house.staff["amina"]))["notices"]
    (notice,) = [each for each in shown if "did not arrive" in each["text"]]
    assert notice["text"].startswith("A message of yours to 07700 900123 did not arrive. Nobody has that number")
    assert notice["contact"] == contact


async def test_what_arrives_leaves_it_closed(house: House) -> None:
    contact = await _answered_and_closed(house, delivered=True)
    await house.pass_(10)
    await house.is_(contact, "closed")


async def test_our_own_automatic_answer_opens_nothing(house: House) -> None:
    house.carrier.carrier.texts.fates[MARGARET] = Fate("undelivered", 30005)
    await house.at_work("amina")
    await house.text("There is a pothole in Mill Lane")
    contact = str((await house.accepts("amina"))["contact"])
    rev = str((await house.centre.desk.contact(house.staff["amina"], contact))["rev"])
    await house.centre.desk.close(house.staff["amina"], contact, "settled", "", rev)
    await house.is_(contact, "closed")
    await house.deliver_all()
    await house.pass_(10)
    await house.is_(contact, "closed")


@pytest.mark.parametrize(
    ("fate", "by_whatsapp", "problem"),
    [
        pytest.param(Fate("undelivered", 30005), False, "Nobody has that number any more", id="a text that came back"),
        pytest.param(
            Fate("failed", 63024), True, "does not deliver to that number", id="one by WhatsApp that came back"
        ),
        pytest.param(Fate("delivered"), False, "None", id="a text that arrived"),
    ],
)
async def test_how_a_message_fared_is_found_by_the_carriers_list_where_no_callback_told(
    house: House, fate: Fate, by_whatsapp: bool, problem: str
) -> None:
    await house.at_work("amina")
    await (house.whatsapp if by_whatsapp else house.text)("There is a pothole in Mill Lane")
    contact = str((await house.accepts("amina"))["contact"])
    await house.deliver_all()
    await house.pass_(10)
    house.carrier.carrier.texts.fates[MARGARET] = fate
    house.post.held |= {"/sms/status", "/whatsapp/status"}
    await house.centre.desk.reply(house.staff["amina"], contact, ANSWER, "k1")
    await house.deliver_all()
    await house.pass_(10)
    house.post.held.clear()
    assert house.ask(lambda tx: tx.messages.of_contact(contact))[-1].status == "queued"
    _some_minutes_pass(house, contact)
    with house.opened_at(house.clock.now() - timedelta(hours=1)):
        for _ in range(2):
            await house.centre.texts.catch_up()
            message = house.ask(lambda tx: tx.messages.of_contact(contact))[-1]
            assert message.status == fate.status
            assert problem in str(message.problem)
    assert await _told(house, "did not arrive") is (fate.status != "delivered")


def _some_minutes_pass(house: House, contact: str) -> None:
    """All that was said, was said ten minutes ago."""

    def earlier(tx: Tx) -> None:
        for each in tx.messages.of_contact(contact):
            tx.messages._change(each.id, {"at": each.at - timedelta(minutes=10)})

    house.do(earlier)


@pytest.mark.parametrize("code", [30005, 21610], ids=["a number that is gone", "STOP, which only the carrier knew"])
async def test_word_of_a_failure_that_comes_before_our_own_note_of_its_name_counts_all_the_same(
    house: House, code: int
) -> None:
    house.carrier.carrier.texts.fates[MARGARET] = Fate("undelivered", code)
    contact = await _answered_and_closed(house, delivered=False)
    (row,) = house.ask(lambda tx: tx.outbox.due(house.clock.now(), 5))
    with house.record_away(after=1):
        assert await house.centre.outbox.deliver(row.id) == "kept later"
    await house.pass_(10)
    stopped = house.ask(lambda tx: tx.opt_outs.stopped(MARGARET, house.number))
    assert (stopped is not None) is (code == 21610)
    house.lease_runs_out(row.id)
    assert await house.centre.outbox.deliver(row.id) == "done"
    await house.is_(contact, "waiting", "offered")
