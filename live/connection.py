"""`Live`: every Redis connection of a process, and the few plain commands that no script is needed for.

What a contact or an agent means is not known here.
"""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any, Self

from redis import Redis as SyncRedis
from redis.asyncio import BlockingConnectionPool, Redis

from live.faults import unavailable_when_away
from live.jobs import Jobs
from live.limits import Limits
from live.notices import Notice, Reconnected, as_json, listen
from live.sessions import Sessions

CONNECTIONS = 50
WAIT_FOR_CONNECTION_S = 5.0
ANSWER_WITHIN_S = 5.0
PATIENTLY_S = 120.0
"""For a private server at work on what nobody waits for: on a busy machine its answers may be late."""


class Live:
    """The live store. `sessions`, `limits` and `jobs` hang off it; the engine's scripts run on `redis`.

    Failures surface as core.errors.Unavailable.
    """

    def __init__(
        self, url: str, *, jobs_url: str | None = None, decode: bool = True, answer_within_s: float = ANSWER_WITHIN_S
    ) -> None:
        self.url = url
        pool = BlockingConnectionPool.from_url(
            url,
            max_connections=CONNECTIONS,
            timeout=WAIT_FOR_CONNECTION_S,
            decode_responses=decode,
            protocol=3,
            socket_timeout=answer_within_s,
        )
        self.redis: Redis = Redis.from_pool(pool)
        self.sessions = Sessions(self.redis)
        self.limits = Limits(self.redis)
        self.jobs = Jobs(SyncRedis.from_url(jobs_url or url))

    @classmethod
    async def connect(
        cls, url: str, *, jobs_url: str | None = None, decode: bool = True, answer_within_s: float = ANSWER_WITHIN_S
    ) -> Self:
        """A connected store; raises Unavailable when nothing answers at `url` (`redis://…`, `unix:///path/to.sock`)."""
        live = cls(url, jobs_url=jobs_url, decode=decode, answer_within_s=answer_within_s)
        try:
            await live.ping()
        except BaseException:
            await live.close()
            raise
        return live

    async def close(self) -> None:
        """Give every connection back."""
        await self.redis.aclose()
        self.jobs.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def ping(self) -> None:
        """Returns when the store answers; raises Unavailable when it does not."""
        with unavailable_when_away():
            await self.redis.ping()

    async def publish(self, topic: str, payload: Mapping[str, Any]) -> int:
        """Tell everybody who listens now; returns how many did."""
        with unavailable_when_away():
            return int(await self.redis.publish(topic, json.dumps(payload)))

    def listen(
        self, *topics: str, read: Callable[[str], list[dict[str, Any]]] = as_json
    ) -> AsyncIterator[Notice | Reconnected]:
        """Notices on these topics, for ever, over a connection of its own that comes back by itself.

        `read` says what a message tells: by itself, one JSON object.

        Each time the listening (re)starts a `Reconnected` comes first: what happened before it may have been missed, so
        look afresh.
        """
        return listen(self.url, topics, read)

    async def read_stream(
        self, key: str, *, after: str, count: int, block_ms: int | None = None
    ) -> list[tuple[str, dict[str, str]]]:
        """Entries of a stream after an id, oldest first. Waits up to `block_ms` (under 5 s) for the first."""
        with unavailable_when_away():
            answer: Any = await self.redis.xread({key: after}, count=count, block=block_ms)
        return _entries(answer, key)

    async def stream_and_lowest(
        self, key: str, scores: str, *, after: str, count: int
    ) -> tuple[list[tuple[str, dict[str, str]]], int | None]:
        """`read_stream` and `lowest_score` in one round trip."""
        with unavailable_when_away():
            async with self.redis.pipeline(transaction=False) as trip:
                trip.xread({key: after}, count=count)
                trip.zrange(scores, 0, 0, withscores=True)
                answer, rows = await trip.execute()
        return _entries(answer, key), int(rows[0][1]) if rows else None

    async def has_entry(self, key: str, id: str) -> bool:
        """Whether a stream has the entry of this id."""
        with unavailable_when_away():
            return bool(await self.redis.xrange(key, id, id, count=1))

    async def trim_stream(self, key: str, up_to: str) -> int:
        """Forget a stream's entries before `up_to`; returns how many went."""
        with unavailable_when_away():
            return int(await self.redis.xtrim(key, minid=up_to, approximate=False))

    async def lowest_score(self, key: str) -> int | None:
        """The lowest score of a sorted set."""
        with unavailable_when_away():
            rows: Any = await self.redis.zrange(key, 0, 0, withscores=True)
        return int(rows[0][1]) if rows else None

    async def text(self, key: str) -> str | None:
        """What a plain key holds."""
        with unavailable_when_away():
            value: Any = await self.redis.get(key)
        return value if value is None else str(value)

    async def clear(self, prefix: str) -> None:
        """Forget every key that starts with `prefix`."""
        with unavailable_when_away():
            chunk: list[str] = []
            async for key in self.redis.scan_iter(match=_literally(prefix) + "*", count=1000):
                chunk.append(key)
                if len(chunk) == 1000:
                    await self.redis.unlink(*chunk)
                    chunk.clear()
            if chunk:
                await self.redis.unlink(*chunk)


def _entries(answer: Any, key: str) -> list[tuple[str, dict[str, str]]]:
    found = answer.get(key, []) if isinstance(answer, dict) else [rows for name, rows in answer or [] if name == key]
    return [(id, fields) for rows in found for id, fields in _flat(rows)]


def _flat(rows: Any) -> list[tuple[str, dict[str, str]]]:
    # RESP3 nests a stream's entries one list deeper than RESP2 does.
    return rows[0] if rows and isinstance(rows[0], list) else rows


def _literally(text: str) -> str:
    return "".join(f"\\{character}" if character in "*?[]\\" else character for character in text)
