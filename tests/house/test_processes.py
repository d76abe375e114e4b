"""The worker's hands and the intake's rounds, with a centre that remembers what it was asked."""

import asyncio
import tempfile
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from channels.letter.inbound import Scan
from channels.phone import addresses
from clock import clock
from core.errors import NotFound, SwitchboardError, Unavailable
from intake.main import make_round, work
from switchboard import surroundings
from worker import jobs
from worker.hands import AT_ONCE, Hands


class Outbox:
    def __init__(self) -> None:
        self.delivered: list[str] = []
        self.at_once = 0
        self.most_at_once = 0
        self.gate = threading.Event()
        self.gate.set()

    async def deliver(self, row_id: str) -> str:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.to_thread(self.gate.wait, 10)
            if row_id == "broken":
                raise ValueError("a mistake of ours")
            self.delivered.append(row_id)
        finally:
            self.at_once -= 1
        return "done"


class Trying:
    def __init__(self) -> None:
        self.answered: list[str] = []

    async def answer(self, id: str) -> None:
        self.answered.append(id)


class Health:
    def __init__(self) -> None:
        self.beats: list[str] = []

    async def beat(self, part: str) -> None:
        self.beats.append(part)


AWAY = Unavailable("The carrier does not answer.")


class Channel:
    """Misses `missed` contacts at the first look; fails as often as `failures` says."""

    def __init__(self, missed: int = 0, failures: int = 0, error: SwitchboardError = AWAY) -> None:
        self.missed, self.failures, self.error, self.looks = missed, failures, error, 0

    async def catch_up(self) -> int:
        self.looks += 1
        if self.failures:
            self.failures -= 1
            raise self.error
        found, self.missed = self.missed, 0
        return found


class Limits:
    """Gives every turn to us, or to somebody else."""

    def __init__(self, ours: bool = True) -> None:
        self.ours = ours

    async def hit(self, key: str, limit: int, per_s: float) -> bool:
        return self.ours


class Emails:
    """No mailboxes."""

    mailboxes = ()

    async def read_all(self, box: object, came: object) -> list[object]:
        raise AssertionError("there is no mailbox")

    async def not_given(self, box: object, what: str, why: str) -> object:
        raise AssertionError("there is no mailbox")

    async def keep_all(self, arrived: object) -> list[object]:
        raise AssertionError("there is no mailbox")

    async def lease(self, box: object, holder: str, for_s: float) -> bool:
        return False

    async def release(self, box: object, holder: str) -> None: ...

    async def trouble(self, box: object, problem: str | None) -> None: ...


