"""Every verb fifty times at once. A thing is done once, the state and the log are those of doing it once, and replaying
the log makes the same decisions."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from itertools import cycle, islice

import pytest

from core.channel import Channel
from core.errors import Unavailable
from live.connection import Live
from router.engine.engine import Engine
from router.engine.keys import Keys
from router.engine.reading import Reading
from router.engine.states import Contact
from router.engine.words import Word
from skills.profile import AgentProfile
from tests.router.floor import Floor, Hands, plan
from tests.router.many import FIFTY, afresh, engines, plainly, replays
from tests.router.standing import ON_THE_LINE, TEXTING, UNKNOWN, VERBS, standing

MORE_MS = 1000
META = Keys("westmere").meta
ON_CONTACTS = [
    ("accept", Contact.OFFERED),
    ("decline", Contact.OFFERED),
    ("connect", Contact.CONNECTING),
    ("media_failed", Contact.CONNECTING),
    ("give_back", Contact.ACTIVE),
    *(("withdraw", state) for state in (Contact.WAITING, Contact.OFFERED, Contact.CONNECTING, Contact.PARKED)),
    ("merge", Contact.WAITING),
    *((verb, state) for verb in ("park", "call_back") for state in (Contact.WAITING, Contact.ACTIVE, Contact.WRAPPING)),
    ("take_up", Contact.PARKED),
    *(("take_line", state) for state in (Contact.ACTIVE, TEXTING)),
    ("free_line", ON_THE_LINE),
    *(("transfer", state) for state in (Contact.ACTIVE, Contact.WRAPPING, ON_THE_LINE)),
    ("hand_over", Contact.ACTIVE),
    ("wrap", Contact.ACTIVE),
    *(("close", state) for state in (Contact.ACTIVE, Contact.WRAPPING, ON_THE_LINE)),
    ("reopen", Contact.CLOSED),
    *((verb, state) for verb in ("replan", "replan_many") for state in (Contact.WAITING, Contact.OFFERED, TEXTING)),
    *((verb, UNKNOWN) for verb in ("arrive", "restore")),
]
"""`extend_wrap` is not among them: each asks for more, and gets it."""
Does = Callable[[Engine], Awaitable[object]]


def profile() -> AgentProfile:
    return AgentProfile(id="eve", skills={"highways": 3}, capacity={Channel.PHONE: 1})


async def signs_in(engine: Engine) -> None:
    await engine.sign_in(profile(), phone_ready=True)


async def gets_ready(engine: Engine) -> None:
    await signs_in(engine)
    await engine.ready("eve")


async def nothing(engine: Engine) -> None:
    await engine.board()


async def a_flush(engine: Engine) -> None:
    """Another generation has begun, and nobody is matched yet."""
    assert isinstance(engine.virtual, Hands)
    engine.virtual.now += 1
    await gets_ready(engine)
    await engine.leave("eve")
    await engine.clear()
    await engine.start_generation(pause_ms=5_000)
    await engine.restore(plan("c1"), "waiting")
    await gets_ready(engine)


ON_THE_FLOOR: dict[str, tuple[Does, Does]] = {
    "sign_in": (nothing, lambda e: e.sign_in(profile(), phone_ready=True)),
    "ready": (signs_in, lambda e: e.ready("eve")),
    "take_break": (gets_ready, lambda e: e.take_break("eve", "tea")),
    "leave": (gets_ready, lambda e: e.leave("eve")),
    "beat": (gets_ready, lambda e: e.beat("eve", phone_ready=False)),
    "publish": (nothing, lambda e: e.publish(7, order="first_come", pick="longest_idle")),
    "resume": (a_flush, lambda e: e.resume()),
    "tell_place": (nothing, lambda e: e.tell_place("c1")),
}
"""A verb, after what goes before it."""
UNTOLD = {"tell_place"}
PREPARING: dict[str, Does] = {
    "prepare": lambda e: e.prepare(["phone|highways:2", "sms|libraries:1"]),
}
BY_TIME = [
    (Contact.OFFERED, "offer.expired"),
    (Contact.CONNECTING, "offer.media_failed"),
    (Contact.WRAPPING, "contact.closed"),
    (Contact.PARKED, "contact.waiting"),
    (Contact.CALLBACK, "contact.waiting"),
]
ASKED = {"generation", "rules_version", "next_deadline_ms", "planned_before", "planned_page", "is_sure"}
QUESTIONS = {*vars(Reading), *ASKED} - {"trim_events"}
ELSEWHERE = {"tick", "extend_wrap", "start_generation", "vouch", "trim_events", "clear"}
"""Verbs with a race of their own below."""


def test_every_verb_of_the_engine_has_a_race() -> None:
    verbs = {name for name, _ in inspect.getmembers(Engine, inspect.isfunction) if not name.startswith("_")}
    races = (
        {*ON_THE_FLOOR, *PREPARING} | {"arrive" if verb == "reopen" else verb for verb, _ in ON_CONTACTS} | ELSEWHERE
    )
    assert verbs - QUESTIONS == races


async def at_once(floor: Floor, live: Live, does: Does) -> None:
    async with engines(floor, live) as desks:
        await asyncio.gather(*(does(engine) for engine in islice(cycle(desks), FIFTY)))


@pytest.mark.parametrize(("verb", "state"), ON_CONTACTS)
async def test_fifty_at_once_do_a_thing_once(floor: Floor, live: Live, verb: str, state: str) -> None:
    call = VERBS[verb][1]
    await call(floor.engine, await standing(floor, state))
    once, stood = plainly(await floor.events()), await floor.engine.dump()
    assert once
    again = await afresh(live)
    stand = await standing(again, state)
    await at_once(again, live, lambda engine: call(engine, stand))
    assert plainly(await again.events()) == once
    assert await again.engine.dump() == stood
    await again.sound()
    await replays(again, live)


@pytest.mark.parametrize("verb", ON_THE_FLOOR)
async def test_fifty_at_once_say_a_thing_once(floor: Floor, live: Live, verb: str) -> None:
    before, does = ON_THE_FLOOR[verb]
    await before(floor.engine)
    await floor.events()
    await does(floor.engine)
    once, stood = plainly(await floor.events()), await floor.engine.dump()
    again = await afresh(live)
    await before(again.engine)
    await again.events()
    await at_once(again, live, does)
    assert plainly(await again.events()) == once
    assert bool(once) is (verb not in UNTOLD)
    assert await again.engine.dump() == stood
    await again.sound()
    await replays(again, live)


@pytest.mark.parametrize("verb", PREPARING)
async def test_fifty_who_prepare_rules_leave_what_one_would(floor: Floor, live: Live, verb: str) -> None:
    does, seen = PREPARING[verb], []
    for alone in (True, False):
        each = floor if alone else await afresh(live)
        for agent, skills in (("ann", "highways:3"), ("bob", "highways:5 libraries:1"), ("cat", "libraries:3")):
            await each.agent(agent, skills)
        await (does(each.engine) if alone else at_once(each, live, does))
        await each.engine.publish(2, pick="best_skilled")
        for number in range(3):
            await each.engine.arrive(plan(f"c{number}", "highways:2", rules_version=2))
        dump = await each.engine.dump()
        waits = [dump["requirements"][contact["bucket"]] for contact in dump["contacts"].values()]
        seen.append((await each.rings("bob"), await each.rings("ann"), waits, len(dump["heads"])))
        await each.sound()
        await replays(each, live)
    assert seen == [(["c0"], ["c1"], ["phone|highways:2"] * 3, 1)] * 2


async def test_of_fifty_who_publish_different_rules_at_once_the_newest_hold(floor: Floor, live: Live) -> None:
    for level in range(1, 6):
        await floor.agent(f"level{level}", f"highways:{level} other{level}:1")
    picks = ["best_skilled", "fewest_skills", "longest_idle"]

    async def publish(engine: Engine, version: int) -> None:
        await engine.prepare(["phone|highways:1", f"phone|other{version % 5}:1"])
        await engine.publish(version, pick=picks[version % 3])

    async with engines(floor, live) as desks:
        await asyncio.gather(*(publish(each, 2 + row) for row, each in enumerate(islice(cycle(desks), FIFTY))))
    await floor.engine.arrive(plan("c1", rules_version=51))
    assert await floor.rings("level5") == ["c1"], "version 51 asks whoever is best at it"
    await floor.sound()
    await replays(floor, live)


@pytest.mark.parametrize(("state", "type"), BY_TIME)
async def test_of_fifty_clocks_one_acts_on_a_deadline(floor: Floor, live: Live, state: str, type: str) -> None:
    await standing(floor, state)
    floor.hands.now += 60_000
    async with engines(floor, live) as desks:
        fired = await asyncio.gather(*(engine.tick() for engine in islice(cycle(desks), FIFTY)))
    assert len([each for some in fired for each in some if each.contact == "c1" and each.kind != "cool"]) == 1
    assert (await floor.told()).count(type) == 1
    await replays(floor, live)


async def test_fifty_who_ask_for_more_time_get_it_fifty_times(floor: Floor, live: Live) -> None:
    await standing(floor, Contact.WRAPPING)
    due = (await floor.engine.dump())["timers"]["wrap|c1|ann"]
    await at_once(floor, live, lambda engine: engine.extend_wrap("c1", MORE_MS))
    assert (await floor.told()).count("contact.wrapping") == FIFTY
    assert int((await floor.engine.dump())["timers"]["wrap|c1|ann"]) == int(due) + FIFTY * MORE_MS
    await replays(floor, live)


async def test_fifty_who_begin_a_generation_begin_one(floor: Floor, live: Live) -> None:
    await live.redis.flushall()
    floor.seen.clear()
    floor.hands.now += 1
    async with engines(floor, live) as desks:
        names = await asyncio.gather(*(engine.start_generation() for engine in islice(cycle(desks), FIFTY)))
    assert len(set(names)) == 1
    assert await floor.told() == ["generation.began"]
    await replays(floor, live)


async def test_fifty_who_forget_what_was_read_forget_it_once(floor: Floor, live: Live) -> None:
    for number in range(5):
        await floor.engine.arrive(plan(f"c{number}"))
    (*_, last) = await floor.events()
    async with engines(floor, live) as desks:
        gone = await asyncio.gather(*(engine.trim_events(last.sequence) for engine in islice(cycle(desks), FIFTY)))
    assert sorted(gone)[-2:] == [0, len(floor.seen) - 1], "one of them forgets, and the last stays"
    assert [event.sequence for event in await floor.engine.read_events()] == [last.sequence]


async def doubt(floor: Floor, live: Live) -> str:
    """As after another start of the server: nobody has vouched for what this one knows."""
    await live.redis.set(META, str(await live.redis.get(META)).rpartition("|")[0] + "|another")
    assert not await floor.engine.is_sure()
    with pytest.raises(Unavailable):
        await floor.engine.arrive(plan("c9"))
    return str(await floor.engine.generation())


async def test_fifty_who_vouch_for_a_store_that_was_started_again_let_it_go_on_as_it_is(
    floor: Floor, live: Live
) -> None:
    await floor.engine.arrive(plan("c1"))
    await floor.events()
    before, name = await floor.engine.dump(), await doubt(floor, live)
    async with engines(floor, live) as desks:
        assert all(await asyncio.gather(*(engine.vouch(name) for engine in islice(cycle(desks), FIFTY))))
    assert (await floor.told(), await floor.engine.dump()) == ([], before)
    assert await floor.engine.is_sure()
    assert not await floor.engine.vouch("g1"), "nobody vouches for another generation"
    assert await floor.engine.arrive(plan("c2")) is Word.WAITING
    await replays(floor, live)


async def test_of_fifty_who_give_up_a_store_none_forgets_what_another_put_back(floor: Floor, live: Live) -> None:
    for number in range(20):
        await floor.engine.arrive(plan(f"c{number}"))
    await floor.events()
    old = await doubt(floor, live)
    floor.hands.now += 1

    async def begin_anew(engine: Engine) -> str:
        name = await engine.start_generation(over=old)
        assert await engine.restore(plan("c1"), "waiting") in (Word.RESTORED, Word.ALREADY)
        return name

    async with engines(floor, live) as desks:
        names = await asyncio.gather(*(begin_anew(engine) for engine in islice(cycle(desks), FIFTY)))
    assert len({*names, old}) == 2
    assert not await floor.engine.vouch(old)
    assert set((await floor.engine.dump())["contacts"]) == {"c1"}, "of before, nothing is left"
    floor.seen.clear()
    assert await floor.told() == ["generation.began", "contact.waiting"]
    await floor.engine.resume()
    await replays(floor, live)


async def test_who_looked_too_early_does_not_forget_what_another_has_vouched_for(floor: Floor, live: Live) -> None:
    await floor.agent("ann")
    name = await doubt(floor, live)
    assert await floor.engine.vouch(name)
    await floor.engine.arrive(plan("c1"))
    await floor.accept("c1", "ann")
    floor.hands.now += 5_000
    assert await floor.engine.start_generation(over=name) == name
    await floor.engine.resume()
    assert await floor.state("c1") == Contact.ACTIVE
    await replays(floor, live)


async def test_fifty_who_clear_a_division_leave_nothing_of_it(floor: Floor, live: Live) -> None:
    await floor.engine.arrive(plan("c1"))
    await at_once(floor, live, lambda engine: engine.clear())
    assert await live.redis.keys("*") == []
    floor.seen.clear()
    floor.hands.now += 1
    await floor.engine.start_generation(pause_ms=0)
