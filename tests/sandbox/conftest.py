"""A carrier on a manual clock, and a small application whose webhooks it calls over real HTTP."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.app import build
from sandbox.carrier.carrier import Carrier
from sandbox.carrier.media import NoMedia
from sandbox.clock import ManualClock
from sandbox.settings import Settings
from tests.sandbox.served import Served
from tests.sandbox.world import Application, World


@pytest.fixture
async def application() -> AsyncIterator[Application]:
    application = Application()
    server = await asyncio.start_server(application.serve, "127.0.0.1", 0)
    application.port = server.sockets[0].getsockname()[1]
    yield application
    server.close()
    await application.close()


@pytest.fixture
async def world(application: Application, tmp_path: Path) -> AsyncIterator[World]:
    clock = ManualClock()
    settings = Settings(webhook_url=application.url, home=tmp_path, media=False, manual_clock=True)
    carrier = Carrier(settings, clock, NoMedia(clock))
    yield World(carrier, clock, application)
    await carrier.close()


@pytest.fixture
async def served(application: Application, tmp_path: Path) -> AsyncIterator[Served]:
    settings = Settings(webhook_url=application.url, home=tmp_path, media=False, manual_clock=True, smtp_port=0)
    served = Served(build(settings), settings)
    await served.start()
    yield served
    await served.stop()


@pytest.fixture
def caller(served: Served, application: Application) -> World:
    """The same hands, on the carrier that is served over HTTP."""
    clock = served.carrier.clock
    assert isinstance(clock, ManualClock)
    return World(served.carrier, clock, application)
