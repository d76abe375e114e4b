"""What happens on a small floor before somebody asks why, and the asking."""

from collections.abc import Awaitable, Callable
from typing import Any

from core.channel import Channel
from router.engine.words import Word
from router.explain.candidates import choices_at
from router.explain.contact import Beside, why_contact
from router.explain.history import kept_of
from router.explain.offering import why_offer
from router.explain.story import offers_of, story
from router.explain.subject import told_now
from router.explain.words import Names
from router.rules.document import Order
from tests.router.floor import Floor, plan

NAMES = Names(
    skills={"highways": "Roads", "bsl": "British Sign Language"},
    services={"highways/pothole": "Pothole"},
    agents={"ann": "Ann", "bob": "Ben", "cat": "Cat"},
    breaks={"lunch": "Lunch"},
    declines={"busy": "Still finishing something"},
)


Happens = Callable[[Floor], Awaitable[Any]]


async def why(floor: Floor, id: str = "c1", order: Order = Order.DUE_FIRST) -> dict[str, Any]:
    """The explanation of a contact, offers included."""
    await floor.events()
    told = await floor.engine.why(id)
    assert told is not None
    mine = [event for event in floor.seen if event.contact_id == id]
    choices = choices_at(floor.seen, {event.sequence for event in offers_of(mine)})
    place = await floor.engine.place(id)
    beside = Beside(place=place, story=story(mine, choices, NAMES), kept=kept_of(mine, id), order=order)
    return why_contact(told_now(id, told), NAMES, beside)


async def why_last(floor: Floor) -> dict[str, Any]:
    """The explanation of the last offer."""
    await floor.events()
    made = [event for event in floor.seen if event.type == "offer.made"][-1]
    return why_offer(choices_at(floor.seen, {made.sequence})[made.sequence], NAMES)


async def talks(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c0"))
    await floor.accept("c0", "ann")


async def talks_to(floor: Floor, did: str, *more: str) -> None:
    await talks(floor)
    await getattr(floor.engine, did)("c0", *more)


async def rings_out(floor: Floor) -> None:
    """Ann has a text in hand, and rings its resident two minutes later."""
    await floor.agent("ann")
    await floor.engine.arrive(plan("t1", channel=Channel.SMS))
    await floor.accept("t1", "ann")
    await floor.after(120)
    assert await floor.engine.take_line("t1", "ann") is Word.TAKEN


async def declines(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))
    await floor.engine.decline("c1", "ann", await floor.epoch("c1"), "busy")


async def is_taken(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))
    await floor.accept("c1", "ann")


async def just_rings(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))
