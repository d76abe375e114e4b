"""Recorded days once more: a house that lived is replayed from its record, decision by decision."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from core.errors import InvalidInput
from tests.centre.house import House
from tests.centre.test_calls import ringing
from tests.centre.test_drafts import lived
from tests.house.command import environment, run


async def test_what_was_recorded_is_reproduced_offer_by_offer(house: House) -> None:
    await house.speaks("ben")
    await ringing(house)
    await house.drain()
    heard: list[float] = []
    now = house.clock.now()
    found = await house.centre.what_if.again(now - timedelta(days=1), now + timedelta(days=1), heard.append)
    assert [each.first for each in found] == [None] * len(found)
    assert sum(each.offers for each in found) >= 2
    assert heard[-1] == 1


async def test_a_flush_begins_another_log_that_stands_for_itself(house: House) -> None:
    await ringing(house)
    await house.drain()
    await house.flush()
    await house.centre.reconciling.reconcile()
    await house.queues("+447700900888")
    await house.drain()
    now = house.clock.now()
    found = await house.centre.what_if.again(now - timedelta(days=1), now + timedelta(days=1), lambda _: None)
    assert len(found) >= 2
    assert [each.first for each in found] == [None] * len(found)


def command(house: House, given: str) -> "CompletedProcess[str]":
    """As it is typed where the live store is gone: nothing listens at its address."""
    home, nowhere = str(house.home), "redis://127.0.0.1:1"
    return run(f"simulate {given}", environment(Path(home), 1, OPEN_ALL_HOURS="on", REDIS_URL=nowhere))


async def test_the_record_alone_is_enough_for_the_command(house: House, tmp_path: Path) -> None:
    await lived(house)
    now = house.clock.now()
    days = f"--from {now - timedelta(days=1):%Y-%m-%d} --to {now:%Y-%m-%d}"
    done = await asyncio.to_thread(command, house, f"{days} --json")
    assert done.returncode == 0, done.stderr
    assert sum(each["offers"] for each in json.loads(done.stdout)) >= 1
    draft = tmp_path / "draft.yaml"
    draft.write_text(house.county.rules_text, "utf-8")
    done = await asyncio.to_thread(command, house, f"{days} --rules {draft} --replications 1 --json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["overall"]["contacts"] >= 1


async def test_days_of_which_nothing_is_recorded_are_wrong_days_for_the_command(house: House) -> None:
    done = await asyncio.to_thread(command, house, "--from 1999-01-01 --to 1999-01-02")
    assert (done.returncode, done.stderr.strip()) == (2, "The record holds nothing of those days.")


async def test_days_of_which_nothing_is_recorded_are_told_so(house: House) -> None:
    long_ago = house.clock.now() - timedelta(days=3650)
    with pytest.raises(InvalidInput, match="nothing of those days"):
        await house.centre.what_if.again(long_ago, long_ago + timedelta(days=1), lambda _: None)
