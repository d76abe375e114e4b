"""While nothing of ours answers, the carrier takes messages in our place, and we hear them afterwards."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from channels.phone import twiml
from channels.phone.addresses import PhoneAddresses
from core.channel import Channel
from records.rows import Message
from sandbox.carrier.line import Line
from switchboard.checks.carrier import carrier as checked
from switchboard.checks.finding import Verdict
from tests.centre.house import House

CALLERS = [f"+4477009004{place:02}" for place in range(10)]
WRITERS = [f"+4477009005{place:02}" for place in range(25)]
APART_S = 60.0
SPEAKS_S = 20.0
GREETING_S = 20.0


@asynccontextmanager
async def _kept_by_the_carrier(document: str) -> AsyncIterator[str]:
    """The address of a document that does not need us, as a TwiML Bin has."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        content = document.encode()
        head = (
            f"HTTP/1.1 200 -\r\nContent-Type: text/xml\r\nConnection: close\r\nContent-Length: {len(content)}\r\n\r\n"
        )
        writer.write(head.encode() + content)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/twiml"


@asynccontextmanager
async def down(house: House) -> AsyncIterator[None]:
    """Nobody listens at our addresses, and the number's fallback is the carrier's own document."""
    account = house.carrier.carrier.account
    before = account.addresses
    document = twiml.in_our_place(PhoneAddresses(public_url="http://127.0.0.1:9"), council="Westmere County Council")
    async with _kept_by_the_carrier(document) as fallback:
        nobody = "http://127.0.0.1:9"
        account.addresses = replace(
            before,
            voice_url=f"{nobody}/phone/incoming",
            voice_fallback_url=fallback,
            status_callback=f"{nobody}/phone/status",
            sms_url=f"{nobody}/sms/incoming",
        )
        yield
    account.addresses = before


async def _speaks(house: House, line: Line) -> None:
    """After the tone; then they ring off."""
    for _ in range(60):
        if any(each["kind"] == "beep" for each in line.call.heard):
            break
        await house.pass_(1)
    line.voice(True)
    await house.pass_(SPEAKS_S)
    await house.hangs_up(line)


async def _leaves_a_message(house: House, number: str) -> Line:
    line = await house.dial(number)
    await _speaks(house, line)
    return line


@dataclass(frozen=True, slots=True)
class Missed:
    """When each text was sent, by its name, and each caller rang, by their number; and when it began."""

    began: datetime
    written: dict[str, datetime]
    spoken: dict[str, datetime]


