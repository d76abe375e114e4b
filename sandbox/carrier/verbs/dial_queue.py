"""Dial to a queue: takes the front caller, or waits for one; the whisper is heard by the queued caller."""

import asyncio

from sandbox.carrier.bridge import Bridge
from sandbox.carrier.exchange import RING_BUFFER_S
from sandbox.carrier.line import Line
from sandbox.carrier.pages import Page, Source, Unusable
from sandbox.carrier.perform import Over, run
from sandbox.carrier.queues import Member, Queue, Taker
from sandbox.carrier.verbs.dialling import Dialled, recorded
from sandbox.clock import within
from sandbox.twiml import Element, Place


class Dequeuing(Taker):
    """One caller taken by one Dial."""

    def __init__(self, line: Line, noun: Element, page: Page) -> None:
        self.line = line
        self.noun = noun
        self.page = page
        self.bridge = Bridge(line.carrier, f"bridge-{line.call.sid}")
        self.ready = asyncio.Event()
        self.gone = asyncio.Event()

    async def with_caller(self, member: Member) -> None:
        try:
            if await self._whispered(member):
                self.ready.set()
                await self.bridge.stay(member.line)
        finally:
            self.part()

    def part(self) -> None:
        self.bridge.part()
        self.gone.set()

    async def _whispered(self, member: Member) -> bool:
        if not self.noun.get("url"):
            return True
        params = (
            ("QueueSid", member.queue.sid),
            ("QueueTime", str(member.waited)),
            ("DequeingCallSid", self.line.call.sid),
        )
        url, method = self.page.link(self.noun.get("url")), self.noun.get("method", "POST")
        try:
            over = await run(member.line, Source(url=url, method=method, params=params), Place.QUEUE_WHISPER)
        except Unusable:
            return True
        return over is Over.RAN_OUT


async def dial_queue(line: Line, verb: Element, page: Page, dialled: Dialled) -> None:
    noun = verb.children[0]
    line.doing("dial")
    queue = line.carrier.queues.find(noun.text)
    if queue is None:
        dialled.status = "failed"
        line.problem(14214, f"There is no queue {noun.text!r}.", page.url)
        return
    member = await within(line.carrier.clock, verb.number("timeout", 30) + RING_BUFFER_S, _front(queue))
    if member is None:
        return
    taking = Dequeuing(line, noun, page)
    member.taken.set_result(taking)
    dialled.more = {"QueueSid": queue.sid, "QueueTime": str(member.waited), "DequeingCallSid": line.call.sid}
    dialled.call_sid, dialled.status = member.line.call.sid, "completed"
    began = line.carrier.clock.seconds()
    dialled.bridged = await _talk(taking, verb, dialled)
    dialled.seconds = round(line.carrier.clock.seconds() - began)


async def _front(queue: Queue) -> Member:
    """The front caller, waiting for one when there is none."""
    while True:
        member = queue.take_front()
        if member is not None and not member.taken.done():
            return member
        queue.arrived.clear()
        await queue.arrived.wait()


async def _talk(taking: Dequeuing, verb: Element, dialled: Dialled) -> bool:
    """False when the caller was gone before the two could talk."""
    line = taking.line
    ready, gone = asyncio.ensure_future(taking.ready.wait()), asyncio.ensure_future(taking.gone.wait())
    try:
        await asyncio.wait((ready, gone), return_when=asyncio.FIRST_COMPLETED)
        if not taking.ready.is_set():
            return False
        async with recorded(line, verb, taking.page, taking.bridge.room, dialled):
            await taking.bridge.stay(
                line,
                hang_up_on_star=verb.flag("hangupOnStar", False),
                time_limit_s=verb.number("timeLimit", 14400),
            )
        return True
    finally:
        taking.bridge.part()
        ready.cancel()
        gone.cancel()
