"""Spoken messages: left when nobody is there, kept beside the record, offered and played like everything else."""

import itertools
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from centre.phone import NOTHING_HEARD
from channels.phone.words import INSTEAD, NOBODY_HERE, STAY
from config.county import County
from core.channel import Channel
from core.clock import SystemClock
from core.errors import NotAllowed
from records.rows import Contact
from sandbox.carrier.line import Line
from tests.centre.house import House
from tests.centre.people import MARGARET, PASSWORD
from tests.centre.post import Kept

SUNDAY = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)


class Shifted:
    """A clock that goes as the machine's does, and began at another moment."""

    def __init__(self, start: datetime) -> None:
        self._real = SystemClock()
        self._by: timedelta = start - self._real.now()

    def now(self) -> datetime:
        return self._real.now() + self._by


@pytest_asyncio.fixture(loop_scope="session")
async def on_sunday(made_record: Path, valkey: str, county: County, tmp_path: Path) -> AsyncIterator[House]:
    """The house with its own hours, on a Sunday morning."""
    shutil.copy(made_record, tmp_path / made_record.name)
    async with House(tmp_path, valkey, county, Shifted(SUNDAY)) as house:
        await house.flush()
        await house.centre.reconciling.reconcile()
        yield house


def _voicemail(house: House) -> Contact | None:
    contacts = house.ask(lambda tx: tx.contacts.recent(10))
    return next((each for each in contacts if each.channel is Channel.VOICEMAIL), None)


async def _speaks(house: House, line: Line, tones: int = 1) -> None:
    """Waits for the tone, then says something for four seconds."""
    for _ in range(60):
        if [heard["kind"] for heard in line.call.heard].count("beep") == tones:
            break
        await house.pass_(1)
    line.voice(True)
    await house.pass_(4)


async def _leaves_a_message(house: House, *, hangs_up: bool = False) -> Contact:
    line = await house.dial()
    await house.press(line, "0")
    await _speaks(house, line)
    if hangs_up:
        await house.hangs_up(line)
    else:
        await house.press(line, "#")
        await house.pass_(30)
    found: Contact = await house.until(lambda: _voicemail(house))
    return found


@pytest.mark.parametrize("hangs_up", [False, True], ids=["ends with hash", "just hangs up"])
async def test_out_of_hours_a_message_becomes_a_contact_with_its_recording(on_sunday: House, hangs_up: bool) -> None:
    house = on_sunday
    message = await _leaves_a_message(house, hangs_up=hangs_up)
    assert (message.state, message.service, message.facts["call"] != "") == ("waiting", "anything-else/triage", True)
    assert message.from_address is not None
    assert message.from_address.value == MARGARET
    assert "done" in await house.deliver_all()
    (document,) = house.ask(lambda tx: tx.documents.of_contact(message.id))
    kept = (house.settings.documents_folder / document.path).read_bytes()
    assert kept.startswith(b"RIFF")
    assert document.size == len(kept)
    call = await house.is_(str(message.facts["call"]), "closed")
    assert call.outcome in ("out_of_hours", "voicemail")
    assert house.problems == []


async def test_a_message_is_offered_to_an_agent_without_a_phone_and_played_from_the_desk(on_sunday: House) -> None:
    house = on_sunday
    message = await _leaves_a_message(house)
    await house.deliver_all()
    await house.at_work("ben", phone=False)
    offer = await house.accepts("ben")
    assert (offer["contact"], offer["channel"]) == (message.id, "voicemail")
    assert (await house.is_(message.id, "active")).agent_id == house.staff["ben"]
    view = await house.centre.desk.contact(house.staff["ben"], message.id)
    (document,) = view["documents"]
    assert document["content_type"] == "audio/wav"
    address = f"/desk/api/contacts/{message.id}/documents/{document['id']}"
    sound = await _get(house, "ben", address)
    assert (sound.status_code, sound.headers["content-type"]) == (200, "audio/wav")
    assert len(sound.content) == document["size"]
    part = await _get(house, "ben", address, range="bytes=0-3")
    assert (part.status_code, part.content) == (206, b"RIFF")
    assert (await _get(house, "carys", address)).status_code == 403
    assert (await _get(house, "ben", address + "x")).status_code == 404
    with pytest.raises(NotAllowed):
        await house.centre.desk.document(house.staff["carys"], message.id, document["id"])


async def test_a_recording_that_cannot_be_fetched_is_seen_and_tried_again(on_sunday: House) -> None:
    house = on_sunday
    message = await _leaves_a_message(house)
    with house.carrier_away():
        assert await house.deliver_all() == ["later"]
    await house.at_work("ben", phone=False)
    await house.accepts("ben")
    (notice,) = (await house.centre.desk.view(house.staff["ben"]))["notices"]
    assert notice["contact"] == message.id
    view = await house.centre.desk.contact(house.staff["ben"], message.id)
    assert view["not_heard"]
    assert view["not_heard"] in notice["text"]
    (problem,) = (await house.centre.board.view())["problems"]
    assert "spoken message could not be fetched" in problem["text"]
    await house.centre.outbox.try_again(house.staff["grace"], problem["id"])
    assert await house.deliver_all() == ["done"]
    assert (await house.centre.board.view())["problems"] == []
    assert (await house.centre.desk.contact(house.staff["ben"], message.id))["not_heard"] is None