async def _minutes_pass(house: House, minutes: int, texts_sent: int) -> Missed:
    """Nothing of ours answers: each minute somebody speaks, and their share of the texts is written before that."""
    clock = house.carrier_time
    # The carrier's list gives whole seconds.
    clock._start = began = (house.clock.now() - timedelta(minutes=30)).replace(microsecond=0)
    missed = Missed(began, {}, {})
    async with down(house):
        for minute, number in enumerate(CALLERS[:minutes]):
            for place in range(minute * texts_sent // minutes, (minute + 1) * texts_sent // minutes):
                sid = await house.text(f"Pothole number {place}", number=WRITERS[place % len(WRITERS)])
                missed.written[sid] = clock.now()
                await house.pass_(1)
            line = await _leaves_a_message(house, number)
            missed.spoken[number] = line.call.created
            await house.pass_(APART_S - (clock.now() - began).total_seconds() % APART_S)
    return missed


def _texts_in(house: House) -> list[Message]:
    """Of all conversations."""
    return [
        message
        for each in house.ask(lambda tx: tx.contacts.recent(300))
        if each.channel is Channel.SMS
        for message in house.ask(lambda tx, id=each.id: tx.messages.of_contact(id))  # type: ignore[misc]
        if message.direction == "in"
    ]


def _is_all_there(house: House, missed: Missed) -> None:
    """Each once, at its own time, in its order, and waiting for somebody."""
    contacts = house.ask(lambda tx: tx.contacts.recent(300))
    spoken = [each for each in contacts if each.channel is Channel.VOICEMAIL]
    calls = [each for each in contacts if each.channel is Channel.PHONE]
    texts = _texts_in(house)
    print(f"{len(spoken)} spoken messages, {len(calls)} calls, {len(texts)} texts")
    assert sorted((str(each.provider_id), each.at) for each in texts) == sorted(missed.written.items())
    for number in WRITERS:
        (conversation,) = [each for each in contacts if each.from_address and each.from_address.value == number]
        said = house.ask(lambda tx, id=conversation.id: tx.messages.of_contact(id))  # type: ignore[misc]
        at = [each.at for each in said if each.direction == "in"]
        assert at == sorted(at)
        assert (conversation.arrived_at, conversation.state) == (at[0], "waiting")
    assert sorted(each.from_address.value for each in spoken if each.from_address) == sorted(missed.spoken)
    assert {each.state for each in spoken} == {"waiting"}
    for each in spoken:
        assert each.from_address
        off = (each.arrived_at - missed.spoken[each.from_address.value]).total_seconds()
        assert 0 <= off <= GREETING_S + 10, "the time at which they spoke, and not at which we listened"
    assert sorted(each.from_address.value for each in calls if each.from_address) == sorted(missed.spoken)
    assert {each.outcome for each in calls} == {"voicemail"}
    documents = [house.ask(lambda tx, id=each.id: tx.documents.of_contact(id)) for each in spoken]  # type: ignore[misc]
    assert [[each.content_type for each in several] for several in documents] == [["audio/wav"]] * len(spoken)


@pytest.mark.parametrize(
    ("minutes", "texts_sent"),
    [(2, 30), pytest.param(10, 100, marks=pytest.mark.long)],
    ids=["two minutes", "ten minutes"],
)
async def test_texts_and_messages_of_some_minutes_arrive_afterwards_at_their_own_time(
    house: House, minutes: int, texts_sent: int
) -> None:
    missed = await _minutes_pass(house, minutes, texts_sent)
    with house.opened_at(missed.began - timedelta(hours=1)):
        found = (await house.centre.phone.catch_up(), await house.centre.texts.catch_up())
        again = (await house.centre.phone.catch_up(), await house.centre.texts.catch_up())
    await house.deliver_all()
    print(f"found {found}, then {again}")
    assert (found[1], again) == (texts_sent, (0, 0))
    _is_all_there(house, missed)


async def test_a_look_that_is_killed_half_way_again_and_again_leaves_each_once_at_its_own_time(house: House) -> None:
    missed = await _minutes_pass(house, 2, 30)
    with house.opened_at(missed.began - timedelta(hours=1)):
        for writes in (1, 2, 3, 4, 5, 9, 14):
            for look in (house.centre.phone.catch_up, house.centre.texts.catch_up):
                with house.killed(after=writes):
                    await look()
        left = (await house.centre.phone.catch_up(), await house.centre.texts.catch_up())
        assert 0 < left[1] < 30, "some had been kept, and some had not"
        assert (await house.centre.phone.catch_up(), await house.centre.texts.catch_up()) == (0, 0)
    await house.centre.reconciling.reconcile()
    await house.deliver_all()
    _is_all_there(house, missed)


async def test_a_message_whose_callbacks_were_lost_is_found_by_the_carriers_list(house: House) -> None:
    """Our own menu asked for it, and our own callback was not heard."""
    house.post.held |= {"/phone/voicemail", "/phone/recording"}
    line, contact = await house.queues()
    await house.press(line, "5")
    await _speaks(house, line)
    house.post.held.clear()
    assert await house.centre.phone.catch_up() == 1
    assert await house.centre.phone.catch_up() == 0
    (message,) = [each for each in house.ask(lambda tx: tx.contacts.recent(9)) if each.channel is Channel.VOICEMAIL]
    assert (message.facts["call"], message.state, message.service) == (contact, "waiting", "highways/pothole")


@pytest.mark.parametrize(
    ("fallback", "verdict"),
    [
        pytest.param("https://handler.twilio.com/twiml/EH" + "1" * 32, Verdict.FINE, id="one that the carrier keeps"),
        pytest.param("https://elsewhere.example.org/twiml/", Verdict.WRONG, id="a stranger's"),
        pytest.param("", Verdict.WRONG, id="none"),
    ],
)
async def test_the_doctor_takes_a_document_that_the_carrier_keeps(
    house: House, fallback: str, verdict: Verdict
) -> None:
    account = house.carrier.carrier.account
    before = account.addresses
    account.addresses = replace(before, voice_fallback_url=fallback)
    found = await asyncio.to_thread(lambda: list(checked(house.settings)))
    account.addresses = before
    (said,) = [each for each in found if each.about == "Number's voice_fallback_url"]
    assert said.verdict is verdict
