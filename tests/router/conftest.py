"""An open floor on the session's server, checked for soundness when a test is done with it."""

from collections.abc import AsyncIterator

import pytest

from live.connection import Live
from tests.router.floor import Floor


@pytest.fixture
async def floor(live: Live) -> AsyncIterator[Floor]:
    floor = await Floor.open(live)
    yield floor
    await floor.sound()
