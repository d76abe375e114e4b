"""What should not come, and comes: hostile ids, calls twice and out of order, clocks that differ, rules and skills that
change under way."""

import ast
import inspect
import itertools
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import pytest

from core.channel import Channel
from core.errors import InvalidInput
from live.connection import Live
from router.engine.engine import Engine
from router.engine.states import Contact
from router.engine.words import Word
from skills.profile import AgentProfile
from tests.router.floor import START_MS, Floor, plan

ROOT = Path(__file__).parents[2]
HOSTILE = [
    pytest.param("", id="empty"),
    pytest.param(" ", id="a space"),
    pytest.param("c|1", id="what parts a deadline's name"),
    pytest.param("c\x1f1", id="what parts a plan's fields"),
    pytest.param("c\t1", id="what parts an event's facts"),
    pytest.param("c1\n", id="what ends an event, at the end"),
    pytest.param("c1\r\nDEL x", id="a command of its own"),
    pytest.param("{eastmere}:c", id="another division's tag"),
    pytest.param("c*", id="a pattern"),
    pytest.param("@phone@ann", id="a personal bucket"),
    pytest.param("c\x001", id="a null"),
    pytest.param("café", id="not plain letters"),
    pytest.param("c１", id="a digit that is none"),
    pytest.param("c" * 101, id="too long"),
    pytest.param("c" * 10_000_000, id="far too long"),
    pytest.param("'..redis.call('FLUSHALL')..'", id="Lua"),
]
Calls = Callable[[Engine, str], Awaitable[object]]
WITH_AN_ID: dict[str, Calls] = {
    "arrive plan": lambda e, id: e.arrive(plan(id)),
    "accept contact": lambda e, id: e.accept(id, "ann", 1),
    "accept agent": lambda e, id: e.accept("c1", id, 1),
    "decline contact": lambda e, id: e.decline(id, "ann", 1, ""),
    "decline agent": lambda e, id: e.decline("c1", id, 1, ""),
    "connect contact": lambda e, id: e.connect(id, "ann", 1),
    "connect agent": lambda e, id: e.connect("c1", id, 1),
    "media_failed contact": lambda e, id: e.media_failed(id, "ann", 1),
    "media_failed agent": lambda e, id: e.media_failed("c1", id, 1),
    "give_back contact": lambda e, id: e.give_back(id, ""),
    "give_back agent?": lambda e, id: e.give_back("c1", "", agent=id),
    "withdraw contact": lambda e, id: e.withdraw(id, "abandoned"),
    "withdraw into?": lambda e, id: e.withdraw("c1", "merged", into=id),
    "merge contact": lambda e, id: e.merge(id, "c2"),
    "merge into?": lambda e, id: e.merge("c1", id),
    "park contact": lambda e, id: e.park(id, 1, ""),
    "park agent?": lambda e, id: e.park("c1", 1, "", agent=id),
    "call_back contact": lambda e, id: e.call_back(id, 1, ""),
    "call_back agent?": lambda e, id: e.call_back("c1", 1, "", agent=id),
    "take_up contact": lambda e, id: e.take_up(id, ""),
    "take_line contact": lambda e, id: e.take_line(id, "ann"),
    "take_line agent": lambda e, id: e.take_line("c1", id),
    "free_line contact": lambda e, id: e.free_line(id, "ann"),
    "free_line agent": lambda e, id: e.free_line("c1", id),
    "transfer plan": lambda e, id: e.transfer(plan(id), "ann", ""),
    "transfer agent": lambda e, id: e.transfer(plan("c1"), id, ""),
    "hand_over contact": lambda e, id: e.hand_over(id, "ann", "c2"),
    "hand_over agent": lambda e, id: e.hand_over("c1", id, "c2"),
    "hand_over consultation": lambda e, id: e.hand_over("c1", "ann", id),
    "wrap contact": lambda e, id: e.wrap(id),
    "wrap agent?": lambda e, id: e.wrap("c1", agent=id),
    "extend_wrap contact": lambda e, id: e.extend_wrap(id, 1),
    "close contact": lambda e, id: e.close(id, "served"),
    "close agent?": lambda e, id: e.close("c1", "served", agent=id),
    "replan plan": lambda e, id: e.replan(plan(id)),
    "replan_many plans": lambda e, id: e.replan_many([plan("c1", "libraries:1", rules_version=9), plan(id)]),
    "restore plan": lambda e, id: e.restore(plan(id), "waiting"),
    "restore agent?": lambda e, id: e.restore(plan("c9"), "active", agent=id),
    "sign_in profile": lambda e, id: e.sign_in(AgentProfile(id=id, skills={}, capacity={Channel.PHONE: 1})),
    "beat agent": lambda e, id: e.beat(id, phone_ready=True),
    "ready agent": lambda e, id: e.ready(id),
    "take_break agent": lambda e, id: e.take_break(id, "tea"),
    "leave agent": lambda e, id: e.leave(id),
    "contact id": lambda e, id: e.contact(id),
    "agent id": lambda e, id: e.agent(id),
    "offers_for agent": lambda e, id: e.offers_for(id),
    "place id": lambda e, id: e.place(id),
    "tell_place contact": lambda e, id: e.tell_place(id),
    "why id": lambda e, id: e.why(id),
}
"""A verb and what of it names somebody or something; with a `?`, that may be left out."""
NAMES = {"contact", "agent", "id", "into", "consultation", "plan", "plans", "profile"}


