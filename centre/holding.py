"""Keeping a row of the outbox to oneself while the work at it goes on, however long that takes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

from centre.parts import Parts
from core.errors import SwitchboardError
from records.rows import OutboxRow

HOLD_EVERY_S: Final = 30
HOLD_S: Final = 90


@asynccontextmanager
async def held(parts: Parts, row: OutboxRow) -> AsyncIterator[None]:
    """Nobody else takes the row over until this ends; whoever dies meanwhile loses it within `HOLD_S`."""

    async def hold() -> None:
        while True:
            await asyncio.sleep(HOLD_EVERY_S)
            with suppress(SwitchboardError):
                await parts.sql.write(lambda tx: tx.outbox.hold(row.id, tx.now, HOLD_S))

    holding = asyncio.create_task(hold())
    try:
        yield
    finally:
        holding.cancel()
