"""Texts when everything that may go wrong does. Each test prints its figures: `pytest -rP` shows them."""

import asyncio
import random
from collections import Counter
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from records.rows import Contact, Message
from records.statuses import MESSAGE
from tests.centre.front import Fault, front_of
from tests.centre.house import House
from tests.centre.post import Kept

RESIDENTS = [f"+4477009003{place:02}" for place in range(25)]
TRIES = 6
"""What the addresses that we give the carrier ask it for (PATIENCE)."""
SAID = 4
"""Texts by each: a hundred in all."""

TEXTS_OUT = 5
DONE_NOTHING = '{"code": 20429, "message": "Too Many Requests", "status": 429}'
NO_NUMBER = '{"code": 21211, "message": "Invalid number", "status": 400}'

FAULTS = [
    # the fault; what becomes of each text at first; how many arrive by themselves; how many once a person tries again
    pytest.param(Fault(reached=False, status=429, body=DONE_NOTHING), "later", 5, 5, id="429, nothing done"),
    pytest.param(Fault(reached=False, status=503), "later", 5, 5, id="503, nothing done"),
    pytest.param(Fault(reached=False, status=500), "unknown", 0, 5, id="500, and nothing was done"),
    pytest.param(Fault(reached=True, status=500), "unknown", 5, 5, id="500, and it was done"),
    pytest.param(Fault(reached=False, status=None), "unknown", 0, 5, id="cut off before it was done"),
    pytest.param(Fault(reached=True, status=None), "unknown", 5, 5, id="cut off after it was done"),
    pytest.param(
        Fault(reached=True, status=200, body="<p>Log in to the wireless"), "unknown", 5, 5, id="a stranger's page"
    ),
    pytest.param(Fault(reached=False, status=400, body=NO_NUMBER), "dead", 0, 5, id="refused for ever"),
]


@pytest.mark.parametrize(("fault", "word", "by_itself", "by_a_person"), FAULTS)
async def test_a_text_is_never_sent_twice_by_itself(
    house: House, fault: Fault, word: str, by_itself: int, by_a_person: int
) -> None:
    contact = await _in_hand(house)
    async with front_of(house) as front:
        front.fault = fault
        await _write(house, contact)
        first = Counter(await house.deliver_all())
        shown = Counter(_shown(message) for message in _ours(house, contact))
        front.fault = None
        for _ in range(3):
            await _minutes_pass(house)
        alone = _arrived(house)
        await house.pass_(5)
        await house.centre.texts.catch_up()
        in_doubt = sum(row.state == "unknown" for row in house.ask(lambda tx: tx.outbox.problems()))
        for row in house.ask(lambda tx: tx.outbox.problems()):
            await house.centre.outbox.try_again(house.staff["grace"], row.id)
        await house.deliver_all()
    arrived = _arrived(house)
    print(f"{TEXTS_OUT} texts: first {dict(first)}, shown {dict(shown)}, by themselves {sum(alone.values())},")
    print(f"in doubt once the carrier's list was read {in_doubt},")
    print(f"after a person tried again {sum(arrived.values())}, twice {sum(n > 1 for n in arrived.values())}")
    assert first == {word: TEXTS_OUT}
    assert (sum(alone.values()), sum(arrived.values())) == (by_itself, by_a_person)
    assert set(arrived.values()) == {1}
    assert in_doubt == (TEXTS_OUT if word == "unknown" and not fault.reached else 0)
    if word == "unknown":
        assert shown == {"sending: may have been done": TEXTS_OUT}


async def test_a_carrier_that_is_down_is_asked_until_it_is_back(house: House) -> None:
    contact = await _in_hand(house)
    await _write(house, contact)
    with house.carrier_away():
        tries = Counter(await house.deliver_all())
        for _ in range(4):
            tries += Counter(await _minutes_pass(house))
    assert not _arrived(house)
    tries += Counter(await _minutes_pass(house))
    print(f"{TEXTS_OUT} texts: tries {dict(tries)}, arrived {sum(_arrived(house).values())}")
    assert tries == {"later": 5 * TEXTS_OUT, "done": TEXTS_OUT}
    assert set(_arrived(house).values()) == {1}


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.long)])
async def test_a_hundred_webhooks_twice_shuffled_and_fifty_at_once_are_a_contact_each(house: House, seed: int) -> None:
    house.post.held.add("/sms/incoming")
    for turn in range(SAID):
        for number in RESIDENTS:
            await house.text(f"There is a pothole, says {number[-2:]}, and says it again: {turn}", number=number)
    requests = [*house.post.kept, *house.post.kept]
    random.Random(seed).shuffle(requests)
    said: Counter[int] = Counter()
    for start in range(0, len(requests), 50):
        said.update(await asyncio.gather(*(_hands_on(house, each) for each in requests[start : start + 50])))
    await house.deliver_all()
    contacts, messages = _conversations(house)
    answers = sum("we have your text" in body for number in RESIDENTS for body in house.bodies(number))
    print(f"{len(requests)} requests, answers {dict(said)}: {len(contacts)} contacts, {len(messages)} texts in")
    print(f"and {answers} automatic answers, of {len(RESIDENTS)} residents")
    assert set(said) == {200}
    assert sorted(each.from_address.value for each in contacts if each.from_address) == RESIDENTS
    assert len({message.provider_id for message in messages}) == len(messages) == len(RESIDENTS) * SAID
    assert answers == len(RESIDENTS)


