"""What a draft of the rules would have changed, asked of days that a house really lived."""

from datetime import timedelta

import pytest

from core.errors import ConfigInvalid
from simulator.difference import Difference
from tests.centre.house import House

NOBODY_HAS = """
rules:
  - name: Potholes need somebody whom there is not
    services: [highways/pothole]
    needs:
      - {skill: highways, level: 5, hard: true}
"""


async def lived(house: House) -> None:
    """A call that is answered and closed, one that gives up, and one that waits for its turn."""
    _, first = await house.speaks("amina")
    impatient, _ = await house.queues("+447700900555")
    _, patient = await house.queues("+447700900888")
    await house.hangs_up(impatient)
    for contact in (first, patient):
        await house.is_(contact, "active")
        await house.centre.desk.hang_up(house.staff["amina"], contact)
        await house.centre.desk.close(house.staff["amina"], contact, "settled", "")
        await house.is_(contact, "closed")
        if contact == first:
            await house.accepts("amina")
    await house.drain()


async def drafted(house: House, text: str) -> Difference:
    now = house.clock.now()
    day = timedelta(days=1)
    return await house.centre.what_if.draft(text, now - day, now + timedelta(seconds=2), lambda _: None, replications=2)


async def test_the_recorded_rules_as_a_draft_change_nothing(house: House) -> None:
    await lived(house)
    rules = house.ask(lambda tx: tx.rules.current())
    assert rules is not None
    found = await drafted(house, rules.text)
    assert found.overall.contacts == 3
    assert {name: value for name, value in found.overall.recorded.items() if name in ("answered", "abandoned")} == {
        "answered": 2,
        "abandoned": 1,
    }
    for name, value in found.overall.recorded.items():
        assert found.overall.again[name].value == pytest.approx(value, abs=0.05), name
    assert {each.value for each in found.overall.difference.values()} == {0}
    assert found.unservable == []


async def test_a_need_that_nobody_at_work_has_leaves_its_contacts_unservable(house: House) -> None:
    await lived(house)
    found = await drafted(house, NOBODY_HAS)
    assert [(each.service, each.was_already) for each in found.unservable] == [("highways/pothole", False)] * 3
    assert found.overall.draft["answered"].value == 0


async def test_a_draft_that_is_wrong_is_told_at_its_line(house: House) -> None:
    with pytest.raises(ConfigInvalid) as error:
        await drafted(house, NOBODY_HAS.replace("skill: highways", "skill: juggling"))
    assert str(error.value.problems[0]) == "rules.yaml:6:10: There is no skill `juggling`."


async def test_a_draft_that_is_wrong_is_told_by_its_files_own_name(house: House) -> None:
    with pytest.raises(ConfigInvalid) as error:
        await house.centre.what_if.draft(
            NOBODY_HAS.replace("skill: highways", "skill: juggling"),
            house.clock.now() - timedelta(days=1),
            house.clock.now(),
            lambda _: None,
            file="drafts/june.yaml",
        )
    assert str(error.value.problems[0]) == "drafts/june.yaml:6:10: There is no skill `juggling`."
