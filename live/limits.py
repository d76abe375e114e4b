"""Rate limits that hold over all processes."""

from pathlib import Path

from redis.asyncio import Redis

from live.library import PLAIN_ENTRY, Library

PREFIX = "limit:"


class Limits:
    """How often something may be done."""

    def __init__(self, redis: Redis) -> None:
        self._verbs = Library(redis, [Path(__file__).parent / "lua"], entry="entry", generated={"entry": PLAIN_ENTRY})

    async def hit(self, key: str, limit: int, per_s: float) -> bool:
        """Count one use of `key`; whether it is within `limit` uses in each `per_s` seconds."""
        use: dict[str, str | int] = {"count": PREFIX + key, "limit": limit, "per_ms": int(per_s * 1000)}
        return bool((await self._verbs.call("hit", [use]))[0])
