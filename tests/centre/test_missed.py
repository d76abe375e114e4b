"""A ring that nobody answers leaves a notice; two in a row, and the agent is on a break that the supervisor sees."""

from tests.centre.house import House
from tests.centre.people import LANDLINE


async def _misses(house: House) -> str:
    """What rings at amina's desk runs out."""
    contact = str((await house.offer("amina"))["contact"])
    await house.fall_due("offer", contact)
    await house.drain()
    return contact


async def _notices(house: House) -> list[str]:
    return [each["text"] for each in (await house.centre.desk.view(house.staff["amina"]))["notices"]]


async def _state(house: House) -> tuple[str, str | None]:
    agents = (await house.centre.board.view())["agents"]
    (amina,) = [each for each in agents if each["id"] == house.staff["amina"]]
    return amina["state"], amina["reason"]


async def test_a_missed_ring_is_told_and_two_in_a_row_are_a_break(house: House) -> None:
    await house.at_work("amina")
    await house.queues()
    assert await _notices(house) == []
    await _misses(house)
    (told,) = await _notices(house)
    assert told == "You missed a call about Pothole or damaged road."
    assert await _state(house) == ("ready", None)
    await house.queues(LANDLINE)
    await _misses(house)
    assert len(await _notices(house)) == 2
    assert await _state(house) == ("break", "did not answer")
    kept = house.ask(lambda tx: tx.accounts.get(house.staff["amina"]))
    assert (kept.state, kept.reason) == ("break", "did not answer")
    await house.at_work("amina")
    assert await _state(house) == ("ready", None)


async def test_what_was_answered_in_between_begins_the_count_anew(house: House) -> None:
    house.robot("amina")
    await house.at_work("amina")
    await house.queues()
    await _misses(house)
    await house.text("There is a pothole in Mill Lane")
    await house.accepts("amina")
    await house.drain()
    await house.text("The street light is out", LANDLINE)
    await _misses(house)
    assert await _state(house) == ("ready", None)


async def test_what_rang_twice_is_told_once(house: House) -> None:
    await house.at_work("amina")
    await house.queues()
    first = await _misses(house)
    await house.fall_due("cool", first)
    assert await _misses(house) == first
    assert len(await _notices(house)) == 1


async def test_what_they_took_when_it_rang_again_is_no_longer_told_as_missed(house: House) -> None:
    await house.at_work("amina")
    await house.text("There is a pothole in Mill Lane")
    contact = await _misses(house)
    (told,) = await _notices(house)
    assert told.startswith("You missed a contact")
    await house.fall_due("cool", contact)
    await house.accepts("amina")
    await house.drain()
    assert await _notices(house) == []
