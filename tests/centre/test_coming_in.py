"""Coming to a desk: a new login is not ready yet; a desk that merely reloads goes on as it was."""

import pytest

from router.engine.states import Agent
from tests.centre.house import House
from tests.centre.people import PASSWORD


async def state(house: House, name: str) -> Agent | None:
    """As the engine has them."""
    found = await house.runtime.engine.agent(house.staff[name])
    return found.state if found else None


async def log_in(house: House, name: str, door: str = "desk") -> None:
    answer = await house.http.post(f"/{door}/api/login", json={"username": name, "password": PASSWORD})
    assert answer.status_code == 200


async def beat(house: House, name: str) -> None:
    await house.centre.desk.beat(house.staff[name], microphone=True, phone="registered")


@pytest.mark.parametrize("flushed", [False, True], ids=["ready in another browser", "ready when the store was flushed"])
async def test_somebody_who_logs_in_is_not_ready_yet(house: House, flushed: bool) -> None:
    await house.at_work("amina")
    if flushed:
        await house.flush()
        await house.centre.reconciling.reconcile()
    await log_in(house, "amina")
    assert await state(house, "amina") is Agent.PRESENT
    await beat(house, "amina")
    assert await state(house, "amina") is Agent.PRESENT
    await house.centre.desk.ready(house.staff["amina"])
    assert await state(house, "amina") is Agent.READY


async def test_a_desk_that_reloads_is_as_ready_as_before(house: House) -> None:
    await house.at_work("amina")
    await beat(house, "amina")
    assert await state(house, "amina") is Agent.READY
    await house.flush()
    await house.centre.reconciling.reconcile()
    await beat(house, "amina")
    assert await state(house, "amina") is Agent.READY


async def test_logging_in_again_leaves_a_call_alone(house: House) -> None:
    line, contact = await house.speaks("amina")
    await log_in(house, "amina")
    await beat(house, "amina")
    await house.is_(contact, "active")
    assert not line.ended.is_set()


async def test_the_other_door_changes_nothing(house: House) -> None:
    await house.at_work("grace")
    await log_in(house, "grace", "console")
    assert await state(house, "grace") is Agent.READY