def test_every_id_that_a_verb_takes_is_tried() -> None:
    verbs = [(name, verb) for name, verb in inspect.getmembers(Engine, inspect.isfunction) if not name.startswith("_")]
    takes = {f"{name} {each}" for name, verb in verbs for each in NAMES & inspect.signature(verb).parameters.keys()}
    assert takes == {call.rstrip("?") for call in WITH_AN_ID}


@pytest.mark.parametrize("id", HOSTILE)
async def test_no_verb_takes_a_hostile_id(floor: Floor, live: Live, id: str) -> None:
    await floor.engine.arrive(plan("c1"))
    before, keys = await floor.engine.dump(), set(await live.redis.keys("*"))
    for name, call in WITH_AN_ID.items():
        if id or not name.endswith("?"):
            with pytest.raises(InvalidInput):
                await call(floor.engine, id)
    assert (await floor.engine.dump(), set(await live.redis.keys("*"))) == (before, keys), "nothing was written"


@pytest.mark.parametrize("id", HOSTILE[1:])
async def test_no_plan_names_a_hostile_agent_or_matter(floor: Floor, id: str) -> None:
    for more in ({"preferred": id, "preferred_ms": 1}, {"bundle": id}):
        with pytest.raises(InvalidInput):
            await floor.engine.arrive(plan("c1", **more))
    assert await floor.told() == []


@pytest.mark.parametrize("text", ["a\nagent.left\t1\t\tann\t\t", "a\treason=b", "\x00", "a\x1fb\x1e", "é — 'ok' \"\\"])
async def test_what_people_say_cannot_forge_an_event(floor: Floor, text: str) -> None:
    await floor.agent("ann")
    said = plan("c0", service=text.replace("\t", " "), reason=text)
    await floor.engine.arrive(said)
    await floor.engine.decline("c0", "ann", await floor.epoch("c0"), text)
    await floor.engine.park("c0", START_MS, text)
    await floor.engine.take_up("c0", text)
    await floor.engine.withdraw("c0", text)
    await floor.engine.arrive(plan("c9"))
    await floor.accept("c9", "ann")
    await floor.engine.close("c9", text, by=text)
    await floor.engine.take_break("ann", text)
    assert {event.type.split(".")[0] for event in await floor.events()} <= {"contact", "offer", "agent"}
    assert "agent.left" not in [event.type for event in floor.seen]
    assert not any("unreadable" in event.facts for event in floor.seen)


LIFE: dict[str, Calls] = {
    "arrive": lambda e, _: e.arrive(plan("c1")),
    "accept": lambda e, epoch: e.accept("c1", "ann", int(epoch)),
    "connect": lambda e, epoch: e.connect("c1", "ann", int(epoch)),
    "wrap": lambda e, _: e.wrap("c1"),
    "close": lambda e, _: e.close("c1", "served"),
}
LEADS = {
    ("arrive", "unknown"): Contact.OFFERED,
    ("accept", Contact.OFFERED): Contact.CONNECTING,
    ("connect", Contact.CONNECTING): Contact.ACTIVE,
    ("wrap", Contact.ACTIVE): Contact.WRAPPING,
    ("close", Contact.ACTIVE): Contact.CLOSED,
    ("close", Contact.WRAPPING): Contact.CLOSED,
}


async def test_calls_that_come_twice_and_in_any_order_do_each_thing_once_or_not_at_all(live: Live) -> None:
    for order in itertools.permutations(LIFE):
        await live.redis.flushall()
        floor = await Floor.open(live)
        await floor.agent("ann")
        epoch = str(START_MS + 1)
        for name in [each for verb in order for each in (verb, verb)]:
            await LIFE[name](floor.engine, epoch)
        told = await floor.told()
        assert max(map(told.count, told)) == 1
        assert await floor.state("c1") == expected(order)
        await floor.sound()


