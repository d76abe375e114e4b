"""Sessions, limits, jobs, streams and notices on a real server, a gap in listening included."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from redis import Redis
from rq import Queue

from live.connection import Live
from live.embedded import Embedded
from live.jobs import QUEUE
from live.notices import Notice, Reconnected


async def heard(listening: AsyncIterator[Notice | Reconnected]) -> Notice | Reconnected:
    return await asyncio.wait_for(anext(listening), 10)


async def test_a_session_lives_for_its_time(live: Live) -> None:
    await live.sessions.put("call", {"node": "main", "tries": 1}, 60)
    assert await live.sessions.get("call") == {"node": "main", "tries": 1}
    assert 0 < await live.redis.ttl("session:call") <= 60
    await live.sessions.drop("call")
    assert await live.sessions.get("call") is None


async def test_a_limit_lets_through_so_many_and_no_more(live: Live) -> None:
    answers = await asyncio.gather(*(live.limits.hit("login:1", 5, 60) for _ in range(50)))
    assert sum(answers) == 5
    assert await live.limits.hit("login:2", 5, 60)
    assert 0 < await live.redis.pttl("limit:login:1") <= 60_000


async def test_a_ring_is_a_job_named_by_a_string(live: Live, valkey: str) -> None:
    await live.jobs.ring("refer", "out_1")
    with Redis.from_url(valkey) as redis:
        jobs = Queue(QUEUE, connection=redis).jobs
        assert [(job.func_name, job.args) for job in jobs] == [("worker.jobs.refer", ("out_1",))]


async def test_notices_reach_everybody_who_listens(live: Live) -> None:
    listening = live.listen("one", "two")
    assert isinstance(await heard(listening), Reconnected)
    assert await live.publish("one", {"n": 1}) == 1
    assert await live.publish("two", {"n": 2}) == 1
    assert await heard(listening) == Notice(topic="one", data={"n": 1})
    assert await heard(listening) == Notice(topic="two", data={"n": 2})


async def test_a_line_that_was_cut_says_so(live: Live) -> None:
    listening = live.listen("one")
    assert isinstance(await heard(listening), Reconnected)
    await live.redis.client_kill_filter(_type="pubsub")
    again = asyncio.create_task(heard(listening))
    assert isinstance(await again, Reconnected)
    await live.publish("one", {"n": 1})
    assert await heard(listening) == Notice(topic="one", data={"n": 1})


async def test_a_server_that_was_restarted_is_found_again(tmp_path: Path) -> None:
    server = Embedded(tmp_path)
    async with await Live.connect(server.url) as live:
        listening = live.listen("one")
        assert isinstance(await heard(listening), Reconnected)
        assert await live.limits.hit("x", 5, 60)
        server.stop()
        again = asyncio.create_task(heard(listening))
        with Embedded(tmp_path):
            assert isinstance(await again, Reconnected)
            assert await live.limits.hit("x", 5, 60), "the script was forgotten, and is sent again"


async def test_a_stream_is_read_onwards_and_waits_for_its_next(live: Live) -> None:
    first = str(await live.redis.xadd("s", {"n": "1"}))
    assert await live.read_stream("s", after="0", count=10) == [(first, {"n": "1"})]
    waiting = asyncio.create_task(live.read_stream("s", after=first, count=10, block_ms=4000))
    second = str(await live.redis.xadd("s", {"n": "2"}))
    assert await waiting == [(second, {"n": "2"})]
    assert await live.trim_stream("s", second) == 1
    assert await live.read_stream("none", after="0", count=1) == []


async def test_clearing_takes_only_what_starts_with_the_prefix(live: Live) -> None:
    for index in range(2500):
        await live.redis.set(f"{{a}}:{index}", "x")
    await live.redis.set("{ab}:1", "x")
    await live.clear("{a}:")
    assert await live.redis.keys("*") == ["{ab}:1"]


async def test_text_and_bytes(valkey: str) -> None:
    async with await Live.connect(valkey, decode=False) as live:
        await live.redis.set("k", "v")
        assert await live.redis.get("k") == b"v"
