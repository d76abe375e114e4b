"""What an agent sent and did not arrive after they closed the conversation: it waits for somebody again."""

import pytest

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
