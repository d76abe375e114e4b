"""`switchboard worker`: an RQ worker that never forks, so that its one loop and its connections last its life."""

import logging
from typing import Final

from redis import Redis
from rq import Queue, SimpleWorker

from live.jobs import QUEUE
from worker import jobs
from worker.hands import Hands, OpenCentre

LOUDEST: Final = logging.WARNING
"""RQ logs a job's description, which names an outbox row; only its troubles are of interest."""


def run(open_centre: OpenCentre, jobs_redis_url: str) -> None:
    """Answers the doorbell until SIGINT or SIGTERM, then lets what is in hand finish."""
    redis = Redis.from_url(jobs_redis_url)
    with Hands(open_centre) as hands:
        jobs.use(hands)
        try:
            worker = SimpleWorker([Queue(QUEUE, connection=redis)], connection=redis)
            worker.work(logging_level=logging.getLevelName(LOUDEST), with_scheduler=False)
        finally:
            jobs.use(None)
            redis.close()
