"""The doorbell: asks a worker to look at something, by a job's name and an id. What the job does is not known here.

A ring may be lost (the outbox's sweep rings again) and may come twice (the row is claimed once).
"""

import asyncio

from redis import Redis
from rq import Queue

from live.faults import unavailable_when_away

JOBS = "worker.jobs."
QUEUE = "switchboard"
KEEP_FAILED_S = 86_400


class Jobs:
    """Where jobs are rung for. RQ is synchronous, so it rings from a thread."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._queue = Queue(QUEUE, connection=redis)

    async def ring(self, name: str, id: str) -> None:
        """Ask a worker to run `worker.jobs.<name>(id)`; raises Unavailable when the bell is away."""
        await asyncio.to_thread(self._ring, name, id)

    def _ring(self, name: str, id: str) -> None:
        with unavailable_when_away():
            self._queue.enqueue(JOBS + name, id, result_ttl=0, failure_ttl=KEEP_FAILED_S)

    async def ping(self) -> None:
        """Returns when the bell's store answers; raises Unavailable when it does not."""
        await asyncio.to_thread(self._ping)

    def _ping(self) -> None:
        with unavailable_when_away():
            self._redis.ping()

    def close(self) -> None:
        self._redis.close()
