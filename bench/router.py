"""`switchboard bench router`: every figure, measured one after the other on one private server."""

import tempfile
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Final

from bench.figures import Measured
from bench.flatness import flatness
from bench.ground import Ground
from bench.life import life
from bench.recompile import recompile
from bench.sizes import Sizes
from bench.throughput import throughput
from live.connection import Live
from live.embedded import Embedded

MEASURES: Final[Mapping[tuple[str, ...], Callable[[Ground], Awaitable[Mapping[str, Measured]]]]] = {
    ("life_ratio",): life,
    ("rq_ratio", "offer_p99_ms"): throughput,
    ("recompile_s",): recompile,
    ("naive_ratio", "flatness", "bytes_per_contact"): flatness,
}
"""What is measured together, in the order in which it is run."""


async def measure(only: str | None, *, sizes: Sizes, tell: Callable[[str, float], None]) -> dict[str, Measured]:
    """The figures by key; if asked, `only` one of them and what is measured with it.

    The server is gone afterwards, and its folder too.
    """
    with tempfile.TemporaryDirectory(prefix="switchboard-bench-") as folder, Embedded(Path(folder)) as server:
        async with await Live.connect(server.url) as live:
            ground = Ground.on(live, sizes=sizes, tell=tell)
            found: dict[str, Measured] = {}
            for keys, run in MEASURES.items():
                if only is None or only in keys:
                    found |= await run(ground)
            return found
