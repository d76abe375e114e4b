"""A hundred callers and ten agents at once, on the real clock, over real HTTP, without sound."""

import asyncio
import resource
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from sandbox.app import build
from sandbox.carrier.wire import Wire
from sandbox.settings import Settings
from tests.sandbox.served import Served
from tests.sandbox.world import COUNCIL, Application, Asked

CALLERS, AGENTS = 100, 10
MENU = '<Gather numDigits="1" action="/pressed"><Say>Press one</Say></Gather>'
QUEUE = '<Enqueue waitUrl="/wait" action="/left">waiting</Enqueue>'
AGENT = '<Dial action="/agent"><Queue>waiting</Queue></Dial>'


@pytest.fixture
async def real(application: Application, tmp_path: Path) -> AsyncIterator[Served]:
    settings = Settings(webhook_url=application.url, home=tmp_path, media=False, smtp_port=0)
    served = Served(build(settings), settings)
    await served.start()
    yield served
    await served.stop()


async def test_a_hundred_calls_are_each_answered_once_and_none_is_lost(real: Served, application: Application) -> None:
    def incoming(asked: Asked) -> str:
        return AGENT if asked.params["From"].startswith("+4416329601") else MENU

    application.pages |= {
        "/phone/incoming": incoming,
        "/phone/status": "",
        "/pressed": QUEUE,
        "/wait": '<Pause length="30"/>',
        "/left": "<Hangup/>",
        "/agent": AGENT.replace("<Dial", '<Dial timeout="5"'),
    }
    cpu = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    async with httpx.AsyncClient(base_url=real.base, transport=Wire()) as http:
        await asyncio.gather(*(a_caller(http, f"+447700900{n:03d}") for n in range(CALLERS)))
        assert len(real.carrier.queues.named("waiting").members) == CALLERS
        agents = [a_call(http, f"+44163296010{n}") for n in range(AGENTS)]
        sids = await asyncio.gather(*agents)
        serving = [asyncio.create_task(serve(real, sid)) for sid in sids]
        while len(application.of("/left")) < CALLERS:
            await asyncio.sleep(0.05)
        for task in serving:
            task.cancel()
    left = [asked.params for asked in application.of("/left")]
    assert {one["QueueResult"] for one in left} == {"bridged"}
    assert len({one["CallSid"] for one in left}) == CALLERS
    assert list(real.carrier.problems) == []
    assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - cpu < 15


async def a_call(http: httpx.AsyncClient, number: str) -> str:
    answer = await http.post("/sandbox/calls", json={"from": number, "to": COUNCIL})
    return str(answer.json()["sid"])


async def a_caller(http: httpx.AsyncClient, number: str) -> None:
    """Dials, listens, presses one, waits."""
    sid = await a_call(http, number)
    await until(http, sid, lambda call: bool(call["heard"]))
    await http.post(f"/sandbox/calls/{sid}/press", json={"digits": "1"})
    await until(http, sid, lambda call: call["queue"] == "waiting")


async def until(http: httpx.AsyncClient, sid: str, ready: Callable[[dict[str, Any]], bool]) -> None:
    while not ready((await http.get(f"/sandbox/calls/{sid}")).json()):
        await asyncio.sleep(0.1)


async def serve(real: Served, sid: str) -> None:
    """An agent who ends each conversation with the caller at once, and takes the next."""
    line = real.carrier.lines[sid]
    while True:
        await asyncio.sleep(0.02)
        if line.call.doing == "talking":
            for other in real.carrier.lines.values():
                if other.call.doing == "talking" and other.call.caller.startswith("+447700900"):
                    other.hang_up()
                    break
