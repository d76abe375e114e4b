"""Why, asked of the whole house: from the live engine, from the record after a flush, by any of the ways to name it."""

import json
from typing import Any

import pytest
from structlog.testing import capture_logs

from core.errors import InvalidInput, NotFound
from router.engine.keys import Keys
from tests.centre.house import House
from tests.centre.test_call_backs import is_rung, keeps_place
from tests.centre.test_calls import ringing, waiting
from tests.centre.test_ringing_back import pick_up, stage, talks

P = Keys("westmere").prefix


async def said(house: House, id: str) -> str:
    return " ".join((await house.centre.why.why(id))["sentences"])


async def test_a_waiting_call_is_explained_with_peoples_names_and_words(house: House) -> None:
    _, _ = await house.speaks("ben")
    _, contact = await house.queues("+447700900777")
    told = await house.centre.why.why(contact)
    assert told["state"] == "waiting"
    kept = (await house.is_(contact, "waiting")).plan
    assert told["rule"] == (kept or {}).get("reason") != ""
    assert told["needs"] == [{"skill": "highways", "label": "Roads and pavements", "level": 2, "hard": False}]
    assert [(row["name"], row["word"]) for row in told["agents"]] == [("Ben", "at_capacity")]
    assert "Ben has been talking since" in " ".join(told["sentences"])
    assert "it needs only Roads and pavements" in told["frees"][-1]
    assert [row["contact"] for row in await house.centre.why.waiting("highways/pothole")] == [contact]


async def test_who_rings_a_resident_out_about_a_text_is_said_to_do_so(house: House) -> None:
    await talks(house)
    _, contact = await house.queues("+447700900777")
    assert "Amina has been ringing somebody out since" in await said(house, contact)
    assert house.problems == []


async def test_who_makes_a_promised_call_is_said_to_ring_somebody_out_until_it_is_over(house: House) -> None:
    _, promised = await keeps_place(house)
    await is_rung(house)
    await pick_up(house)
    await stage(house, promised, "talking")
    _, contact = await house.queues("+447700900777")
    assert "Amina has been ringing somebody out since" in await said(house, contact)
    assert "Amina has had it in hand since" in await said(house, promised)
    assert "has been ringing the resident out since" in await said(house, promised)
    await house.centre.desk.hang_up(house.staff["amina"], promised)
    await house.is_(promised, "wrapping")
    assert "Amina has been writing up a call since" in await said(house, contact)
    assert house.problems == []


async def test_asking_why_changes_nothing(house: House) -> None:
    _, _ = await house.speaks("ben")
    _, contact = await house.queues("+447700900777")
    before = await house.runtime.engine.dump()
    told = await house.centre.why.why(contact)
    assert told["place"]["estimate_high_s"] is not None
    after = await house.runtime.engine.dump()
    assert {**after, "at": before["at"]} == before


async def test_an_offer_is_explained_before_and_after_it_is_in_the_record(house: House) -> None:
    await house.at_work("ben")
    await house.at_work("amina")
    _, contact = await house.queues()
    told = (await house.centre.why.why(contact))["offers"]
    assert len(told) == 1
    before = await house.centre.why.why(f"{contact}@{told[0]['epoch']}")
    assert before["decided"] == "tier"
    assert [(row["name"], row["chosen"]) for row in before["candidates"]] == [("Amina", True), ("Ben", False)]
    assert "Amina has 2 skills, Ben 3 skills" in " ".join(before["sentences"])
    await house.drain()
    assert await house.centre.why.why(f"{contact}@{told[0]['epoch']}") == before
    await house.flush()
    assert await house.centre.why.why(f"{contact}@{told[0]['epoch']}") == before, "the record still knows"


async def test_a_desk_is_told_why_it_rings_there(house: House) -> None:
    await ringing(house)
    why = (await house.offer("amina"))["why"]
    you = "It needs Roads and pavements at level 2 (you have 4), and you are free."
    assert why == f"Roads, first to those who know them well. {you}"


async def test_a_closed_contact_and_one_that_was_flushed_are_told_from_the_record(house: House) -> None:
    line, contact = await waiting(house)
    await house.drain()
    await house.flush()
    assert "is put back in its place within seconds" in await said(house, contact)
    await house.centre.reconciling.reconcile()
    assert "It is first in line" in await said(house, contact)
    await house.hangs_up(line)
    await house.is_(contact, "closed")
    await house.flush()
    assert "It ended as abandoned" in await said(house, contact)
    line = await house.dial("+447700900888")
    assert "It has not reached the queue yet." in await said(house, house.contact(line).id)


async def test_a_case_is_named_by_its_reference(house: House) -> None:
    _, contact = await waiting(house)
    case = house.do(lambda tx: tx.cases.create(None, "highways/pothole"))
    empty = house.do(lambda tx: tx.cases.create(None, "highways/pothole"))
    house.do(lambda tx: tx.contacts.link(contact, case_id=case.id))
    assert (await house.centre.why.why(case.reference.replace("-", " ")))["contact"] == contact
    with pytest.raises(NotFound):
        await house.centre.why.why(empty.reference)
    with pytest.raises(InvalidInput):
        await house.centre.why.why("123-456-789")


@pytest.mark.parametrize("id", ["con_none", "con_none@3"])
async def test_a_stranger_is_not_found(house: House, id: str) -> None:
    with pytest.raises(NotFound):
        await house.centre.why.why(id)


async def test_what_is_explained_names_no_resident(house: House) -> None:
    _, contact = await waiting(house)
    assert "7700900" not in json.dumps(await house.centre.why.why(contact))


async def test_a_broken_invariant_is_on_the_board_and_in_the_log_until_it_is_mended(house: House) -> None:
    _, contact = await waiting(house)
    redis: Any = house.runtime.live.redis
    assert await house.centre.checking.look() == []
    place = await redis.hget(P + f"contact:{contact}", "place")
    score = await redis.zscore(P + f"bucket:{place}", contact)
    await redis.zrem(P + f"bucket:{place}", contact)
    with capture_logs() as logs:
        await house.centre.checking.look()
        await house.centre.checking.look()
    assert [entry["event"] for entry in logs] == ["invariants_broken"], "told once"
    problem = (await house.centre.board.view())["problems"][0]
    assert problem["kind"] == "check"
    assert f"{contact} is waiting" in problem["text"]
    assert await house.centre.checking.whole() != []
    await redis.zadd(P + f"bucket:{place}", {contact: score})
    with capture_logs() as logs:
        assert await house.centre.checking.look() == []
    assert [entry["event"] for entry in logs] == ["invariants_hold_again"]
    assert [each["kind"] for each in (await house.centre.board.view())["problems"]] == ["unreached"]
