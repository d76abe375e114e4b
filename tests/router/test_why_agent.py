"""Why an agent does not take a contact now: what the sentences say of the real engine's state."""

from typing import Any

import pytest

from core.channel import Band, Channel
from router.engine.words import Word
from tests.router.asking import (
    Happens,
    declines,
    is_taken,
    just_rings,
    rings_out,
    talks,
    talks_to,
    why,
)
from tests.router.floor import Floor, plan


async def holds_texts(floor: Floor) -> None:
    await floor.agent("ann")
    for id in ("t1", "t2", "t3"):
        await floor.engine.arrive(plan(id, channel=Channel.SMS))
        await floor.accept(id, "ann")


async def has_an_email(floor: Floor) -> None:
    await floor.agent("ann", capacity={Channel.EMAIL: 1})
    await floor.engine.arrive(plan("e1", channel=Channel.EMAIL, band=Band.STANDARD))
    await floor.accept("e1", "ann")


async def rings_whom_it_was_promised(floor: Floor) -> None:
    await talks(floor)
    await floor.after(120)
    assert await floor.engine.take_line("c0", "ann") is Word.TAKEN


async def rang_out(floor: Floor) -> None:
    await rings_out(floor)
    assert await floor.engine.free_line("t1", "ann") is Word.FREED
    await floor.engine.take_break("ann", "lunch")


async def rings(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c0"))


async def signs_in(floor: Floor, skills: str = "highways:3") -> None:
    await floor.sign_in("ann", skills)
    await floor.after(1)


async def on_a_break(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.take_break("ann", "lunch")


async def without_a_phone(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.beat("ann", phone_ready=False, lease_ms=10**9)


async def gone_home(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.leave("ann")


async def takes_no_calls(floor: Floor) -> None:
    await floor.agent("ann", capacity={Channel.SMS: 3})


async def lets_it_ring(floor: Floor) -> None:
    await just_rings(floor)
    await floor.after(20)


async def passes_it_on(floor: Floor) -> None:
    await is_taken(floor)
    await floor.engine.transfer(plan("c1"), "ann", "passed_on")


async def has_no_line(floor: Floor) -> None:
    await just_rings(floor)
    epoch = await floor.epoch("c1")
    await floor.engine.accept("c1", "ann", epoch)
    await floor.engine.media_failed("c1", "ann", epoch)


CALL, TEXT = {"channel": Channel.PHONE}, {"channel": Channel.SMS, "band": Band.STANDARD}
EMAIL = {"channel": Channel.EMAIL, "band": Band.STANDARD}


@pytest.mark.parametrize(
    ("happens", "comes", "word", "says"),
    [
        pytest.param(talks, CALL, "at_capacity", "Ann has been talking since 11:06.", id="talking"),
        pytest.param(
            lambda floor: talks_to(floor, "wrap"),
            CALL,
            "at_capacity",
            "Ann has been writing up a call since 11:06.",
            id="in wrap-up",
        ),
        pytest.param(
            talks,
            TEXT,
            "not_beside",
            "Ann has been talking since 11:06, beside which no text is offered.",
            id="something in hand beside which this is not offered",
        ),
        pytest.param(
            holds_texts,
            TEXT,
            "at_capacity",
            "Ann has 3 texts in hand, as many as they may.",
            id="as many as they may",
        ),
        pytest.param(
            rings_out, CALL, "at_capacity", "Ann has been ringing somebody out since 11:08.", id="rings a resident out"
        ),
        pytest.param(
            rings_whom_it_was_promised,
            CALL,
            "at_capacity",
            "Ann has been ringing somebody out since 11:08.",
            id="makes a promised call",
        ),
        pytest.param(
            rings_out,
            TEXT,
            "not_beside",
            "Ann has been ringing somebody out since 11:08, beside which no text is offered.",
            id="rings somebody out, beside which this is not offered",
        ),
        pytest.param(
            rang_out, CALL, "on_break", "Ann has been on a break since 11:08 (Lunch).", id="has rung somebody out"
        ),
        pytest.param(rings, CALL, "at_capacity", "Ann has had a call ringing since 11:06.", id="a call rings"),
        pytest.param(
            has_an_email, EMAIL, "at_capacity", "Ann has had an email in hand since 11:06.", id="an email in hand"
        ),
        pytest.param(rings, TEXT, "ringing", "Ann has had a call ringing since 11:06.", id="something else rings"),
        pytest.param(on_a_break, CALL, "on_break", "Ann has been on a break since 11:06 (Lunch).", id="on a break"),
        pytest.param(
            signs_in,
            CALL,
            "not_ready",
            "Ann has been at their desk since 11:06, and has not said that they are ready.",
            id="not ready",
        ),
        pytest.param(
            gone_home,
            CALL,
            "not_at_desk",
            "Ann has not been at their desk since 11:06.",
            id="not at their desk",
        ),
        pytest.param(without_a_phone, CALL, "phone_not_ready", "Ann has no phone connected.", id="no phone"),
        pytest.param(takes_no_calls, CALL, "not_this_channel", "Ann takes no calls.", id="no calls at all"),
        pytest.param(
            lambda floor: signs_in(floor, "libraries:3"),
            CALL,
            "lacks_skill",
            "Ann lacks Roads.",
            id="a skill is missing",
        ),
        pytest.param(
            lambda floor: signs_in(floor, "highways:1"),
            {**CALL, "asks": "highways:3"},
            "lacks_skill",
            "Ann lacks Roads at level 3 (has level 1).",
            id="a level is missing",
        ),
        pytest.param(
            declines,
            CALL,
            "cooling_down",
            "Ann declined it, and may be asked again at 11:07:40.",
            id="declined it",
        ),
        pytest.param(
            lets_it_ring,
            CALL,
            "cooling_down",
            "Ann let it ring out, and may be asked again at 11:08:00.",
            id="let it ring out",
        ),
        pytest.param(
            passes_it_on,
            CALL,
            "cooling_down",
            "Ann had it, and passed it on or gave it back, and may be asked again at 11:07:40.",
            id="passed it on",
        ),
        pytest.param(
            has_no_line,
            CALL,
            "cooling_down",
            "Ann accepted it, but their line did not come up, and may be asked again at 11:07:40.",
            id="their line did not come up",
        ),
    ],
)
async def test_why_an_agent_does_not_take_it(
    floor: Floor, happens: Happens, comes: dict[str, Any], word: str, says: str
) -> None:
    await happens(floor)
    await floor.engine.arrive(plan("c1", **{"asks": "highways:1", **comes}))
    told = await why(floor)
    assert [(row["word"], row["says"]) for row in told["agents"]] == [(word, says)]
