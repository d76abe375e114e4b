"""What a call had broken off comes back from a flush as it was; or goes on, where the call did not come back."""

from collections.abc import Awaitable, Callable

import pytest

from core.channel import Band, Channel
from router.engine.engine import Engine
from router.engine.words import Word
from tests.router.floor import Floor, plan

TEXT = plan("text", channel=Channel.SMS, band=Band.STANDARD)
CALL = plan("call")


async def flushed(floor: Floor) -> None:
    await floor.engine.clear()
    floor.seen.clear()
    await floor.engine.start_generation()


async def back(engine: Engine, *which: str) -> None:
    """Put back in this order; both are ann's, who has not signed in again."""
    for each in which:
        kept, paused = (TEXT, True) if each == "text" else (CALL, False)
        assert await engine.restore(kept, "active", agent="ann", epoch=7, paused=paused) is Word.RESTORED


async def held(floor: Floor) -> dict[str, str]:
    dump = await floor.engine.dump()
    return dict(dump["load"].get("ann") or {})


async def resumes(floor: Floor) -> None:
    await floor.engine.resume()


async def dies_half_way(floor: Floor) -> None:
    assert await floor.after(6) == ["sweep"]


Rebuilt = Callable[[Floor], Awaitable[None]]
REBUILT: dict[str, Rebuilt] = {"and all are back": resumes, "and who put them back died": dies_half_way}


@pytest.mark.parametrize("order", [("text", "call"), ("call", "text")], ids=["text first", "call first"])
@pytest.mark.parametrize("rebuilt", REBUILT)
async def test_it_is_broken_off_still_whichever_comes_back_first(
    floor: Floor, order: tuple[str, str], rebuilt: str
) -> None:
    await flushed(floor)
    await back(floor.engine, *order)
    await floor.sound()
    await REBUILT[rebuilt](floor)
    assert await held(floor) == {"text": "paused:sms", "call": "taken:phone"}
    await floor.sound()
    await floor.engine.close("call", "served")
    assert await held(floor) == {"text": "taken:sms"}, (
        "their agent has not signed in again, and it goes on all the same"
    )
    assert (await floor.told())[-2:] == ["contact.resumed", "contact.closed"]
    await floor.sound()


@pytest.mark.parametrize("rebuilt", REBUILT)
async def test_it_goes_on_where_the_call_is_gone(floor: Floor, rebuilt: str) -> None:
    await flushed(floor)
    await back(floor.engine, "text")
    assert await held(floor) == {"text": "paused:sms"}
    await floor.sound()
    await REBUILT[rebuilt](floor)
    assert await held(floor) == {"text": "taken:sms"}
    assert "contact.resumed" in await floor.told()
    await floor.sound()


@pytest.mark.parametrize(
    ("before", "value"),
    [((), "taken:sms"), (("call",), "paused:sms")],
    ids=["the call is gone", "the call is in hand"],
)
async def test_one_that_is_put_back_alone_looks_at_what_is_in_hand(
    floor: Floor, before: tuple[str, ...], value: str
) -> None:
    await back(floor.engine, *before)
    await back(floor.engine, "text")
    assert (await held(floor))["text"] == value
    await floor.sound()


async def test_a_call_out_keeps_other_work_broken_off_after_a_flush(floor: Floor) -> None:
    await flushed(floor)
    await floor.engine.restore(plan("email", channel=Channel.EMAIL), "active", agent="ann", epoch=7, paused=True)
    await floor.engine.restore(TEXT, "active", agent="ann", epoch=8)
    assert await floor.engine.take_line("text", "ann") is Word.TAKEN
    await floor.engine.resume()
    assert await held(floor) == {"email": "paused:email", "text": "taken:sms+phone"}
    assert await floor.engine.free_line("text", "ann") is Word.FREED
    assert await held(floor) == {"email": "taken:email", "text": "taken:sms"}
    await floor.sound()
