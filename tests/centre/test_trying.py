"""What a draft would have changed, asked on the console: one at a time, worked out beside the web, cancellable."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from core.errors import ConfigInvalid, Conflict, InvalidInput, SwitchboardError
from live.connection import Live
from tests.centre.house import House
from tests.centre.test_drafts import NOBODY_HAS, lived


async def begin(house: House) -> str:
    """The live store remembers a question for a day; a test begins without one. The rules in force."""
    async with await Live.connect(house.settings.redis_url) as live:
        await live.sessions.drop(f"what-if:{house.settings.division}")
    rules = house.ask(lambda tx: tx.rules.current())
    assert rules is not None
    return rules.text


def today(house: House) -> date:
    return house.clock.now().astimezone(house.runtime.county.zone).date()


async def asked(house: House, text: str, days_ago: int = 0) -> dict[str, Any]:
    day = today(house) - timedelta(days=days_ago)
    return await house.centre.trying.ask(house.staff["grace"], text, first=day, last=day)


async def standing(house: House) -> dict[str, Any]:
    found = await house.centre.trying.read()
    assert found is not None
    return found


async def test_a_question_is_answered_by_a_worker_in_words_for_the_screen(house: House) -> None:
    await begin(house)
    await lived(house)
    question = await asked(house, NOBODY_HAS)
    assert (question["state"], question["by"], question["share"]) == ("waiting", "Grace", 0)
    await house.centre.trying.answer(question["id"])
    found = await standing(house)
    assert (found["state"], found["share"], found["problem"]) == ("done", 1, None)
    assert "text" not in found
    answer = found["answer"]
    assert (answer["rows"][0]["label"], answer["rows"][0]["channel"]) == ("Everybody", None)
    assert answer["rows"][0]["recorded"]["answered"] == 2
    assert answer["rows"][0]["draft"]["answered"] == 0
    assert [(each["channel"], each["contacts"]) for each in answer["unservable"]] == [("phone", 3)]


async def test_one_is_worked_out_at_a_time_and_whoever_comes_second_is_told_whose(house: House) -> None:
    text = await begin(house)
    await lived(house)
    await asked(house, text)
    with pytest.raises(Conflict, match="Grace asked this just now"):
        await asked(house, text)


async def test_one_that_is_cancelled_is_not_worked_out(house: House) -> None:
    text = await begin(house)
    await lived(house)
    question = await asked(house, text)
    await house.centre.trying.cancel()
    await house.centre.trying.answer(question["id"])
    assert (await standing(house))["state"] == "cancelled"
    await asked(house, text)


async def test_one_that_is_cancelled_half_way_stops(house: House) -> None:
    text = await begin(house)
    await lived(house)
    question = await asked(house, text)
    work = asyncio.create_task(house.centre.trying.answer(question["id"]))
    async with asyncio.timeout(20):
        while (await standing(house))["state"] == "waiting":
            await asyncio.sleep(0.01)
    await house.centre.trying.cancel()
    async with asyncio.timeout(60):
        await work
    assert (await standing(house))["state"] == "cancelled"


async def test_days_on_which_nobody_was_served_say_so(house: House) -> None:
    text = await begin(house)
    await house.drain()
    question = await asked(house, text)
    await house.centre.trying.answer(question["id"])
    found = await standing(house)
    assert found["state"] == "failed"
    assert found["problem"] == "Nothing is recorded of those days yet. Choose days on which contacts came in."


@pytest.mark.parametrize(
    ("draft", "days_ago", "error", "says"),
    [
        pytest.param("rules: 7", 0, ConfigInvalid, "rules", id="a draft that is wrong"),
        pytest.param("", 5, InvalidInput, "Nothing is recorded", id="days before the house was opened"),
        pytest.param("", -1, InvalidInput, "that have been", id="tomorrow"),
    ],
)
async def test_what_makes_no_sense_is_refused_at_once(
    house: House, draft: str, days_ago: int, error: type[SwitchboardError], says: str
) -> None:
    text = await begin(house)
    with pytest.raises(error, match=says):
        await asked(house, draft or text, days_ago)
    assert await house.centre.trying.read() is None
