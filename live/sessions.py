"""Small values that live for a while and may be lost: where a caller is in a menu, who is logged in where."""

import json
from collections.abc import Mapping
from typing import Any

from redis.asyncio import Redis

from live.faults import unavailable_when_away

PREFIX = "session:"


class Sessions:
    """A dictionary per key, forgotten after its time. A caller must be able to go on without."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def put(self, key: str, value: Mapping[str, Any], ttl_s: int) -> None:
        """Keep a value for `ttl_s` seconds from now, in place of what was there."""
        with unavailable_when_away():
            await self._redis.set(PREFIX + key, json.dumps(value), ex=ttl_s)

    async def get(self, key: str) -> dict[str, Any] | None:
        """The value, or None when there is none or its time is over."""
        with unavailable_when_away():
            text = await self._redis.get(PREFIX + key)
        return None if text is None else dict(json.loads(text))

    async def drop(self, key: str) -> None:
        """Forget a value now."""
        with unavailable_when_away():
            await self._redis.delete(PREFIX + key)