class Letters:
    """A folder in which nothing ever lies."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def indexed(self) -> tuple[str, ...]:
        return ()

    async def tell_untaken(self, scan: Scan, why: str) -> None:
        raise AssertionError("there is nothing to tell of")

    async def take(self, scan: Scan) -> bool:
        raise AssertionError("there is nothing to take")


class Centre:
    def __init__(self, *, phone: Channel | None = None, texts: Channel | None = None, ours: bool = True) -> None:
        self.outbox, self.health, self.limits = Outbox(), Health(), Limits(ours)
        self.emails = Emails()
        self.trying = Trying()
        self.phone, self.texts, self.notify, self.lost = phone or Channel(), texts or Channel(), Channel(), Channel()
        self.letters = Letters(Path(tempfile.mkdtemp(prefix="post-")))
        self.closed = False

    @asynccontextmanager
    async def opened(self) -> AsyncIterator["Centre"]:
        yield self
        self.closed = True


def test_what_is_in_hand_is_finished_before_the_worker_ends() -> None:
    centre = Centre()
    with Hands(centre.opened) as hands:
        jobs.use(hands)
        for number in range(40):
            jobs.deliver(str(number))
    jobs.use(None)
    assert sorted(centre.outbox.delivered, key=int) == [str(number) for number in range(40)]
    assert centre.health.beats[0] == "worker"
    assert centre.closed


def test_a_slow_partner_keeps_nobody_waiting_until_all_hands_are_full() -> None:
    centre = Centre()
    centre.outbox.gate.clear()
    with Hands(centre.opened) as hands:
        for number in range(AT_ONCE):
            hands.give(lambda centre, number=number: centre.outbox.deliver(str(number)))  # type: ignore[misc]
        one_more = threading.Thread(target=hands.give, args=(lambda centre: centre.outbox.deliver("last"),))
        one_more.start()
        one_more.join(0.1)
        assert one_more.is_alive()
        centre.outbox.gate.set()
        one_more.join(5)
        assert not one_more.is_alive()
    assert centre.outbox.most_at_once <= AT_ONCE
    assert "last" in centre.outbox.delivered


def test_a_mistake_in_one_delivery_hurts_no_other() -> None:
    centre = Centre()
    with Hands(centre.opened) as hands:
        for name in ("broken", "whole"):
            hands.give(lambda centre, name=name: centre.outbox.deliver(name))  # type: ignore[misc]
    assert centre.outbox.delivered == ["whole"]


def test_a_centre_that_does_not_open_is_told_at_once() -> None:
    @asynccontextmanager
    async def never() -> AsyncIterator[Centre]:
        raise Unavailable("The live store does not answer.")
        yield Centre()

    with pytest.raises(Unavailable), Hands(never):
        raise AssertionError("it opened")


async def test_a_round_counts_what_had_been_missed() -> None:
    assert await make_round(Centre(phone=Channel(missed=2), texts=Channel(missed=3))) == 5


async def run_for_a_while(centre: Centre, *, until: int) -> None:
    stop = asyncio.Event()
    life = asyncio.create_task(work(centre, stop, every_s=0.01))
    async with asyncio.timeout(5):
        while centre.phone.looks < until:
            await asyncio.sleep(0.005)
    stop.set()
    await life


async def test_intake_looks_at_start_and_again_and_again() -> None:
    centre = Centre()
    await run_for_a_while(centre, until=3)
    assert centre.texts.looks >= 2
    assert centre.health.beats[0] == "intake"


async def test_a_round_that_fails_is_made_again_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.main.AFTER_FAILURE_S", 0.01)
    centre = Centre(phone=Channel(failures=2), ours=False)
    await run_for_a_while(centre, until=3)
    assert centre.texts.looks == 1


@pytest.mark.parametrize(
    ("sooner", "looks"),
    [
        pytest.param(None, 1, id="nothing is put off"),
        pytest.param(60.0, 1, id="what is put off is for later than the next look"),
        pytest.param(0.1, 3, id="what is put off is for sooner"),
        pytest.param(-1.0, 3, id="what was put off fell due meanwhile"),
    ],
)
async def test_the_clock_looks_sooner_where_something_falls_due_sooner(sooner: float | None, looks: int) -> None:
    seen: list[float] = []

    async def look() -> float | None:
        seen.append(asyncio.get_running_loop().time())
        return sooner if len(seen) < 3 else None

    life = asyncio.create_task(clock._again("outbox", look, 30.0, set()))
    await asyncio.sleep(0.5)
    life.cancel()
    assert len(seen) == looks


async def test_a_loop_of_the_clock_survives_a_mistake_of_ours_and_says_so_until_it_gets_through() -> None:
    failing: set[str] = set()
    seen: list[set[str]] = []

    async def look() -> None:
        seen.append(set(failing))
        if len(seen) < 3:
            raise RuntimeError("a mistake of ours")

    life = asyncio.create_task(clock._again("truth", look, 0.01, failing))
    async with asyncio.timeout(20):
        while len(seen) < 4:
            await asyncio.sleep(0.01)
    assert seen[:4] == [set(), {"truth"}, {"truth"}, set()]
    assert not life.done()
    life.cancel()


async def test_a_round_that_is_anothers_turn_is_left_to_it() -> None:
    centre = Centre(ours=False)
    stop = asyncio.Event()
    life = asyncio.create_task(work(centre, stop, every_s=0.001))
    await asyncio.sleep(0.1)
    stop.set()
    await life
    assert centre.phone.looks == 1


def test_the_carrier_is_asked_for_the_same_patience_by_the_sandbox_as_by_us() -> None:
    assert surroundings.PATIENCE == addresses.PATIENCE


async def test_a_channel_that_cannot_be_compared_keeps_no_other_from_it_and_is_told() -> None:
    texts = Channel(missed=3)
    with pytest.raises(NotFound):
        await make_round(Centre(phone=Channel(failures=1, error=NotFound("It is gone.")), texts=texts))
    assert texts.missed == 0
