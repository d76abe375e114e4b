"""A process that runs empty RQ jobs in one burst, and prints how many a second: `python -m bench.empty_jobs URL COUNT`.

They are rung for beforehand, keep no result, and log nothing: what is left is what a job costs.
"""

import logging
import sys
import time

from redis import Redis
from rq import Queue, SimpleWorker

QUEUE = "bench"
NOTHING = "bench.empty_jobs.nothing"


def nothing() -> None:
    """The job."""


def main(url: str, count: int) -> None:
    """Ring, run, print."""
    logging.getLogger("rq.worker").setLevel(logging.WARNING)
    with Redis.from_url(url) as redis:
        queue = Queue(QUEUE, connection=redis)
        for _ in range(count):
            queue.enqueue(NOTHING, result_ttl=0)
        worker = SimpleWorker([queue], connection=redis)
        start = time.perf_counter()
        worker.work(burst=True, logging_level="WARNING")
        took = time.perf_counter() - start
        if len(queue):
            raise SystemExit("The burst left jobs behind.")
        print(count / took)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
