"""The chat: a resident at a page, an agent at the desk, and what is kept when either goes away."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

import httpx
import pytest

from centre.chat_ends import is_late
from centre.chat_presence import Presence
from channels.web_form.verify import Seals
from core.channel import Channel
from core.clock import Clock
from core.errors import AlreadySent, Conflict
from records.rows import Contact
from tests.centre.house import House
from tests.centre.visitor import Page, Visitor
from tests.web.browser import Browser

HOLE = "There is a big pothole in Mill Lane"


@asynccontextmanager
async def _resident(house: House) -> AsyncIterator[Visitor]:
    """A browser of their own: its cookie is not another's."""
    async with httpx.AsyncClient(base_url=house.url, verify=False, timeout=20) as http:
        yield Visitor(http)


async def _begins(visitor: Visitor, words: str = HOLE, name: str = "Margaret") -> None:
    await visitor.opens("/chat")
    await visitor.presses("", {"name": name, "words": words})


def _chat(house: House) -> Contact:
    return house.ask(lambda tx: tx.contacts.recent(10))[0]


async def _answered(house: House, name: str = "amina") -> str:
    await house.at_work(name)
    return str((await house.accepts(name))["contact"])


@asynccontextmanager
async def _watching(visitor: Visitor) -> AsyncIterator[Browser]:
    async with visitor.http.stream("GET", "/chat/stream") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield Browser(answer.aiter_lines())


async def test_a_chat_waits_is_taken_talked_and_closed_with_a_transcript(house: House) -> None:
    async with _resident(house) as visitor:
        await _begins(visitor)
        assert "You are next" in visitor.page.text
        chat = _chat(house)
        assert (chat.channel, chat.service, chat.band.value) == (Channel.CHAT, "highways/pothole", "live")
        contact = await _answered(house)
        await house.centre.desk.reply(house.staff["amina"], contact, "Where in Mill Lane?", "k1")
        page = await visitor.opens("/chat")
        assert "You are chatting with Amina" in page.text
        assert "Where in Mill Lane?" in page.text
        await visitor.presses("", {"words": "Outside number 12"})
        view = await house.centre.desk.contact(house.staff["amina"], contact)
        assert [each["text"] for each in view["messages"]] == [HOLE, "Where in Mill Lane?", "Outside number 12"]
        rev = (await house.centre.desk.view(house.staff["amina"]))["in_hand"][0]["rev"]
        await house.centre.desk.close(house.staff["amina"], contact, "settled", "", rev)
        page = await visitor.opens("/chat")
        assert "This chat has ended" in page.text
        assert view["case"]["reference"] in page.text
        kept = await visitor.http.get("/chat/transcript")
        assert "attachment" in kept.headers["content-disposition"]
        assert "Where in Mill Lane?" in kept.text
        await visitor.http.post("/chat/new")
        page = await visitor.opens("/chat")
        assert "Begin the chat" in page.text


async def test_the_page_is_told_of_every_change_and_the_desk_of_the_residents_end(house: House) -> None:
    async with _resident(house) as visitor:
        await _begins(visitor)
        contact = await _answered(house)
        async with _watching(visitor) as browser:
            assert (await browser.view())["state"] == "talking"
            await house.until(lambda: _end(house, contact, here=True))
            await visitor.http.post("/chat/typing")
            assert await _typing(house) is not None
            await house.centre.desk.types(house.staff["amina"], contact)
            assert (await browser.view())["agent_typing_until"]
            await house.centre.desk.reply(house.staff["amina"], contact, "Hello", "k1")
            view = await browser.view()
            assert (view["messages"][-1]["who"], view["messages"][-1]["text"]) == ("Amina", "Hello")
            assert view["agent_typing_until"] is None
        await house.until(lambda: _end(house, contact, here=False))


async def _end(house: House, contact: str, *, here: bool) -> bool:
    held = (await house.centre.desk.view(house.staff["amina"]))["in_hand"]
    return bool(held[0]["contact"] == contact and held[0]["chat"]["here"] is here)


async def _typing(house: House) -> str | None:
    held = (await house.centre.desk.view(house.staff["amina"]))["in_hand"]
    until: str | None = held[0]["chat"]["typing_until"]
    return until


async def test_begun_twice_and_said_twice_is_once(house: House) -> None:
    async with _resident(house) as visitor:
        first = await visitor.opens("/chat")
        seal = dict(first.inputs)["seal"]
        for _ in range(2):
            await visitor.http.post("/chat", data={"seal": seal, "words": HOLE})
        for _ in range(2):
            await visitor.http.post("/chat/say", data={"words": "Hello?", "key": "k1"})
        said = house.ask(lambda tx: tx.messages.of_contact(_chat(house).id))
        assert [each.text for each in said] == [HOLE, "Hello?"]
        assert len(house.ask(lambda tx: tx.contacts.recent(10))) == 1


