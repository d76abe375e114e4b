"""Engines in processes of their own, each on its own connection, for whoever says which of them does what next.

`python -m tests.router.processes URL` does what it reads: verbs, one after the other, with the store's time.
"""

import asyncio
import pickle
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Self, cast

from live.connection import Live
from router.engine.engine import Engine
from tests.router.floor import Hands

ROOT = Path(__file__).parents[2]


class Wrong(Hands):
    """What a process believes the time to be: the store's, and so much more or less."""

    def __init__(self, hands: Hands, by_ms: int) -> None:
        self._hands = hands
        self._by_ms = by_ms

    @property
    def now(self) -> int:
        return self._hands.now + self._by_ms

    @now.setter
    def now(self, value: int) -> None:
        self._hands.now = value - self._by_ms


class Process:
    """One of them. Answers when it has done what it was told."""

    def __init__(self, url: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.router.processes", url],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def engine(self, hands: Hands) -> Engine:
        """The engine there, at the store's time."""
        return cast(Engine, _There(self, hands))

    def do(self, verb: str, now: int, given: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """One verb; raises what it raised there."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(pickle.dumps((verb, now, given, named)))
        self._process.stdin.flush()
        answer, error = pickle.load(self._process.stdout)
        if error is not None:
            raise error
        return answer


class _There:
    def __init__(self, process: Process, hands: Hands) -> None:
        self._process = process
        self._hands = hands

    def __getattr__(self, verb: str) -> Any:
        async def does(*given: Any, **named: Any) -> Any:
            return self._process.do(verb, self._hands.now, given, named)

        return does

    async def planned_before(self, version: int, *, chunk: int = 200) -> AsyncIterator[list[str]]:
        for ids in self._process.do("planned_before", self._hands.now, (version,), {"chunk": chunk}):
            yield ids


async def obey(url: str) -> None:
    hands = Hands()
    async with await Live.connect(url) as live:
        engine = Engine(live, "westmere", virtual=hands)
        while True:
            verb, hands.now, given, named = pickle.load(sys.stdin.buffer)
            sys.stdout.buffer.write(pickle.dumps(await _done(engine, verb, given, named)))
            sys.stdout.buffer.flush()


async def _done(engine: Engine, verb: str, given: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, Any]:
    try:
        answer = getattr(engine, verb)(*given, **named)
        return ([each async for each in answer] if verb == "planned_before" else await answer), None
    except Exception as error:  # whoever asked handles it
        return None, error


if __name__ == "__main__":
    with suppress(EOFError):
        asyncio.run(obey(sys.argv[1]))