def expected(order: Sequence[str]) -> str:
    """Where those of these verbs lead that come when they can."""
    state = "unknown"
    for verb in order:
        state = LEADS.get((verb, state), state)
    return state


async def test_a_late_word_about_an_older_offer_does_nothing(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))
    old = await floor.epoch("c1")
    await floor.after(20)
    await floor.after(60)
    assert await floor.rings("ann") == ["c1"]
    await floor.events()
    before = await floor.engine.dump()
    assert (await floor.engine.accept("c1", "ann", old)).word is Word.LATE
    assert await floor.engine.decline("c1", "ann", old, "busy") is Word.LATE
    assert await floor.engine.connect("c1", "ann", old) is Word.GONE
    assert await floor.engine.media_failed("c1", "ann", old) is Word.GONE
    assert (await floor.told(), await floor.engine.dump()) == ([], before)


def test_no_part_of_the_house_can_choose_another_time() -> None:
    chosen = []
    for path in ROOT.glob("*/**/*.py"):
        if path.relative_to(ROOT).parts[0] in ("tests", "simulator", "bench", ".venv", "node_modules"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and any(keyword.arg == "virtual" for keyword in node.keywords):
                chosen.append(str(path.relative_to(ROOT)))
    assert chosen == ["centre/what_if.py"], "which replays on a store of its own"


async def test_deadlines_are_by_the_stores_time_whatever_a_process_believes(live: Live) -> None:
    engine = Engine(live, "westmere")
    await engine.start_generation(pause_ms=0)
    await engine.sign_in(AgentProfile(id="ann", skills={"highways": 3}, capacity={Channel.SMS: 3}))
    await engine.ready("ann")
    for index, wrong_ms in enumerate((-3_600_000, 0, 3_600_000)):
        seconds, microseconds = await live.redis.time()
        now = seconds * 1000 + microseconds // 1000
        text = plan(f"c{index}", channel=Channel.SMS, arrived=now + wrong_ms, offer_ms=20_000)
        assert await engine.arrive(text) is Word.OFFERED
        (offer,) = await engine.offers_for("ann")
        assert now <= offer.made_ms <= now + 2_000
        assert offer.expires_ms == offer.made_ms + 20_000
        await engine.accept(offer.contact, "ann", offer.epoch)


@pytest.mark.parametrize(
    ("asks", "becomes", "rings"),
    [
        pytest.param("highways:1", "highways:1", True, id="a skill that is enough still goes on ringing"),
        pytest.param("highways:2", "highways:1", False, id="one that is asked for as yet stops"),
        pytest.param("highways:2!", "highways:1", False, id="one that may not stops"),
        pytest.param("highways:2!", "highways:2 bsl:1", True, id="a skill more changes nothing"),
    ],
)
async def test_skills_that_change_while_an_offer_is_out(floor: Floor, asks: str, becomes: str, rings: bool) -> None:
    await floor.agent("ann", "highways:3")
    await floor.engine.arrive(plan("c1", asks))
    epoch = await floor.epoch("c1")
    await floor.sign_in("ann", becomes)
    assert (await floor.rings("ann") == ["c1"]) is rings
    answer = await floor.engine.accept("c1", "ann", epoch)
    assert answer.word is (Word.ACCEPTED if rings else Word.LATE)


async def test_rules_over_a_thousand_who_wait_and_back_keep_the_order_exactly(floor: Floor) -> None:
    first = [plan(f"c{i:04}", f"skill{i % 7}:1", arrived=START_MS + i // 2, target_s=20 + i % 50) for i in range(1000)]
    for one in first:
        await floor.engine.arrive(one)
    before = await floor.engine.dump()

    async def publish(version: int, target_s: Callable[[int], int], skill: Callable[[int], int]) -> int:
        assert await floor.engine.publish(version) is Word.MOVED
        moved = 0
        async for ids in floor.engine.planned_before(version):
            plans = (
                plan(id, f"skill{skill(i)}:1", arrived=first[i].arrived_ms, target_s=target_s(i), rules_version=version)
                for id, i in ((id, int(id[1:])) for id in ids)
            )
            moved += len(await floor.engine.replan_many(list(plans)))
        return moved

    assert await publish(2, lambda i: 900 - i % 50, lambda i: i % 3) == 1000
    other = await floor.engine.dump()
    assert other["buckets"] != before["buckets"]
    assert await publish(3, lambda i: 20 + i % 50, lambda i: i % 7) == 1000
    after = await floor.engine.dump()
    for what in ("buckets", "heads", "queues", "timers"):
        assert after[what] == before[what]
