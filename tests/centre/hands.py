"""What residents and agents do, in a word each: dial, press, text; be at work, accept, speak."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from core.channel import Channel
from core.clock import Clock
from records.rows import Contact
from records.tx import Tx
from router.engine.views import ContactState
from sandbox.carrier.line import Line
from sandbox.carrier.pictures import Sent
from sandbox.carrier.robots import Behaviour
from sandbox.clock import ManualClock
from tests.centre.accidents import Accidents
from tests.centre.people import MARGARET
from tests.sandbox.served import Served

T = TypeVar("T")
POTHOLE = ("1", "1", "2")
"""Roads, a pothole, no link please."""
SPOKEN_S = 30.0
"""Longer than anything that a menu says before it acts."""


class Hands(Accidents):
    """Everybody's hands and eyes."""

    carrier: Served
    clock: Clock
    carrier_time: ManualClock
    number: str
    staff: dict[str, str]
    clock_runs = True
    """Whether the log is written to the record."""

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

    async def until(self, true: Callable[[], Any] | Callable[[], Awaitable[Any]], within_s: float = 20.0) -> Any:
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
        while self.clock_runs and (more := await self.centre.reconciling.drain(0)):
            read += more
        return read

    async def deliver_all(self) -> list[str]:
        """What workers do: deliver whatever is due, until nothing is."""
        said: list[str] = []
        while due := self.ask(lambda tx: tx.outbox.due(self.clock.now(), 50)):
            said += [await self.centre.outbox.deliver(row.id) for row in due]
            await self.carrier_time.settle()
        return said

    async def dial(self, number: str = MARGARET) -> Line:
        """A resident calls, and hears the first words."""
        line = self.carrier.carrier.dial_in(number, self.number)
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

    async def text(self, body: str, number: str = MARGARET, files: Sequence[Sent] = ()) -> str:
        """A resident writes, with pictures or without; the text's sid."""
        sent = self.carrier.carrier.texts.receive(number, self.number, body, [], files)
        await self.carrier_time.settle()
        return str(sent["sid"])

    async def whatsapp(self, body: str, number: str = MARGARET, files: Sequence[Sent] = (), **more: str) -> str:
        """A resident writes on WhatsApp; the message's sid."""
        texts, account = self.carrier.carrier.texts, self.carrier.carrier.account
        sent = texts.receive(f"whatsapp:{number}", account.whatsapp, body, [], files, **more)
        await self.carrier_time.settle()
        return str(sent["sid"])

    def bodies(self, number: str = MARGARET) -> list[str]:
        """What a resident's phone has been sent, by text and by WhatsApp."""
        return [str(each["body"]) for each in self.carrier.carrier.texts.of(number) if each["to"].endswith(number)]

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
