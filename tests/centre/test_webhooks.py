"""The carrier's requests: every one twice, fifty at once, in every order, late, and lost."""

import asyncio
import itertools

import pytest

from core.channel import Channel
from tests.centre.house import House
from tests.centre.people import MARGARET
from tests.centre.post import Kept

BUSY = 503
POTHOLE = {"description": "A deep hole.", "size": "A dustbin lid", "danger": "no"}


@pytest.mark.parametrize(
    ("times", "at_once"),
    [
        pytest.param(2, False, id="every request twice, one after the other"),
        pytest.param(2, True, id="every request twice, both at once"),
        pytest.param(5, True, id="every request five times at once"),
    ],
)
async def test_a_repeated_request_changes_nothing(house: House, times: int, at_once: bool) -> None:
    house.post.times, house.post.at_once = times, at_once
    _, contact = await house.speaks("amina")
    amina = house.staff["amina"]
    await house.centre.desk.set_place(amina, contact, {"kind": "road", "road": "Mill Lane"})
    for _ in range(2):
        await house.centre.desk.refer(amina, contact, "highways/pothole", POTHOLE)
    await house.deliver_all()
    await house.centre.desk.hang_up(amina, contact)
    await house.centre.desk.close(amina, contact, "referred", "")
    await house.is_(contact, "closed")
    await house.text("When is the library open?")
    await house.deliver_all()
    await house.drain()

    contacts = house.ask(lambda tx: tx.contacts.recent(10))
    assert sorted(each.channel for each in contacts) == [Channel.PHONE, Channel.SMS]
    told = [body for body in house.bodies() if "passed this on" in body]
    heard = [body for body in house.bodies() if "we have your text" in body]
    assert (len(told), len(heard)) == (1, 1)
    assert len((await house.control.get("/sandbox/partner/requests")).json()) == 1
    events = house.ask(lambda tx: [event.type for event in tx.events.of_contact(contact)])
    assert events.count("contact.connected") == events.count("contact.arrived") == 1
    assert house.problems == []


@pytest.mark.parametrize("path", ["/phone/incoming", "/sms/incoming"])
async def test_fifty_of_the_same_first_request_at_once_are_one_contact(house: House, path: str) -> None:
    house.post.held.add(path)
    if path == "/phone/incoming":
        await house.dial()
    else:
        await house.text("There is a pothole in Mill Lane")
    (first,) = house.post.kept

    async def told() -> int:
        # A machine that is too busy just now asks the carrier to come again.
        while (status := await house.post.hand_on(first)) == BUSY:
            pass
        return status

    assert set(await asyncio.gather(*(told() for _ in range(50)))) == {200}
    assert len(house.ask(lambda tx: tx.contacts.recent(100))) == 1


@pytest.mark.parametrize("order", list(itertools.permutations(range(2))), ids=["as it happened", "the other way round"])
@pytest.mark.parametrize("twice", [False, True], ids=["once each", "twice each"])
@pytest.mark.parametrize("who", ["caller", "agent"])
async def test_an_end_is_told_in_any_order(house: House, order: tuple[int, ...], twice: bool, who: str) -> None:
    line, contact = await house.speaks("amina")
    house.post.held |= {"/phone/status", "/phone/conference"}
    (line if who == "caller" else house.leg(contact, "amina")).hang_up()
    await house.carrier_time.settle()
    words = list(house.post.kept)
    assert len(words) == 2
    house.post.held.clear()
    for number in order:
        await house.post.hand_on(words[number])
        if twice:
            await house.post.hand_on(words[number])
    if twice:
        await house.post.hand_on_all(words)
    await house.is_(contact, "wrapping" if who == "caller" else "waiting")
    assert line.call.over is (who == "caller")


@pytest.mark.parametrize("seed", range(4))
async def test_old_words_in_any_order_do_not_touch_the_next_conversation(house: House, seed: int) -> None:
    """The first agent drops out, a second speaks with the caller: then all that was ever told is told again."""
    _, contact = await house.speaks("amina")
    house.leg(contact, "amina").hang_up()
    await house.is_(contact, "waiting")
    house.robot("ben")
    await house.at_work("ben")
    await house.accepts("ben")
    await house.is_(contact, "active")
    await house.pass_(1)
    told = [each for each in house.post.seen if each.scope["path"] in ("/phone/status", "/phone/conference")]
    assert len(told) >= 5
    for word in _shuffled(told, seed):
        assert await house.post.hand_on(word) == 204
    kept = await house.is_(contact, "active")
    assert kept.agent_id == house.staff["ben"]
    assert not house.leg(contact, "ben").call.over