async def test_what_a_resident_was_writing_as_the_chat_was_closed_has_it_wait_again(house: House) -> None:
    async with _resident(house) as visitor:
        await _begins(visitor)
        contact = await _answered(house)
        rev = (await house.centre.desk.view(house.staff["amina"]))["in_hand"][0]["rev"]
        await house.centre.desk.close(house.staff["amina"], contact, "settled", "", rev)
        closed = await house.is_(contact, "closed")
        assert (await house.centre.chats.view(contact))["late_until"]
        await visitor.http.post("/chat/say", data={"words": "And the lamp is dark", "key": "k1"})
        assert (await house.offer("amina"))["contact"] == contact
        assert house.ask(lambda tx: tx.messages.of_contact(contact))[-1].text == "And the lamp is dark"
        assert closed.closed_at is not None
        assert [is_late(closed, closed.closed_at + timedelta(seconds=each)) for each in (60, 61)] == [True, False]


async def test_words_that_came_before_the_end_and_whose_answer_was_lost_are_no_words_too_late(house: House) -> None:
    async with _resident(house) as visitor:
        await _begins(visitor)
        by_script = {"accept": "application/json"}
        said = {"words": "Hello?", "key": "k"}
        await visitor.http.post("/chat/say", data=said, headers=by_script)
        await visitor.http.post("/chat/end")
        assert (await visitor.http.post("/chat/say", data=said, headers=by_script)).status_code == 200


async def test_what_came_too_late_for_a_chat_is_shown_and_goes_into_a_form(house: House) -> None:
    async with _resident(house) as visitor:
        await _begins(visitor)
        await visitor.http.post("/chat/end")
        answer = await visitor.http.post("/chat/say", data={"words": "One more thing"})
        page = Page()
        page.feed(answer.text)
        assert "This was not sent One more thing" in page.text
        assert (page.action, dict(page.inputs)) == ("/chat/as-form", {"words": "One more thing"})
        form = Page()
        sent = await visitor.http.post(page.action, data=dict(page.inputs), follow_redirects=True)
        form.feed(sent.text)
        assert "One more thing" in dict(form.inputs).values()


async def test_other_words_from_the_page_that_was_gone_back_to_are_said_and_after_its_end_begin_another(
    house: House,
) -> None:
    async with _resident(house) as visitor:
        first = await visitor.opens("/chat")
        seal = dict(first.inputs)["seal"]
        for words in (HOLE, "A lamp is dark", "A lamp is dark"):
            await visitor.http.post("/chat", data={"seal": seal, "words": words})
        said = house.ask(lambda tx: tx.messages.of_contact(_chat(house).id))
        assert [each.text for each in said] == [HOLE, "A lamp is dark"]
        await visitor.http.post("/chat/end")
        for _ in range(2):
            page = await visitor.http.post("/chat", data={"seal": seal, "words": "A bin"}, follow_redirects=True)
            assert "This chat has ended" not in page.text
        chats = house.ask(lambda tx: tx.contacts.recent(10))
        assert sorted(str(each.facts["words"]) for each in chats) == ["A bin", HOLE]


async def test_under_one_key_other_words_are_refused_and_never_taken_for_sent(house: House) -> None:
    async with _resident(house) as visitor:
        await _begins(visitor)
        contact, amina = await _answered(house), house.staff["amina"]
        by_script = {"accept": "application/json"}
        for words, status in (("Hello", 200), ("Hello", 200), ("Hello, it is worse", 409)):
            answer = await visitor.http.post("/chat/say", data={"words": words, "key": "k"}, headers=by_script)
            assert answer.status_code == status
        verbs = (house.centre.desk.reply, house.centre.desk.note)
        for verb in verbs:
            for _ in range(2):
                await verb(amina, contact, "Where is it?", "k")
            with pytest.raises(AlreadySent):
                await verb(amina, contact, "Where is it exactly?", "k")
        said = [(each.direction, each.text) for each in house.ask(lambda tx: tx.messages.of_contact(contact))]
        assert said[1:] == [("in", "Hello"), ("out", "Where is it?"), ("note", "Where is it?")]


async def test_who_waits_without_a_script_writes_on_a_page_that_is_not_loaded_again(house: House) -> None:
    async with _resident(house) as visitor:
        await _begins(visitor)
        assert 'http-equiv="refresh"' in (await visitor.http.get("/chat")).text
        assert "/chat?write=true" in visitor.page.links
        writing = await visitor.http.get("/chat?write=true")
        assert ("<textarea" in writing.text, 'http-equiv="refresh"' in writing.text) == (True, False)
        assert await _sweeps(house, timedelta(minutes=3)) == 0
        await visitor.http.post("/chat/say", data={"words": "Near the school"})
        assert house.ask(lambda tx: tx.messages.of_contact(_chat(house).id))[-1].text == "Near the school"


