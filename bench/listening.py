"""A process that sees offers as another desk's would: `python -m bench.listening URL DIVISION`.

It prints a line when it listens, and at the end (a notice of type `bench.end`) one JSON object: epoch → the moment it
was seen, in nanoseconds of the machine's monotonic clock, which all processes share.
"""

import asyncio
import json
import sys
import time

import uvloop

from centre.notices import Notices
from live.connection import Live

END = "bench.end"


async def hear(url: str, division: str) -> None:
    """Until the end is told."""
    seen: dict[int, int] = {}
    async with await Live.connect(url) as live:
        async for told in Notices(live, division).listen():
            now = time.monotonic_ns()
            if "gap" in told:
                print("listening", flush=True)
            elif told["type"] == "offer.made":
                seen[told["epoch"]] = now
            elif told["type"] == END:
                break
    print(json.dumps(seen), flush=True)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(hear(sys.argv[1], sys.argv[2]))
