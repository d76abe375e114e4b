"""Hold music from an address, and announcements: documents performed to a participant beside the conference."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from sandbox.carrier import room_events
from sandbox.carrier.pages import Source, Unusable
from sandbox.carrier.perform import run
from sandbox.carrier.rooms import Participant
from sandbox.twiml import Place

PAUSE_S = 1.0


def announce(one: Participant, source: Source) -> None:
    """Once; its end, or its failure, is told."""

    async def perform() -> None:
        try:
            await run(one.line, source, Place.HOLD)
        except Unusable:
            room_events.participant(one, "announcement-fail")
        else:
            room_events.participant(one, "announcement-end")
        one.line.doing("conference")

    one.line.carrier.background(_while_there(one, perform()))


def play_on_hold(one: Participant, source: Source) -> None:
    """Over and over until the hold ends."""

    async def perform() -> None:
        while one.hold:
            try:
                await run(one.line, source, Place.HOLD)
            except Unusable:
                return
            await one.line.carrier.clock.sleep(PAUSE_S)

    one.line.carrier.background(_while_there(one, perform(), held=True))


async def _while_there(one: Participant, work: Coroutine[Any, Any, None], *, held: bool = False) -> None:
    """Breaks the work off when the participant leaves, or comes off hold."""
    task = asyncio.ensure_future(work)
    ends = [asyncio.ensure_future(one.gone.wait())]
    if held:
        ends.append(asyncio.ensure_future(one.unheld.wait()))
    try:
        await asyncio.wait((task, *ends), return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in (task, *ends):
            each.cancel()
        await asyncio.wait((task,))
