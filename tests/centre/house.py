"""A house for tests: one centre and its web edge, the stand-in carrier on a clock that only tests move, and hands.

Calls, texts and callbacks really cross loopback, signed; a minute of hold music takes no time at all.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

import httpx

from centre.centre import Centre
from config.county import County
from config.settings import Settings, load_settings
from core.channel import Channel
from core.clock import Clock, SystemClock
from core.errors import Unavailable
from records.rows import Contact
from records.tx import Tx
from router.engine.views import ContactState
from runtime.parts import Runtime, running
from sandbox.app import build
from sandbox.carrier.carrier import Carrier
from sandbox.carrier.line import Line
from sandbox.carrier.media import NoMedia
from sandbox.carrier.robots import Behaviour
from sandbox.clock import ManualClock
from sandbox.partner.mailbox import Mailbox
from sandbox.settings import Settings as SandboxSettings
from tests.centre.people import MARGARET
from tests.centre.post import Post
from tests.sandbox.served import Served
from web.app import create_app
from web.serve import Server, server

T = TypeVar("T")
DIVISION = "westmere"
POTHOLE = ("1", "1", "2")
"""Roads, a pothole, no link please."""
KEPT = {"accounts", "rules", "alembic_version", "sqlite_sequence"}
"""Tables that outlast a test."""

SPOKEN_S = 30.0
"""Longer than anything that a menu says before it acts."""


def always_open(county: County) -> County:
    """The same county with an office that never closes."""
    return replace(county, calendars={**county.calendars, "office": county.calendars["always"]})


class House:
    """`async with House(...) as house`: everything answers."""

    def __init__(self, home: Path, valkey: str, county: County, clock: Clock | None = None) -> None:
        self._home = home
        self._valkey = valkey
        self._county = county
        self.clock = clock or SystemClock()
        self._stack = AsyncExitStack()
        self._mornings = 0

    async def __aenter__(self) -> Self:
        self.port = await _free_port()
        settings = self._settings()
        self.carrier_time = ManualClock(self.clock.now())
        smtp_port = await _free_port()
        given = _sandbox(settings, self._home / "sandbox", smtp_port)
        self.carrier = await self._stack.enter_async_context(_carrier(given, self.carrier_time))
        self.settings = settings.model_copy(update=_addresses(self.carrier, smtp_port))
        self.runtime = await self._stack.enter_async_context(self.another())
        await self.centre.reconciling.reconcile()
        self.post = Post(create_app(self.centre, self.settings, clock=self.clock))
        await self._stack.enter_async_context(_web(self.post, self.settings, self.port))
        self.http = await self._stack.enter_async_context(_client(self.url))
        self.control = await self._stack.enter_async_context(_client(self.carrier.base))
        with self.runtime.record.reading() as tx:
            self.staff = {account.username: account.id for account in tx.accounts.list()}
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._hang_up_all()
        await self._stack.aclose()

    async def fresh(self) -> None:
        """As on the first morning: nobody has called, nothing is known, the carrier has a new account."""
        await self._hang_up_all()
        await self.carrier.carrier.close()
        box = self.carrier.app.state.mailbox
        await box.stop()
        self._mornings += 1
        given = replace(self.carrier.carrier.settings, home=self._home / f"sandbox-{self._mornings}")
        self.carrier_time = ManualClock(self.clock.now())
        carrier = Carrier(given, self.carrier_time, NoMedia(self.carrier_time))
        self.carrier.app.state.carrier, self.carrier.app.state.mailbox = carrier, Mailbox(carrier)
        await self.carrier.app.state.mailbox.start()
        self.post.begin_anew()
        self._forget()
        await self.flush()
        self.http.cookies.clear()
        await self.centre.reconciling.reconcile()

    async def _hang_up_all(self) -> None:
        self.post.held.clear()
        for line in self.carrier.carrier.lines.values():
            line.hang_up()
        # A partner that takes its time is done by then.
        await self.carrier_time.advance(60)

    def _forget(self) -> None:
        """Empty the record, but for who works here; the first rules hold again."""
        with closing(sqlite3.connect(self._home / "switchboard.db", isolation_level=None)) as file:
            names = [row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            file.execute("PRAGMA busy_timeout = 5000")
            file.execute("BEGIN IMMEDIATE")
            for name in set(names) - KEPT:
                file.execute(f'DELETE FROM "{name}"')
            file.execute("UPDATE accounts SET state = 'absent', reason = NULL")
            file.execute("COMMIT")
        current = self.ask(lambda tx: tx.rules.current())
        if current is None or current.text != self._county.rules_text:
            self.do(lambda tx: tx.rules.publish(self._county.rules_text, "Switchboard", "a new morning"))

    @asynccontextmanager
    async def another(self) -> AsyncIterator[Runtime]:
        """One more process of this house, in all but the process."""
        async with running(self.settings, clock=self.clock, county=self._county) as runtime:
            yield runtime

    # -- what is looked at

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def centre(self) -> Centre:
        return self.runtime.centre

    @property
    def problems(self) -> list[int]:
        """Twilio's numbers of what the carrier found wrong with us."""
        return [problem.code for problem in self.carrier.carrier.problems]

    def ask(self, question: Callable[[Tx], T]) -> T:
        """Read the record."""
        with self.runtime.record.reading() as tx:
            return question(tx)

    def do(self, act: Callable[[Tx], T]) -> T:
        """Write to the record, behind everybody's back."""
        with self.runtime.record.transaction() as tx:
            return act(tx)

    def contact(self, line: Line) -> Contact:
        """The contact of a call."""
        found = self.ask(lambda tx: tx.contacts.by_provider_id(Channel.PHONE, line.call.sid))
        assert found is not None, "the call is not in the record"
        return found

    async def state(self, contact: str) -> ContactState | None:
        """As the engine has it."""
        return await self.runtime.engine.contact(contact)

    async def until(self, true: Callable[[], Any] | Callable[[], Awaitable[Any]], within_s: float = 8.0) -> Any:
        """Waits until it is true; the log is written to the record meanwhile, as a clock would."""
        deadline = asyncio.get_running_loop().time() + within_s
        while True:
            await self.drain()
            answer = true()
            answer = await answer if asyncio.iscoroutine(answer) else answer
            if answer:
                return answer
            assert asyncio.get_running_loop().time() < deadline, "it did not come true in time"
            await asyncio.sleep(0.005)

    async def is_(self, contact: str, *states: str) -> Contact:
        """Waits until engine and record both have it in one of these states."""

        async def both() -> Contact | None:
            state = await self.state(contact)
            kept = self.ask(lambda tx: tx.contacts.get(contact))
            if kept.state in states and (state is None or state.state.value in states):
                return kept
            return None

        found: Contact = await self.until(both)
        return found

    async def drain(self) -> int:
        """What the clock does at once: the engine's events into the record."""
        read = 0
        while more := await self.centre.reconciling.drain(0):
            read += more
        return read

    # -- accidents

    async def flush(self) -> None:
        """The live store forgets everything."""
        await self.runtime.live.redis.flushall()

    async def fall_due(self, kind: str, contact: str = "") -> None:
        """A deadline of the engine's is over; then what a clock does every 50 ms."""
        await self.make_due(kind, contact)
        await self.centre.deadlines.tick(200)

    async def make_due(self, kind: str, contact: str = "") -> None:
        """Deadlines of this kind are over now."""
        timers = f"{{{DIVISION}}}:timers"
        redis: Any = self.runtime.live.redis
        due = [name for name in await redis.zrange(timers, 0, -1) if name.startswith(f"{kind}|{contact}")]
        assert due, f"there is no deadline for {kind}"
        await redis.zadd(timers, dict.fromkeys(due, 1))

    def try_again(self, row: str) -> None:
        """A row of the outbox is due now."""
        self.do(lambda tx: tx.outbox.try_again(row))

    def lease_runs_out(self, row: str) -> None:
        """Whoever claimed this row of the outbox was never heard of again."""
        with closing(sqlite3.connect(self._home / "switchboard.db", isolation_level=None)) as file:
            file.execute("UPDATE outbox SET lease_until = 1 WHERE id = ?", (row,))

    @contextmanager
    def engine_away(self) -> Iterator[None]:
        """Every script is answered as when the live store does not."""

        async def away(*_: object) -> None:
            raise Unavailable("The live store cannot be reached.")

        engine: Any = self.runtime.engine
        engine._call_many = away
        try:
            yield
        finally:
            del engine._call_many

    @contextmanager
    def record_away(self, after: int = 0) -> Iterator[None]:
        """After so many writes more, the record takes none."""
        sql: Any = self.centre._parts.sql
        real, left = sql.write, [after]

        async def write(act: Callable[[Tx], T]) -> T:
            if left[0] <= 0:
                raise Unavailable("The record cannot be reached.")
            left[0] -= 1
            answer: T = await real(act)
            return answer

        sql.write = write
        try:
            yield
        finally:
            del sql.write

    @contextmanager
    def carrier_away(self) -> Iterator[None]:
        """Nobody listens where the carrier's API should be."""
        http: Any = self.centre._parts.phone._carrier._http
        there, http._base = http._base, urlsplit("http://127.0.0.1:9")
        try:
            yield
        finally:
            http._base = there

    async def deliver_all(self) -> list[str]:
        """What workers do: deliver whatever is due, until nothing is."""
        said: list[str] = []
        while due := self.ask(lambda tx: tx.outbox.due(self.clock.now(), 50)):
            said += [await self.centre.outbox.deliver(row.id) for row in due]
            await self.carrier_time.settle()
        return said

    # -- what residents do

    async def dial(self, number: str = MARGARET) -> Line:
        """A resident calls, and hears the first words."""
        line = self.carrier.carrier.dial_in(number, self.settings.twilio_phone_number)
        await self.carrier_time.settle()
        return line

    async def press(self, line: Line, keys: str) -> None:
        line.press(keys)
        await self.carrier_time.settle()

    async def pass_(self, seconds: float) -> None:
        """The carrier's time goes on."""
        await self.carrier_time.advance(seconds)

    async def queues(self, number: str = MARGARET, keys: tuple[str, ...] = POTHOLE) -> tuple[Line, str]:
        """A resident waits for a person; the call and its contact's id."""
        line = await self.dial(number)
        for key in keys:
            await self.press(line, key)
        await self.pass_(SPOKEN_S)
        return line, self.contact(line).id

    async def hangs_up(self, line: Line) -> None:
        line.hang_up()
        await self.carrier_time.settle()

    async def text(self, body: str, number: str = MARGARET) -> str:
        """A resident writes; the text's sid."""
        sent = self.carrier.carrier.texts.receive(number, self.settings.twilio_phone_number, body, [])
        await self.carrier_time.settle()
        return str(sent["sid"])

    def bodies(self, number: str = MARGARET) -> list[str]:
        """What a resident's phone has been sent."""
        return [str(text["body"]) for text in self.carrier.carrier.texts.of(number) if text["to"] == number]

    # -- what agents do

    def robot(self, name: str, behaviour: str = "answer", **more: Any) -> None:
        """A softphone that does by itself what it is told."""
        self.carrier.carrier.robots.put(self.staff[name], Behaviour(behaviour), **more)

    async def at_work(self, *names: str, phone: bool = True) -> None:
        """At their desks, ready."""
        for name in names:
            await self.centre.desk.beat(self.staff[name], microphone=phone, phone="registered" if phone else "none")
            await self.centre.desk.ready(self.staff[name])

    async def offer(self, name: str) -> dict[str, Any]:
        """Waits for something to ring at a desk."""

        async def first() -> dict[str, Any] | None:
            view = await self.centre.desk.view(self.staff[name])
            return next(iter(view["offers"]), None)

        found: dict[str, Any] = await self.until(first)
        return found

    async def accepts(self, name: str) -> dict[str, Any]:
        """Takes what rings; the offer."""
        offer = await self.offer(name)
        answer = await self.centre.desk.accept(self.staff[name], offer["contact"], offer["epoch"])
        assert answer["result"] == "accepted", answer
        return offer

    async def speaks(self, name: str, number: str = MARGARET) -> tuple[Line, str]:
        """A resident calls and speaks with an agent; the call and its contact's id."""
        self.robot(name)
        await self.at_work(name)
        line, contact = await self.queues(number)
        await self.accepts(name)
        await self.is_(contact, "active")
        return line, contact

    def leg(self, contact: str, name: str) -> Line:
        """An agent's line in the conference of a contact."""
        legs = self.ask(lambda tx: tx.legs.of_contact(contact))
        mine = [leg for leg in legs if leg.agent_id == self.staff[name]]
        return self.carrier.carrier.lines[mine[-1].sid]

    def _settings(self) -> Settings:
        return load_settings(
            port=self.port,
            public_url=self.url,
            switchboard_home=self._home,
            redis_url=self._valkey,
            jobs_redis_url=f"{self._valkey}?db=1",
            twilio_timeout_s=5,
        )


