"""The live store is killed and starts again on what it wrote: it goes on. When it lacks its last second, what somebody
did in that second holds all the same."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from config.county import load_county
from core.errors import Unavailable
from tests.centre.house import House
from tests.centre.people import MARGARET
from tests.live.falling import Falling

HELD = ("connecting", "active", "wrapping")


class Fallible(House):
    """A house with a store of its own."""

    store: Falling

    async def text_comes(self, number: str = MARGARET) -> str:
        await self.text("There is a pothole in Mill Lane", number)
        return str(self.ask(lambda tx: tx.contacts.recent(1))[0].id)

    async def falls(self, back_to: int | None = None) -> None:
        """It falls, and nothing is decided before somebody has looked what it lacks."""
        self.store.fall(back_to)
        await self.runtime.live.redis.connection_pool.disconnect()
        with pytest.raises(Unavailable):
            await self.runtime.engine.ready(self.staff["amina"])


@pytest_asyncio.fixture(loop_scope="session")
async def house(made_record: Path, tmp_path: Path) -> AsyncIterator[Fallible]:
    shutil.copy(made_record, tmp_path / made_record.name)
    with Falling(tmp_path / "valkey") as store:
        async with Fallible(tmp_path, store.url, load_county(open_all_hours=True)) as house:
            house.store = store
            yield house


Acts = Callable[[Fallible, str], Awaitable[None]]


async def taken(house: Fallible, contact: str) -> None:
    await house.accepts("amina")


async def closed(house: Fallible, contact: str) -> None:
    await house.centre.desk.close(house.staff["amina"], contact, "settled", "Done.")


async def declined(house: Fallible, contact: str) -> None:
    offer = await house.offer("amina")
    await house.centre.desk.decline(house.staff["amina"], contact, offer["epoch"], "busy")


async def gone_to_lunch(house: Fallible, contact: str) -> None:
    await house.centre.desk.take_break(house.staff["amina"], "lunch")


async def another_came(house: Fallible, contact: str) -> None:
    assert await house.text_comes("+447700900377") != contact


LOST = [
    pytest.param(False, taken, "active", id="a contact was taken"),
    pytest.param(True, closed, "closed", id="a contact was closed"),
    pytest.param(False, declined, "waiting", id="a contact was declined"),
    pytest.param(False, gone_to_lunch, "waiting", id="an agent went to lunch, and it rang no more"),
    pytest.param(False, another_came, "waiting", id="another contact came"),
]


async def test_one_that_lost_nothing_goes_on_as_if_nothing_had_been(house: Fallible) -> None:
    contact = await house.text_comes()
    await house.at_work("amina")
    offer, before = await house.offer("amina"), await house.runtime.engine.generation()
    await house.falls()
    assert await house.centre.reconciling.reconcile() == 0
    assert await house.runtime.engine.generation() == before
    assert await house.offer("amina") == offer, "it rings on, under the same epoch"
    await house.accepts("amina")
    await house.is_(contact, "active")


@pytest.mark.parametrize("told", [True, False], ids=["and the log told of it", "and nothing told of it"])
@pytest.mark.parametrize(("in_hand", "act", "state"), LOST)
async def test_what_was_done_in_a_second_that_it_lost_is_done(
    house: Fallible, in_hand: bool, act: Acts, state: str, told: bool
) -> None:
    contact = await house.text_comes()
    await house.at_work("amina")
    await house.offer("amina")
    if in_hand:
        await house.accepts("amina")
    await house.drain()
    held, written = await house.state(contact), house.store.written()
    assert held is not None
    house.clock_runs = told
    await act(house, contact)
    await house.drain()
    open_before = house.ask(lambda tx: set(tx.contacts.routed_open_ids()))
    await house.falls(written)
    house.clock_runs = True
    await house.centre.reconciling.reconcile()
    assert house.ask(lambda tx: set(tx.contacts.routed_open_ids())) == open_before, "nobody is lost"
    assert await house.runtime.engine.missing(sorted(open_before)) == set()
    account = house.ask(lambda tx: tx.accounts.get(house.staff["amina"]))
    await house.centre.desk.beat(account.id, microphone=True, phone="registered")
    agent = await house.runtime.engine.agent(account.id)
    assert agent is not None
    assert agent.state == account.state, "and is where they said"
    kept = await house.is_(contact, *([state, "offered"] if state == "waiting" else [state]))
    if state in HELD:
        assert (kept.agent_id, kept.epoch) == (account.id, held.epoch), "in the hands that took it"
        assert [each.contact for each in agent.in_hand] == [contact]
    await house.centre.desk.ready(account.id)
    if state == "waiting":
        offer = await house.accepts("amina")
        assert offer["epoch"] >= (held.epoch or 0) + told, "no epoch that was told of is given twice"
    assert await house.centre.checking.whole() == []