def _shuffled(words: list[Kept], seed: int) -> list[Kept]:
    return [words[(place * 7 + seed * 3) % len(words)] for place in range(len(words) * 2)][:: -1 if seed % 2 else 1]


@pytest.mark.parametrize("where", ["menu", "queue", "talk", "agent"])
async def test_an_end_that_no_callback_told_is_found_by_comparing(house: House, where: str) -> None:
    if where == "menu":
        line = await house.dial()
        contact = house.contact(line).id
    elif where == "queue":
        line, contact = await house.queues()
    else:
        line, contact = await house.speaks("amina")
    house.post.held |= {"/phone/status", "/phone/conference"}
    (house.leg(contact, "amina") if where == "agent" else line).hang_up()
    await house.carrier_time.settle()
    house.post.held.clear()
    assert await house.centre.phone.catch_up() >= 1
    await house.is_(contact, {"menu": "closed", "queue": "closed", "talk": "wrapping", "agent": "waiting"}[where])
    assert await house.centre.phone.catch_up() == 0


@pytest.mark.parametrize(("who", "then"), [("both", "wrapping"), ("agent", "waiting"), ("nobody", "active")])
async def test_a_desk_without_sound_has_the_carrier_asked(house: House, who: str, then: str) -> None:
    line, contact = await house.speaks("amina")
    house.post.held |= {"/phone/status", "/phone/conference"}
    if who == "both":
        line.hang_up()
    if who != "nobody":
        house.leg(contact, "amina").hang_up()
    await house.carrier_time.settle()
    house.post.held.clear()
    assert await house.centre.phone.lines_of(house.staff["amina"]) == (1 if who == "nobody" else 0)
    await house.is_(contact, then)


async def test_calls_that_rang_while_we_were_down_ask_to_be_rung_back(house: House) -> None:
    house.post.held.update({"/phone/incoming", "/phone/fallback", "/phone/status"})
    for number in (MARGARET, MARGARET, "+447700900456", "anonymous"):
        line = await house.dial(number)
        line.hang_up()
        await house.carrier_time.settle()
    house.post.held.clear()
    await house.at_work("amina", phone=False)
    assert await house.centre.phone.catch_up() == 4
    assert await house.centre.phone.catch_up() == 0
    contacts = house.ask(lambda tx: tx.contacts.recent(20))
    calls = [each for each in contacts if each.channel is Channel.PHONE]
    asks = [each for each in contacts if each.channel is Channel.VOICEMAIL]
    assert [(each.state, each.outcome) for each in calls] == [("closed", "abandoned")] * 4
    assert sorted(each.from_address.value for each in asks if each.from_address) == [MARGARET, "+447700900456"]
    offer = await house.offer("amina")
    assert offer["what"] == "Rang while our lines were down. Please ring back."
    assert house.ask(lambda tx: tx.contacts.get(offer["contact"])).arrived_at <= calls[0].arrived_at


async def test_texts_that_came_while_we_were_down_are_taken_in_at_their_own_time(house: House) -> None:
    house.post.held.add("/sms/incoming")
    await house.text("There is a pothole in Mill Lane")
    house.post.held.clear()
    assert await house.centre.texts.catch_up() == 1
    assert await house.centre.texts.catch_up() == 0
    (contact,) = house.ask(lambda tx: tx.contacts.recent(5))
    assert (contact.service, contact.state) == ("highways/pothole", "waiting")


async def test_a_request_that_is_not_signed_is_turned_away(house: House) -> None:
    form = {"CallSid": "CA" + "1" * 32, "AccountSid": "AC" + "1" * 32, "From": MARGARET, "To": "+441632960100"}
    assert (await house.http.post("/phone/incoming", data=form)).status_code == 403
    assert house.ask(lambda tx: tx.contacts.recent(5)) == []