async def test_a_resident_ends_it_and_whoever_has_it_is_told(house: House) -> None:
    async with _resident(house) as visitor:
        await _begins(visitor)
        contact = await _answered(house)
        await visitor.http.post("/chat/end")
        view = await house.centre.desk.contact(house.staff["amina"], contact)
        assert view["messages"][-1]["text"] == "The resident ended the chat."
        with pytest.raises(Conflict, match="has ended the chat"):
            await house.centre.desk.reply(house.staff["amina"], contact, "Hello?", "k1")
        answer = await visitor.http.post("/chat/say", data={"words": "x"}, headers={"accept": "application/json"})
        assert answer.status_code == 409
        await house.centre.desk.close(house.staff["amina"], contact, "settled", "")


@pytest.mark.parametrize("how", ["ends it", "stays away"])
async def test_who_leaves_while_waiting_is_offered_to_nobody(house: House, how: str) -> None:
    async with _resident(house) as visitor:
        await _begins(visitor)
        contact = _chat(house).id
        if how == "ends it":
            await visitor.http.post("/chat/end")
        else:
            await house.centre.chats.gone(contact)
            assert await _sweeps(house, timedelta(minutes=1)) == 0
            assert await _sweeps(house, timedelta(minutes=3)) == 1
        kept = await house.is_(contact, "closed")
        assert kept.outcome == "abandoned"
        assert "This chat has ended" in (await visitor.opens("/chat")).text


async def test_a_page_that_is_loaded_again_keeps_its_place(house: House) -> None:
    async with _resident(house) as visitor:
        await _begins(visitor)
        contact = _chat(house).id
        await house.centre.chats.gone(contact)
        assert await house.centre.chats.sweep() == 0
        async with _watching(visitor) as browser:
            await browser.view()
            assert await _sweeps(house, timedelta(minutes=3)) == 0
        assert _chat(house).state in ("waiting", "offered")


@dataclass(frozen=True)
class _Later:
    """A clock that is ahead."""

    clock: Clock
    by: timedelta

    def now(self) -> datetime:
        return self.clock.now() + self.by


async def _sweeps(house: House, later: timedelta) -> int:
    """The clock looks now, and again later; how many places were given up."""
    chats = house.centre.chats
    presence = chats.presence
    given_up = await chats.sweep()
    chats.presence = Presence(replace(chats._parts, clock=_Later(house.clock, later)))
    try:
        return given_up + await chats.sweep()
    finally:
        chats.presence = presence


async def test_an_open_chat_says_the_hours_by_which_it_is_open(house: House) -> None:
    async with _resident(house) as visitor:
        assert "We are here at any time." in (await visitor.opens("/chat")).text


async def test_out_of_hours_it_says_so_and_offers_the_form(house: House) -> None:
    chats = house.centre.chats
    parts = chats._parts
    office = parts.county.calendars["office"]
    another_day = (house.clock.now().weekday() + 3) % 7
    closed = {**parts.county.calendars, "office": replace(office, hours={another_day: ((time(9), time(10)),)})}
    chats._parts = replace(parts, county=replace(parts.county, open_all_hours=False, calendars=closed))
    try:
        async with _resident(house) as visitor:
            page = await visitor.opens("/chat")
            assert "The chat is closed just now" in page.text
            assert "/ask" in page.links
            assert "/ask/adult-social-care/safeguarding" in page.links
            seal = Seals(house.settings.secret_key).seal("chat", {"token": "t"}, house.clock.now())
            answer = await visitor.http.post("/chat", data={"seal": seal, "words": HOLE})
            assert "The chat is closed just now" in answer.text
            assert HOLE in answer.text, "what was written is not lost"
        assert house.ask(lambda tx: tx.contacts.recent(10)) == []
    finally:
        chats._parts = parts


async def test_words_of_danger_in_a_chat_go_to_the_trained(house: House) -> None:
    async with _resident(house) as visitor:
        await _begins(visitor, "my dad hits me and i am scared")
        assert _chat(house).service == "adult-social-care/safeguarding"
        assert "Nobody who can answer this is at their desk" in visitor.page.text


@pytest.mark.parametrize(
    ("method", "path"),
    [
        pytest.param("POST", "/chat/say", id="saying"),
        pytest.param("POST", "/chat/typing", id="typing"),
        pytest.param("POST", "/chat/end", id="ending"),
        pytest.param("GET", "/chat/stream", id="watching"),
        pytest.param("GET", "/chat/transcript", id="reading"),
    ],
)
async def test_without_its_token_there_is_no_chat(house: House, method: str, path: str) -> None:
    async with _resident(house) as visitor, _resident(house) as stranger:
        await _begins(visitor)
        stranger.http.cookies.set("switchboard_chat", _chat(house).provider_id)
        answer = await stranger.http.request(method, path, data={"words": "x"})
        assert answer.status_code == 404
