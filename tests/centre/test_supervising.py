"""What supervisors do to others' work: each act with its reason, kept with who did it."""

import pytest

from core.errors import Conflict, InvalidInput
from tests.centre.house import House
from tests.centre.test_asides import parked
from tests.centre.test_calls import waiting, wrapping

WHY = "went home ill"


def acts(house: House) -> list[tuple[str, str, str]]:
    """Who did what and why, the newest first."""
    names = {id: name for name, id in house.staff.items()}
    return [(names[act.by], act.did, act.why) for act in house.ask(lambda tx: tx.acts.recent())]


async def test_a_wrap_up_left_open_is_ended_and_its_agent_is_free(house: House) -> None:
    _, contact = await wrapping(house)
    await house.centre.supervising.release(house.staff["grace"], contact, WHY)
    kept = house.ask(lambda tx: tx.contacts.get(contact))
    assert (kept.state, kept.outcome, kept.agent_id) == ("closed", "no_outcome", house.staff["amina"])
    await house.is_(contact, "closed")
    assert (await house.centre.desk.view(house.staff["amina"]))["in_hand"] == []
    assert acts(house) == [("grace", "release", WHY)]
    (line,) = (await house.centre.board.view())["acts"]
    assert (line["by"], line["agent"], line["why"]) == ("Grace", None, WHY)
    notes = [each.text for each in house.ask(lambda tx: tx.messages.of_contact(contact)) if each.direction == "note"]
    assert notes == [f"Wrap-up ended by Grace: {WHY}"]


async def test_who_speaks_is_not_released(house: House) -> None:
    _, contact = await house.speaks("amina")
    with pytest.raises(Conflict):
        await house.centre.supervising.release(house.staff["grace"], contact, WHY)
    await house.is_(contact, "active")
    assert acts(house) == []


async def test_an_agent_sent_on_a_break_is_offered_nothing_until_they_are_ready(house: House) -> None:
    await house.at_work("amina")
    await house.centre.supervising.send_on_break(house.staff["grace"], house.staff["amina"], "lunch", WHY)
    agent = await house.runtime.engine.agent(house.staff["amina"])
    assert agent is not None
    assert (agent.state, agent.reason) == ("break", "lunch")
    assert house.ask(lambda tx: tx.accounts.get(house.staff["amina"])).state == "break"
    assert acts(house) == [("grace", "break", WHY)]
    await house.at_work("amina")
    agent = await house.runtime.engine.agent(house.staff["amina"])
    assert agent is not None
    assert agent.state == "ready"


async def test_an_agent_taken_off_is_offered_nothing_though_their_desk_beats_on(house: House) -> None:
    await house.at_work("amina")
    await house.centre.supervising.take_off(house.staff["grace"], house.staff["amina"], WHY)
    await house.centre.desk.beat(house.staff["amina"], microphone=True, phone="registered")
    agent = await house.runtime.engine.agent(house.staff["amina"])
    assert agent is not None
    assert agent.state == "present"
    assert acts(house) == [("grace", "leave", WHY)]


async def test_who_is_not_at_work_is_neither_sent_nor_taken_off(house: House) -> None:
    supervising = house.centre.supervising
    with pytest.raises(Conflict):
        await supervising.send_on_break(house.staff["grace"], house.staff["ben"], "lunch", WHY)
    with pytest.raises(Conflict):
        await supervising.take_off(house.staff["grace"], house.staff["ben"], WHY)
    assert acts(house) == []


async def test_what_waits_rings_at_the_desk_that_it_was_given_to(house: House) -> None:
    _, contact = await waiting(house)
    await house.at_work("carys")
    found = await house.state(contact)
    assert found is not None
    assert found.state == "waiting", "carys knows nothing of roads yet"
    await house.centre.supervising.give(house.staff["grace"], contact, house.staff["carys"], WHY)

    async def told() -> bool:
        offer = await house.offer("carys")
        return bool((offer["contact"], offer["why"]) == (contact, f"From Grace: {WHY}"))

    await house.until(told)
    assert acts(house) == [("grace", "give", WHY)]
    kept = house.ask(lambda tx: tx.contacts.get(contact))
    assert (kept.plan or {})["preferred"] == house.staff["carys"]


async def test_nothing_is_given_to_who_is_not_ready_nor_what_no_longer_waits(house: House) -> None:
    _, contact = await waiting(house)
    with pytest.raises(Conflict, match="not at work"):
        await house.centre.supervising.give(house.staff["grace"], contact, house.staff["ben"], WHY)
    house.robot("amina")
    await house.at_work("amina")
    await house.accepts("amina")
    await house.is_(contact, "active")
    await house.at_work("ben")
    with pytest.raises(Conflict, match="no longer waits"):
        await house.centre.supervising.give(house.staff["grace"], contact, house.staff["ben"], WHY)
    assert acts(house) == []


async def test_what_anybody_put_aside_is_taken_up(house: House) -> None:
    contact = await parked(house)
    await house.centre.supervising.take_up(house.staff["grace"], contact, WHY)
    assert (await house.offer("amina"))["contact"] == contact
    with pytest.raises(Conflict):
        await house.centre.supervising.take_up(house.staff["grace"], contact, WHY)
    assert acts(house) == [("grace", "take up", WHY)]


async def test_nothing_is_done_without_a_reason(house: House) -> None:
    _, contact = await wrapping(house)
    with pytest.raises(InvalidInput):
        await house.centre.supervising.release(house.staff["grace"], contact, "  ")
    await house.is_(contact, "wrapping")
