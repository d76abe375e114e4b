"""A resident is rung again directly after a first call: it rings, whatever the carrier still has of the first."""

from typing import Any

import pytest

from sandbox.carrier.line import Line
from tests.centre.house import House
from tests.centre.test_ringing_back import (
    Does,
    agent_hangs_up,
    declines,
    dialled,
    free,
    noted,
    pick_up,
    resident_goes,
    rings,
    stage,
)


@pytest.mark.parametrize(
    ("first", "late"),
    [
        pytest.param(declines, False, id="once the carrier said that the first is over"),
        pytest.param(agent_hangs_up, True, id="before the carrier says that the first is over"),
    ],
)
async def test_they_can_be_rung_again_at_once(house: House, first: Does, late: bool) -> None:
    contact = await rings(house)
    if late:
        house.post.held.add("/phone/status")
    await first(house, contact)
    await stage(house, contact, "over")
    await house.centre.ringing.ring(house.staff["amina"], contact)
    await house.until(lambda: len(dialled(house)) == 2)
    house.post.held.clear()
    await house.post.hand_on_all(house.post.kept)
    await pick_up(house)
    await stage(house, contact, "talking")
    await resident_goes(house, contact)
    await free(house, contact)
    assert len(noted(house, contact)) == 2


@pytest.mark.parametrize("lost", [1, 2], ids=["so it is asked to end it", "and is asked to end it twice"])
async def test_a_softphone_that_the_carrier_still_has_in_the_first_call_is_freed_for_the_second(
    house: House, lost: int
) -> None:
    contact = await rings(house)
    earlier = house.leg(contact, "amina")
    house.post.held.add("/phone/status")
    loses(house, earlier, lost)
    await agent_hangs_up(house, contact)
    assert not earlier.call.over
    await house.centre.ringing.ring(house.staff["amina"], contact)
    await house.until(lambda: len(dialled(house)) == 2)
    assert earlier.call.over
    house.post.held.clear()
    await house.post.hand_on_all(house.post.kept)
    await pick_up(house)
    await stage(house, contact, "talking")


def loses(house: House, line: Line, times: int) -> None:
    """The carrier does nothing, so often, when it is asked to end this line."""
    phone: Any = house.centre._parts.phone
    real, left = type(phone).hang_up, [times]

    def hang_up(sid: str) -> bool:
        if sid == line.call.sid and left[0]:
            left[0] -= 1
            return True
        done: bool = real(phone, sid)
        if not left[0]:
            phone.__dict__.pop("hang_up", None)
        return done

    phone.hang_up = hang_up
