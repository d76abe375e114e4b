"""Listening to notices (pub/sub): a connection of its own that comes back by itself and says when it was away.

Notices are hints to look; nothing that must not be lost travels on them.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from live.faults import AWAY

log = structlog.get_logger(__name__)

FIRST_WAIT_S = 0.05
LONGEST_WAIT_S = 1.0
QUIET_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing that was told."""

    topic: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reconnected:
    """Listening has (re)started. What was told before this may have been missed."""


def as_json(text: str) -> list[dict[str, Any]]:
    """A message that is one JSON object."""
    return [json.loads(text)]


async def listen(
    url: str, topics: Sequence[str], read: Callable[[str], list[dict[str, Any]]] = as_json
) -> AsyncIterator[Notice | Reconnected]:
    """Notices on `topics` until the caller stops asking; `read` says what a message tells."""
    wait = FIRST_WAIT_S
    while True:
        # No retries of the client's own: it would mend the line silently, and a gap would go unnoticed.
        client = Redis.from_url(url, decode_responses=True, protocol=3, retry=Retry(NoBackoff(), 0))
        pubsub = client.pubsub()
        try:
            async for told in _heard(pubsub, topics, read):
                wait = FIRST_WAIT_S
                yield told
        except AWAY:
            log.warning("notices_interrupted", topics=list(topics), again_in_s=wait)
        finally:
            await _hang_up(pubsub, client)
        await asyncio.sleep(wait)
        wait = min(wait * 2, LONGEST_WAIT_S)


async def _heard(
    pubsub: PubSub, topics: Sequence[str], read: Callable[[str], list[dict[str, Any]]]
) -> AsyncIterator[Notice | Reconnected]:
    await pubsub.subscribe(*topics)
    owed = len(topics)
    asked = False
    while True:
        message = await pubsub.get_message(timeout=QUIET_S)
        if message is None:
            if asked:
                raise ConnectionError("the line is dead")
            await pubsub.ping()
            asked = True
            continue
        asked = False
        if message["type"] == "subscribe":
            owed -= 1
            if owed == 0:
                yield Reconnected()
        elif message["type"] == "message":
            for data in read(message["data"]):
                yield Notice(topic=message["channel"], data=data)


async def _hang_up(pubsub: PubSub, client: Redis) -> None:
    try:
        await pubsub.aclose()  # type: ignore[no-untyped-call]
        await client.aclose()
    except AWAY:
        log.debug("notices_line_was_down")
