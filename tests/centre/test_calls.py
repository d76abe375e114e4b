"""A call, from the first ring to the close, whatever happens on the way."""

from tests.centre.house import House


async def test_a_call_is_answered_talked_through_and_closed(house: House) -> None:
    line, contact = await house.speaks("amina")
    assert house.problems == []
    await house.centre.desk.hang_up(house.staff["amina"], contact)
    await house.is_(contact, "wrapping")
    assert line.call.over
    await house.centre.desk.close(house.staff["amina"], contact, "settled", "All is well.")
    kept = await house.is_(contact, "closed")
    assert kept.outcome == "served"
