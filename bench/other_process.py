"""Processes beside this one: started, listened to, and gone when the block ends."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

ENDS_WITHIN_S = 60


@asynccontextmanager
async def python(module: str, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A module of ours as a process of its own, its standard output to be read."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *arguments,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=2**26,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def line(process: asyncio.subprocess.Process) -> str:
    """The next line that it prints."""
    assert process.stdout is not None
    async with asyncio.timeout(ENDS_WITHIN_S):
        text = await process.stdout.readline()
    if not text:
        raise AssertionError("a process of the benchmark ended without an answer")
    return text.decode().strip()
