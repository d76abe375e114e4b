"""A process that sees offers as another desk's would: `python -m bench.listening URL TOPIC`.

It prints a line when it listens, and at the end (a notice of type `bench.end`) one JSON object: epoch → the moment it
was seen, in nanoseconds of the machine's monotonic clock, which all processes share.
"""

import asyncio
import json
import sys
import time

import uvloop

from live.notices import Reconnected, listen

END = "bench.end"


async def hear(url: str, topic: str) -> None:
    """Until the end is told."""
    seen: dict[int, int] = {}
    async for told in listen(url, [topic]):
        now = time.monotonic_ns()
        if isinstance(told, Reconnected):
            print("listening", flush=True)
        elif told.data["type"] == "offer.made":
            seen[told.data["epoch"]] = now
        elif told.data["type"] == END:
            break
    print(json.dumps(seen), flush=True)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(hear(sys.argv[1], sys.argv[2]))
