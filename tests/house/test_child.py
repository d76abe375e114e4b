"""A process that is looked after: started again when it dies, given up in a crash loop, stopped with all its own."""

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from switchboard.child import Child, CrashLoop

Lines = list[tuple[str, str]]


def child(code: str, lines: Lines) -> Child:
    return Child(
        "sleeper", [sys.executable, "-uc", code], dict(os.environ), lambda name, line: lines.append((name, line))
    )


async def until(what: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not what():
            await asyncio.sleep(0.01)


def alive(pid: int) -> bool:
    """Whether the process runs; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def test_its_lines_are_passed_on_and_it_stops_when_asked() -> None:
    lines: Lines = []
    sleeper = child("import time; print('here'); time.sleep(60)", lines)
    life = asyncio.create_task(sleeper.run())
    await until(lambda: ("sleeper", "here") in lines)
    pid = sleeper.pid
    assert pid is not None
    await sleeper.stop(5)
    await life
    assert not alive(pid)


async def test_one_that_dies_is_started_again() -> None:
    lines: Lines = []
    sleeper = child("import os, time; print(os.getpid()); time.sleep(60)", lines)
    life = asyncio.create_task(sleeper.run())
    await until(lambda: len(lines) == 1)
    os.kill(int(lines[0][1]), 9)
    await until(lambda: len(lines) == 3)
    assert lines[1][1] == "stopped (SIGKILL); starting it again"
    assert lines[2][1] != lines[0][1]
    await sleeper.stop(5)
    await life


async def test_one_that_keeps_dying_is_given_up_with_its_last_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("switchboard.child.FIRST_WAIT_S", 0.01)
    sleeper = child("import sys; print('  | no such thing as luck'); print('  +-----'); sys.exit(3)", [])
    with pytest.raises(CrashLoop, match=r"sleeper stopped 6 times in a row\. Its last words: no such thing as luck"):
        await sleeper.run()


async def test_one_that_does_not_listen_is_killed_with_all_that_it_started() -> None:
    lines: Lines = []
    sleeper = child(
        "import signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']).pid)\n"
        "time.sleep(60)",
        lines,
    )
    life = asyncio.create_task(sleeper.run())
    await until(lambda: len(lines) == 1)
    grandchild = int(lines[0][1])
    assert alive(grandchild)
    await sleeper.stop(0.2)
    await life
    assert ("sleeper", "did not stop in time and was killed") in lines
    await until(lambda: not alive(grandchild))


async def test_it_goes_when_the_one_who_looks_after_it_is_killed() -> None:
    code = (
        "import asyncio, os, sys\n"
        "from switchboard.child import Child\n"
        "sleep = [sys.executable, '-uc', 'import os, time; print(os.getpid()); time.sleep(60)']\n"
        "asyncio.run(Child('x', sleep, dict(os.environ), lambda _, line: print(line, flush=True)).run())"
    )
    keeper = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE)
    assert keeper.stdout is not None
    pid = int(await keeper.stdout.readline())
    assert alive(pid)
    keeper.kill()
    await keeper.wait()
    await until(lambda: not alive(pid))