async def _hands_on(house: House, request: Kept) -> int:
    """As the carrier does: again, when we say that we cannot just now. A slow machine says so in such a crowd."""
    for _ in range(TRIES):
        status = await house.post.hand_on(request)
        if status != 503:
            break
    return status


@pytest.mark.long
async def test_texts_of_ten_minutes_in_which_nobody_listened_stand_at_their_own_time(house: House) -> None:
    house.post.held.add("/sms/incoming")
    began = house.clock.now().replace(microsecond=0) - timedelta(minutes=10)
    sent = {}
    for place in range(len(RESIDENTS) * SAID):
        sid = await house.text(f"Pothole number {place}", number=RESIDENTS[place % len(RESIDENTS)])
        sent[sid] = began + timedelta(seconds=6 * place)
        _sent_at(house, sid, sent[sid])
    with house.opened_at(began - timedelta(hours=1)):
        found = await house.centre.texts.catch_up()
        again = await house.centre.texts.catch_up()
    late = Counter([await house.post.hand_on(each) for each in house.post.kept])
    contacts, messages = _conversations(house)
    off = [abs((message.at - sent[str(message.provider_id)]).total_seconds()) for message in messages]
    print(f"{len(sent)} texts in ten minutes: {found} found at once, {again} after that, late webhooks {dict(late)};")
    print(f"{len(contacts)} contacts, {len(messages)} texts, at most {max(off):.0f} s from their own time")
    assert (found, again, set(late)) == (len(sent), 0, {200})
    assert (len(contacts), len(messages), max(off)) == (len(RESIDENTS), len(sent), 0)
    firsts = {number: began + timedelta(seconds=6 * place) for place, number in enumerate(RESIDENTS)}
    assert {each.from_address.value: each.arrived_at for each in contacts if each.from_address} == firsts


@pytest.mark.parametrize("seed", range(4))
async def test_status_callbacks_in_any_order_twice_never_go_back(house: House, seed: int) -> None:
    contact = await _in_hand(house)
    house.post.held.add("/sms/status")
    await _write(house, contact)
    await house.deliver_all()
    await house.pass_(10)
    told = [each for each in house.post.kept for _ in range(2)]
    random.Random(seed).shuffle(told)
    back = 0
    before = _ranks(house, contact)
    for request in told:
        assert await house.post.hand_on(request) == 204
        now = _ranks(house, contact)
        back += sum(now[message] < before[message] for message in before)
        before = now
    last = Counter(message.status for message in _ours(house, contact))
    print(f"{len(told)} callbacks of {TEXTS_OUT} texts, shuffled: {back} steps back, at the end {dict(last)}")
    assert back == 0
    assert last == {"delivered": TEXTS_OUT}


async def _in_hand(house: House) -> str:
    await house.at_work("amina")
    await house.text("There is a pothole in Mill Lane")
    contact = str((await house.accepts("amina"))["contact"])
    await house.deliver_all()
    return contact


async def _write(house: House, contact: str) -> None:
    for place in range(TEXTS_OUT):
        await house.centre.desk.reply(house.staff["amina"], contact, f"Answer {place}", f"k{place}")


async def _minutes_pass(house: House) -> list[str]:
    """What was put off falls due, the sweep rings, and workers do what is due."""
    for row in house.ask(lambda tx: tx.outbox.problems()):
        if row.state == "due":
            house.try_again(row.id)
    await house.centre.outbox.sweep()
    return await house.deliver_all()


def _arrived(house: House) -> Counter[str]:
    """How often each answer is on the resident's telephone, or on its way there."""
    return Counter(body for body in house.bodies() if body.startswith("Answer"))


def _ours(house: House, contact: str) -> list[Message]:
    return [each for each in house.ask(lambda tx: tx.messages.of_contact(contact)) if each.text.startswith("Answer")]


def _shown(message: Message) -> str:
    doubted = "may have been done" in (message.problem or "")
    return f"{message.status}: may have been done" if doubted else message.status


def _ranks(house: House, contact: str) -> dict[str, int]:
    return {message.id: MESSAGE.index(message.status) for message in _ours(house, contact)}


def _conversations(house: House) -> tuple[list[Contact], list[Message]]:
    contacts = house.ask(lambda tx: tx.contacts.recent(200))
    return contacts, [
        message
        for contact in contacts
        for message in house.ask(lambda tx, id=contact.id: tx.messages.of_contact(id))  # type: ignore[misc]
        if message.direction == "in"
    ]


def _sent_at(house: House, sid: str, at: Any) -> None:
    """The carrier's own record says that it came then."""
    texts: Any = house.carrier.carrier.texts
    text = texts.get(sid)
    times = dict.fromkeys(("date_created", "date_updated", "date_sent"), format_datetime(at))
    texts._store.put("text", sid, {**text, **times})
