"""`switchboard bench router`: every figure, measured one after the other on one private server."""

import tempfile
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Final

from bench.figures import Measured
from bench.ground import Ground
from bench.life import life
from live.connection import Live
from live.embedded import Embedded

MEASURES: Final[Mapping[str, Callable[[Ground], Awaitable[Measured]]]] = {
    "life_ratio": life,
}
"""In the order in which they are run."""


async def measure(only: str | None, *, quick: bool, tell: Callable[[str, float], None]) -> dict[str, Measured]:
    """The figures by key; `only` one of them, if asked. The server and its folder are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="switchboard-bench-") as folder, Embedded(Path(folder)) as server:
        async with await Live.connect(server.url) as live:
            ground = Ground.on(live, quick=quick, tell=tell)
            return {key: await run(ground) for key, run in MEASURES.items() if only in (None, key)}