def _addresses(carrier: Served, smtp_port: int) -> dict[str, Any]:
    return {
        "twilio_base_url": carrier.base,
        "sandbox_url": carrier.base,
        "open311_url": f"{carrier.base}/open311",
        "smtp_url": f"smtp://127.0.0.1:{smtp_port}",
    }


async def _free_port() -> int:
    held = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = int(held.sockets[0].getsockname()[1])
    held.close()
    return port


def _sandbox(settings: Settings, home: Path, smtp_port: int) -> SandboxSettings:
    return SandboxSettings(
        webhook_url=settings.public_url,
        home=home,
        media=False,
        manual_clock=True,
        smtp_port=smtp_port,
        number=settings.twilio_phone_number,
        account_sid=settings.twilio_account_sid,
        auth_token=settings.twilio_auth_token,
        api_key=settings.twilio_api_key,
        api_secret=settings.twilio_api_secret,
    )


@asynccontextmanager
async def _carrier(given: SandboxSettings, clock: ManualClock) -> AsyncIterator[Served]:
    served = Served(build(given, clock), given)
    await served.start()
    try:
        yield served
    finally:
        await served.stop()


@asynccontextmanager
async def _web(app: Any, settings: Settings, port: int) -> AsyncIterator[Server]:
    running = server(app, settings, port=port)
    task = asyncio.create_task(running.serve())
    await asyncio.wait_for(running.ready.wait(), 10)
    try:
        yield running
    finally:
        running.should_exit = True
        await task


def _client(base: str) -> httpx.AsyncClient:
    """Over plain loopback; reading the machine's certificates would take longer than a test."""
    return httpx.AsyncClient(base_url=base, timeout=20, verify=False)
