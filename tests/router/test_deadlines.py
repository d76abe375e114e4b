"""Deadlines: each fires once however many clocks run, and puts things where they belong."""

import asyncio

from live.connection import Live
from router.engine.engine import Engine
from router.engine.states import Contact
from router.engine.words import Word
from tests.router.floor import Floor, plan


async def test_an_offer_that_nobody_answers_expires_and_rings_elsewhere(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.after(1)
    await floor.agent("bob")
    await floor.engine.arrive(plan("c1", offer_ms=20_000))
    epoch = await floor.epoch("c1")
    assert await floor.after(19.999) == []
    assert await floor.after(0.001) == ["offer"]
    assert await floor.rings("bob") == ["c1"]
    assert (await floor.engine.accept("c1", "ann", epoch)).word is Word.LATE


async def test_an_answered_offer_has_no_deadline_left(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1", offer_ms=20_000))
    await floor.accept("c1", "ann")
    assert await floor.after(3600) == []
    assert await floor.state("c1") == Contact.ACTIVE


async def test_a_call_that_does_not_connect_in_time_goes_back_to_its_place(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))
    epoch = await floor.epoch("c1")
    await floor.engine.accept("c1", "ann", epoch)
    assert await floor.after(12) == ["connecting"]
    assert await floor.state("c1") == Contact.WAITING
    assert await floor.engine.connect("c1", "ann", epoch) is Word.GONE


async def test_soft_needs_relax_step_by_step_and_hard_ones_do_not(floor: Floor) -> None:
    await floor.agent("novice", "highways:1 bsl:3")
    await floor.agent("outsider", "libraries:5")
    route = plan("c1", "highways:3 bsl:3!", then={30: "highways:2 bsl:3!", 60: "highways:1 bsl:3!", 90: "bsl:3!"})
    assert await floor.engine.arrive(route) is Word.WAITING
    assert await floor.after(30) == ["step"]
    assert await floor.state("c1") == Contact.WAITING
    assert await floor.after(30) == ["step"]
    assert await floor.rings("novice") == ["c1"]
    assert (await floor.told()).count("contact.step") == 2


async def test_a_contact_that_comes_back_late_takes_up_its_route_where_its_age_says(floor: Floor) -> None:
    await floor.agent("ann", "highways:3")
    await floor.engine.arrive(plan("c1", "highways:3", then={30: ""}, offer_ms=60_000))
    await floor.agent("bob", "libraries:1")
    await floor.after(31)
    await floor.engine.decline("c1", "ann", await floor.epoch("c1"), "busy")
    assert await floor.rings("bob") == ["c1"]


async def test_a_contact_that_seems_to_come_from_the_future_is_routed_all_the_same(floor: Floor) -> None:
    await floor.engine.arrive(plan("c1", arrived=floor.hands.now + 5_000))
    await floor.agent("ann")
    assert await floor.rings("ann") == ["c1"]


async def test_every_deadline_fires_once_though_many_clocks_tick(floor: Floor, live: Live) -> None:
    count = 300
    for index in range(count):
        await floor.agent(f"a{index:03}")
        await floor.engine.arrive(plan(f"c{index:03}", offer_ms=20_000))
    await floor.told()
    floor.hands.now += 20_000
    clocks = [Engine(live, "westmere", virtual=floor.hands) for _ in range(8)]

    async def tick_until_quiet(engine: Engine) -> int:
        fired = 0
        while some := await engine.tick(limit=7):
            fired += len(some)
        return fired

    assert sum(await asyncio.gather(*(tick_until_quiet(clock) for clock in clocks))) == count
    expired = [event.contact_id for event in await floor.events() if event.type == "offer.expired"]
    assert sorted(filter(None, expired)) == [f"c{index:03}" for index in range(count)]


async def test_the_next_deadline_is_known(floor: Floor) -> None:
    assert await floor.engine.next_deadline_ms() is None
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1", offer_ms=20_000))
    assert await floor.engine.next_deadline_ms() == floor.hands.now + 20_000


async def test_production_reads_the_servers_clock(live: Live) -> None:
    engine = Engine(live, "westmere")
    await engine.start_generation(pause_ms=0)
    seconds, microseconds = await live.redis.time()
    board = await engine.board()
    assert 0 <= board.at_ms - (seconds * 1000 + microseconds // 1000) < 5_000