async def test_in_hours_a_key_in_the_queue_leads_to_a_message(house: House) -> None:
    line, contact = await house.queues()
    await house.press(line, "5")
    await _speaks(house, line)
    await house.press(line, "#")
    await house.pass_(30)
    message = await house.until(lambda: _voicemail(house))
    assert message.service == "highways/pothole"
    assert (await house.is_(contact, "closed")).outcome == "voicemail"


async def test_a_key_by_accident_and_no_word_leave_the_caller_at_their_place(house: House) -> None:
    line, contact = await house.queues()
    other, behind = await house.queues("+447700900456")
    arrived = house.contact(line).arrived_at
    await house.press(line, "5")
    await house.pass_(60)
    kept = await house.is_(contact, "waiting")
    assert (kept.arrived_at, _voicemail(house)) == (arrived, None)
    said = [heard["text"] for heard in line.call.heard if heard["kind"] == "say"]
    assert said[said.index(NOTHING_HEARD) :][1] == NOBODY_HERE
    house.robot("amina")
    await house.at_work("amina")
    assert (await house.accepts("amina"))["contact"] == contact
    await house.is_(contact, "active")
    assert (await house.is_(behind, "waiting")).outcome is None
    assert house.problems == []
    assert not other.call.over


async def test_who_hangs_up_before_the_tone_has_left_no_message(house: House) -> None:
    line, contact = await house.queues()
    await house.press(line, "5")
    await house.hangs_up(line)
    assert (await house.is_(contact, "closed")).outcome == "abandoned"
    assert _voicemail(house) is None


TOLD = ("/phone/recording absent", "/phone/recording completed", "/phone/voicemail", "/phone/status")


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))), ids=lambda order: "".join(map(str, order)))
async def test_one_message_is_one_outcome_in_whatever_order_it_is_told(house: House, order: tuple[int, ...]) -> None:
    """Silence after the first tone, a message after the second, cut short by hanging up."""
    line, contact = await house.queues()
    house.post.held.add("/phone/recording")
    await house.press(line, "5")
    await house.pass_(60)
    await house.press(line, "5")
    await _speaks(house, line, tones=2)
    house.post.held |= {"/phone/voicemail", "/phone/status"}
    await house.hangs_up(line)
    await house.pass_(5)
    words = {name: _told(house, name) for name in TOLD}
    house.post.held.clear()
    for number in order:
        assert await house.post.hand_on(words[TOLD[number]]) in (200, 204)
        await house.drain()
    assert (await house.is_(contact, "closed")).outcome == "voicemail"
    spoken = [each for each in house.ask(lambda tx: tx.contacts.recent(10)) if each.channel is Channel.VOICEMAIL]
    assert [each.facts["call"] for each in spoken] == [contact]


def _told(house: House, name: str) -> Kept:
    path, _, status = name.partition(" ")
    mine = (each for each in house.post.kept if each.words.startswith(path + " "))
    return next(each for each in mine if f"RecordingStatus={status}" in each.words or not status)


@pytest.mark.parametrize(
    ("keys", "at_work", "is_here"),
    [
        pytest.param("1", [], False, id="safeguarding, and nobody at all"),
        pytest.param("1", ["amina"], False, id="safeguarding, and somebody without the skill"),
        pytest.param("2", [], False, id="a danger on the road, and nobody at all"),
        pytest.param("2", ["carys"], True, id="a danger on the road, and somebody who may help after a while"),
    ],
)
async def test_who_waits_for_nobody_is_told_so_and_what_else_they_can_do(
    on_sunday: House, keys: str, at_work: list[str], is_here: bool
) -> None:
    house = on_sunday
    await house.at_work(*at_work)
    line, _ = await house.queues(keys=(keys,))
    said = [heard["text"] for heard in line.call.heard if heard["kind"] == "say"]
    if is_here:
        assert NOBODY_HERE not in said
        return
    assert said[said.index(NOBODY_HERE) :][:3] == [NOBODY_HERE, INSTEAD, STAY]
    assert "You are next in the queue." not in said


async def test_out_of_hours_silence_is_asked_again_and_nobody_is_thanked_for_a_message(on_sunday: House) -> None:
    line = await on_sunday.dial()
    await on_sunday.press(line, "0")
    await on_sunday.pass_(120)
    asked = [each for each in on_sunday.post.seen if each.scope["path"] == "/phone/voicemail"]
    assert len(asked) == 2
    said = [str(heard["text"]) for heard in line.call.heard if heard["kind"] == "say"]
    assert "I did not hear anything" in " ".join(said)
    assert "no message for us to answer" in said[-1]
    assert not any("We have your message" in words for words in said)
    assert _voicemail(on_sunday) is None
    assert (line.call.over, on_sunday.problems) == (True, [])


async def test_out_of_hours_who_is_asked_again_may_still_leave_a_message(on_sunday: House) -> None:
    line = await on_sunday.dial()
    await on_sunday.press(line, "0")
    await _speaks(on_sunday, line, tones=2)
    await on_sunday.press(line, "#")
    await on_sunday.pass_(30)
    assert (await on_sunday.until(lambda: _voicemail(on_sunday))).service == "anything-else/triage"


async def _get(house: House, name: str, path: str, **headers: str) -> httpx.Response:
    logged = await house.http.post("/desk/api/login", json={"username": name, "password": PASSWORD})
    cookie = logged.headers["set-cookie"].split(";")[0]
    house.http.cookies.clear()
    return await house.http.get(path, headers={"cookie": cookie, **headers})
