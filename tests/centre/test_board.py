"""The board: what it counts, and what it says at once when something waits that nobody takes."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from centre.reach import NOBODY, NOT_READY, UNKNOWN, unreached
from config.county import County
from core.channel import Channel
from records.rows import Waiting
from records.staff_rows import Account
from router.engine.states import Agent
from router.engine.views import AgentState
from tests.centre.house import House

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
AT_RISK = ("2", "1")
"""Adult social care, somebody may be at risk."""
SAFE, LOAN = "adult-social-care/safeguarding", "libraries/renewal"
HARD = {"steps": [{"after_ms": 0, "needs": [{"skill": "safeguarding", "level": 3, "hard": True}]}]}
SOFT = {"steps": [{"after_ms": 0, "needs": [{"skill": "libraries", "level": 1, "hard": False}]}]}


def person(name: str, skills: dict[str, int], capacity: dict[str, int]) -> Account:
    return Account(
        id=name,
        username=name,
        name=name,
        role="agent",
        password_hash="",
        skills=skills,
        capacity=capacity,
        interruptible=[],
        state="ready",
        reason=None,
        since=NOW,
        created_at=NOW,
    )


def there(name: str, state: Agent) -> AgentState:
    return AgentState(
        id=name, state=state, reason="", since_ms=0, phone_ready=True, lease_until_ms=0, may_take=(), in_hand=()
    )


EWA = person("ewa", {"safeguarding": 3}, {"phone": 1})
BEN = person("ben", {"safeguarding": 2, "highways": 3}, {"phone": 1, "sms": 3})
LIA = person("lia", {"libraries": 1}, {"sms": 3})


@pytest.mark.parametrize(
    ("plan", "service", "here", "office_open", "why"),
    [
        pytest.param(HARD, SAFE, [], True, NOBODY, id="hard, and nobody is here"),
        pytest.param(HARD, SAFE, [], False, NOBODY, id="hard, at night as well"),
        pytest.param(HARD, SAFE, [(BEN, Agent.READY)], True, NOBODY, id="hard, and whoever is here knows too little"),
        pytest.param(HARD, SAFE, [(EWA, Agent.ABSENT)], True, NOBODY, id="hard, and whoever may take it has left"),
        pytest.param(
            HARD, SAFE, [(EWA, Agent.BREAK)], True, NOT_READY, id="hard, and whoever may take it is on a break"
        ),
        pytest.param(HARD, SAFE, [(EWA, Agent.READY)], True, None, id="hard, and somebody may take it"),
        pytest.param(SOFT, LOAN, [(BEN, Agent.READY)], True, UNKNOWN, id="soft, and nobody at work knows it"),
        pytest.param(SOFT, LOAN, [(BEN, Agent.READY)], False, None, id="soft, and the office is closed"),
        pytest.param(SOFT, LOAN, [(LIA, Agent.BREAK)], True, None, id="soft, and somebody at work knows it"),
    ],
)
async def test_what_nobody_can_take_is_told(
    county: County,
    plan: dict[str, object],
    service: str,
    here: list[tuple[Account, Agent]],
    office_open: bool,
    why: str | None,
) -> None:
    waits = Waiting(service=service, channel=Channel.PHONE, queued_at=NOW, plan=plan)
    found = unreached(
        [waits, replace(waits, queued_at=NOW.replace(hour=9))],
        {account.id: account for account in (EWA, BEN, LIA)},
        [there(account.id, state) for account, state in here],
        county.services,
        {"office": office_open, "always": True},
    )
    assert [(each.service, each.why, each.count, each.since.hour) for each in found] == (
        [(service, why, 2, 9)] if why else []
    )


async def test_what_is_hard_is_told_first(county: County) -> None:
    loan = Waiting(service=LOAN, channel=Channel.SMS, queued_at=NOW, plan=SOFT)
    safe = Waiting(service=SAFE, channel=Channel.SMS, queued_at=NOW.replace(hour=11), plan=HARD)
    assert [each.service for each in unreached([loan, safe], {}, [], county.services, {})] == [SAFE, LOAN]


async def test_a_safeguarding_call_that_nobody_here_may_take_is_on_the_board_at_once(house: House) -> None:
    await house.at_work("amina", "ben")
    await house.queues(keys=AT_RISK)
    board = await house.centre.board.view()
    (problem,) = board["problems"]
    assert (problem["kind"], problem["text"]) == ("unreached", "Safeguarding: 1 waits, and nobody here may take it.")
    (line,) = board["services"]
    assert (line["service"], line["unreached"]) == (SAFE, True)


async def test_a_call_that_somebody_here_may_take_is_no_problem(house: House) -> None:
    await house.at_work("amina")
    await house.queues()
    board = await house.centre.board.view()
    assert board["problems"] == []
    assert not any(line["unreached"] for line in board["services"])


async def test_every_service_has_its_line_of_the_day(house: House) -> None:
    await house.queues()
    day = {line["service"]: line for line in (await house.centre.board.view())["today_by_service"]}
    assert set(day) == set(house.runtime.county.services)
    assert day["highways/pothole"] == {
        "service": "highways/pothole",
        "label": "Pothole or damaged road",
        "arrived": 1,
        "answered": 0,
        "answered_in_target": 0,
        "abandoned": 0,
        "target_s": 20,
    }
    assert day[SAFE]["arrived"] == 0


async def test_a_line_says_when_the_first_of_its_contacts_is_due_by_its_own_target(house: House) -> None:
    async def due_in_s() -> float:
        (line,) = (await house.centre.board.view())["services"]
        return (datetime.fromisoformat(line["due_at"]) - datetime.fromisoformat(line["oldest_at"])).total_seconds()

    targets = house.runtime.county.services["highways/pothole"].targets_s
    await house.text("There is a pothole in Mill Lane")
    assert abs(await due_in_s() - targets[Channel.SMS]) < 1
    await house.queues()
    assert targets[Channel.PHONE] <= await due_in_s() < targets[Channel.SMS], "the call came later and is due sooner"
