"""Words of danger that a resident writes second: on every channel, whatever became of their first words."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any

import pytest

from centre.sending import AUTOMATIC
from channels.chat.inbound import Opening
from channels.messages import Text
from core.channel import Channel
from records.rows import Contact
from skills.classifying.classifier import Classifier, Verdict
from tests.centre.correspondence import ANNE, BOX, Desk, written
from tests.centre.house import House
from tests.centre.people import MARGARET

HOLE = "There is a pothole in Mill Lane."
DANGER = "My husband hits me and I am afraid of him. Please help me."
POTHOLE, SAFEGUARDING = "highways/pothole", "adult-social-care/safeguarding"


@dataclass
class Writer:
    """A resident on one channel, who writes on in the conversation that they began."""

    house: House
    channel: Channel
    says: Callable[[str], Awaitable[Any]]

    def contacts(self) -> list[Contact]:
        found = self.house.ask(lambda tx: tx.contacts.recent(10))
        return [each for each in reversed(found) if each.channel is self.channel]

    async def begins(self) -> Contact:
        await self.says(HOLE)
        (contact,) = self.contacts()
        assert (await self.house.is_(contact.id, "waiting")).service == POTHOLE
        return contact

    def notes(self, contact: str) -> list[str]:
        said = self.house.ask(lambda tx: tx.messages.of_contact(contact))
        return [each.text for each in said if each.direction == "note" and each.author == AUTOMATIC]


def _mails(house: House) -> Callable[[str], Awaitable[Any]]:
    number = count()

    async def says(words: str) -> None:
        n = next(number)
        raw = written(ANNE, subject="The lane", words=words, mail_id=f"<{n}@x>", answers="<0@x>" if n else "")
        await house.centre.emails.take_in(BOX, raw, None)

    return says


def _chats(house: House) -> Callable[[str], Awaitable[Any]]:
    number = count()
    open_: list[str] = []

    async def says(words: str) -> None:
        n = next(number)
        state = house.ask(lambda tx: tx.contacts.get(open_[-1])).state if open_ else "closed"
        if state == "closed":
            token = await house.centre.chats.begin(f"token-{n}", Opening(name="", words=words))
            open_.append(str(await house.centre.chats.known(token)))
        else:
            await house.centre.chats.say(open_[-1], words, f"k{n}")

    return says


WAYS: dict[Channel, Callable[[House], Callable[[str], Awaitable[Any]]]] = {
    Channel.EMAIL: _mails,
    Channel.SMS: lambda house: house.text,
    Channel.WHATSAPP: lambda house: house.whatsapp,
    Channel.CHAT: _chats,
}


@pytest.fixture(params=WAYS, ids=str)
def writer(house: House, request: pytest.FixtureRequest) -> Writer:
    return Writer(house, request.param, WAYS[request.param](house))


@asynccontextmanager
async def _at_a_desk(house: House, contact: str, name: str, **skills: int) -> AsyncIterator[str]:
    """Taken by this agent, who has these skills besides, and takes mails."""
    me = house.staff[name]
    account = house.ask(lambda tx: tx.accounts.get(me))
    house.do(lambda tx: tx.accounts.set_skills(me, {**account.skills, **skills}, {**account.capacity, "email": 3}))
    try:
        await house.at_work(name)
        assert (await house.accepts(name))["contact"] == contact
        yield me
    finally:
        house.do(lambda tx: tx.accounts.set_skills(me, account.skills, account.capacity))


async def test_what_waits_goes_to_who_is_asked_first_and_keeps_its_arrival(writer: Writer) -> None:
    before = await writer.begins()
    await writer.says(DANGER)
    after = writer.house.ask(lambda tx: tx.contacts.get(before.id))
    assert writer.contacts() == [after]
    assert (after.state, after.service, after.arrived_at) == ("waiting", SAFEGUARDING, before.arrived_at)
    assert after.facts["guess"]["alarm"] == SAFEGUARDING
    assert "somebody may be at risk" in " ".join(writer.notes(before.id))
    async with _at_a_desk(writer.house, before.id, "carys", safeguarding=5):
        assert (await writer.house.is_(before.id, "active")).service == SAFEGUARDING


@pytest.mark.parametrize("state", ["waiting", "arrived"])
async def test_a_text_that_is_delivered_again_with_other_words_is_heard_as_it_was_kept(
    house: House, state: str
) -> None:
    again = Text(sid=await house.text(HOLE), account_sid="AC1", from_=MARGARET, to=house.number, body=DANGER)
    (contact,) = house.ask(lambda tx: tx.contacts.recent(10))
    house.do(lambda tx: tx.contacts.move(contact.id, state, at=tx.now))
    await house.centre.texts.incoming(again)
    assert (await house.is_(contact.id, "waiting")).service == POTHOLE
    said = house.ask(lambda tx: tx.messages.of_contact(contact.id))
    assert [each.text for each in said if each.direction == "in"] == [HOLE]


async def test_whoever_has_it_in_hand_is_told_once_and_keeps_it(writer: Writer) -> None:
    contact = await writer.begins()
    async with _at_a_desk(writer.house, contact.id, "amina") as me:
        await writer.says(DANGER)
        await writer.says("He hits my children too, I am frightened.")
        told = [each for each in writer.notes(contact.id) if "at risk" in each]
        assert len(told) == 1
        assert "Read it now" in told[0]
        kept = await writer.house.is_(contact.id, "active")
        assert (kept.agent_id, kept.service) == (me, POTHOLE)
        assert (await writer.house.centre.desk.contact(me, contact.id))["guess"]["alarm"] == SAFEGUARDING


async def test_an_answer_to_what_is_closed_goes_to_who_is_asked_first(writer: Writer) -> None:
    first = await writer.begins()
    async with _at_a_desk(writer.house, first.id, "amina") as me:
        rev = (await writer.house.centre.desk.view(me))["in_hand"][0]["rev"]
        await writer.house.centre.desk.close(me, first.id, "settled", "", rev)
    await writer.house.is_(first.id, "closed")
    await writer.says(DANGER)
    again = writer.contacts()[-1]
    assert again.id != first.id
    assert (await writer.house.is_(again.id, "waiting")).service == SAFEGUARDING


async def test_harmless_words_move_nothing_however_few_they_are(writer: Writer) -> None:
    contact = await writer.begins()
    for words in ("It is outside number 12, by the bus stop.", "Outside number 12", "No one called me back"):
        await writer.says(words)
    assert writer.house.ask(lambda tx: tx.contacts.get(contact.id)).service == POTHOLE
    assert not [each for each in writer.notes(contact.id) if "at risk" in each]


async def test_words_on_which_the_guess_breaks_are_kept_all_the_same(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact = await writer.begins()

    def breaks(_: Classifier, text: str) -> Verdict:
        raise ValueError(text)

    monkeypatch.setattr(Classifier, "about", breaks)
    await writer.says(DANGER)
    said = writer.house.ask(lambda tx: tx.messages.of_contact(contact.id))
    assert any(DANGER in each.text for each in said if each.direction == "in")
    assert writer.house.ask(lambda tx: tx.contacts.get(contact.id)).state == "waiting"


async def test_two_mails_read_together_are_heard_both(house: House) -> None:
    desk = Desk(house)
    mail = partial(written, ANNE, subject="The lane")
    raws = [mail(words=HOLE, mail_id="<a@x>"), mail(words=DANGER, mail_id="<b@x>", answers="<a@x>")]
    await house.centre.emails.take_in_all(BOX, [(raw, None) for raw in raws])
    (contact,) = desk.contacts()
    assert contact.service == SAFEGUARDING
