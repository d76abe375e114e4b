"""A house for tests: one centre and its web edge, the stand-in carrier on a clock that only tests move, and hands.

Calls, texts and callbacks really cross loopback, signed; a minute of hold music takes no time at all.
"""

import asyncio
import socket
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

import httpx

from centre.loop_guard import LoopGuard
from config.county import County
from config.settings import Settings, load_settings
from core.clock import Clock, SystemClock
from runtime.parts import Runtime, running
from sandbox.app import build
from sandbox.carrier.carrier import Carrier
from sandbox.carrier.media import NoMedia
from sandbox.clock import ManualClock
from sandbox.partner.mailbox import Mailbox
from sandbox.settings import Settings as SandboxSettings
from tests.centre.hands import Hands
from tests.centre.post import Post
from tests.sandbox.served import Served
from web.app import create_app
from web.serve import Server, server

KEPT = {"accounts", "rules", "alembic_version", "sqlite_sequence"}
"""Tables that outlast a test."""


class House(Hands):
    """`async with House(...) as house`: everything answers."""

    def __init__(self, home: Path, valkey: str, county: County, clock: Clock | None = None) -> None:
        self.home = home
        self._valkey = valkey
        self.county = county
        self.clock = clock or SystemClock()
        self._stack = AsyncExitStack()
        self._mornings = 0

    async def __aenter__(self) -> Self:
        self.port = _free_port()
        settings = self._settings()
        self.carrier_time = ManualClock(self.clock.now())
        smtp_port = _free_port()
        given = _sandbox(settings, self.home / "sandbox", smtp_port)
        self.carrier = await self._stack.enter_async_context(_carrier(given, self.carrier_time))
        self.number = settings.twilio_phone_number
        self.settings = settings.model_copy(update=_addresses(self.carrier, smtp_port))
        self.runtime = await self._stack.enter_async_context(self.another())
        self.centre = self.runtime.centre
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
        given = replace(self.carrier.carrier.settings, home=self.home / f"sandbox-{self._mornings}")
        self.carrier_time = ManualClock(self.clock.now())
        carrier = Carrier(given, self.carrier_time, NoMedia(self.carrier_time))
        self.carrier.app.state.carrier, self.carrier.app.state.mailbox = carrier, Mailbox(carrier)
        await self.carrier.app.state.mailbox.start()
        self.post.begin_anew()
        self._forget()
        await self.flush()
        self.http.cookies.clear()
        self.centre.emails.guard = LoopGuard()
        await self.centre.reconciling.reconcile()

    async def _hang_up_all(self) -> None:
        self.post.held.clear()
        for line in self.carrier.carrier.lines.values():
            line.hang_up()
        # A partner that takes its time is done by then.
        await self.carrier_time.advance(60)

    def _forget(self) -> None:
        """Empty the record, but for who works here; the first rules hold again."""
        with closing(sqlite3.connect(self.home / "switchboard.db", isolation_level=None)) as file:
            names = [row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            file.execute("PRAGMA busy_timeout = 5000")
            file.execute("BEGIN IMMEDIATE")
            for name in set(names) - KEPT:
                file.execute(f'DELETE FROM "{name}"')
            file.execute("UPDATE accounts SET state = 'absent', reason = NULL")
            file.execute("COMMIT")
        current = self.ask(lambda tx: tx.rules.current())
        if current is None or current.text != self.county.rules_text:
            self.do(lambda tx: tx.rules.publish(self.county.rules_text, "Switchboard", "a new morning"))

    @asynccontextmanager
    async def another(self) -> AsyncIterator[Runtime]:
        """One more process of this house, in all but the process."""
        async with running(self.settings, clock=self.clock, county=self.county) as runtime:
            yield runtime

    # -- what is looked at

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def problems(self) -> list[int]:
        """Twilio's numbers of what the carrier found wrong with us."""
        return [problem.code for problem in self.carrier.carrier.problems]

    def _settings(self) -> Settings:
        return load_settings(
            port=self.port,
            public_url=self.url,
            switchboard_home=self.home,
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


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


def _sandbox(settings: Settings, home: Path, smtp_port: int) -> SandboxSettings:
    return SandboxSettings(
        webhook_url=settings.public_url,
        home=home,
        media=False,
        manual_clock=True,
        smtp_port=smtp_port,
        number=settings.twilio_phone_number,
        whatsapp_number=settings.twilio_whatsapp_number,
        whatsapp_template=settings.twilio_whatsapp_template,
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
