"""Dial to clients and numbers: all ring together (or in turn), the first to answer wins, a whisper may come first.

1. Each party gets a leg of its own. The caller hears ringing.
2. The first to answer wins; the others are canceled. Its `url` document, if any, is performed for it alone;
   a Hangup there declines.
3. The two talk until one is gone, the caller presses * (hangupOnStar), or the time limit ends it.
"""

import asyncio
from dataclasses import dataclass, field

from sandbox.carrier.bridge import Bridge
from sandbox.carrier.call import Callback, Direction
from sandbox.carrier.exchange import party
from sandbox.carrier.line import Line
from sandbox.carrier.media import DIGITS, RINGING
from sandbox.carrier.pages import Page, Source
from sandbox.carrier.perform import Over, run
from sandbox.carrier.states import Did
from sandbox.carrier.verbs.dialling import Dialled, recorded
from sandbox.carrier.verbs.sounds import lasting
from sandbox.twiml import Element, Place


@dataclass(slots=True, eq=False)
class _Attempt:
    """One round of ringing."""

    caller: Line
    dial: Element
    page: Page
    legs: list[Line] = field(default_factory=list)
    winner: Line | None = None
    bridge: Bridge | None = None
    ready: asyncio.Event = field(default_factory=asyncio.Event)

    def win(self, leg: Line) -> bool:
        """Only the first."""
        if self.winner is not None:
            return False
        self.winner = leg
        for other in self.legs:
            if other is not leg:
                other.hang_up(Did.CANCEL)
        return True


async def dial_parties(line: Line, verb: Element, page: Page, dialled: Dialled) -> None:
    nouns = verb.children or [Element("Number", words=verb.text)]
    rounds = [[noun] for noun in nouns] if verb.flag("sequential", False) else [nouns]
    for together in rounds:
        attempt = _Attempt(line, verb, page)
        try:
            await _one_round(attempt, together, dialled)
        finally:
            for leg in attempt.legs:
                leg.hang_up(Did.CANCEL)
        if attempt.bridge is not None:
            return


async def _one_round(attempt: _Attempt, nouns: list[Element], dialled: Dialled) -> None:
    line = attempt.caller
    line.doing("dial")
    for noun in nouns:
        attempt.legs.append(_leg(attempt, noun))
    await line.carrier.media.play(line.call.sid, RINGING, loop=0)
    try:
        await _until_connected(attempt)
    finally:
        await line.carrier.media.stop(line.call.sid)
    if attempt.bridge is not None:
        await _talk(attempt, attempt.bridge, dialled)
    else:
        _unanswered(attempt, dialled)


async def _until_connected(attempt: _Attempt) -> None:
    """Returns when the winner is ready to talk, or when no leg is left."""
    ready = asyncio.ensure_future(attempt.ready.wait())
    gone = asyncio.ensure_future(asyncio.gather(*(leg.over() for leg in attempt.legs)))
    try:
        await asyncio.wait((ready, gone), return_when=asyncio.FIRST_COMPLETED)
    finally:
        ready.cancel()
        gone.cancel()


async def _talk(attempt: _Attempt, bridge: Bridge, dialled: Dialled) -> None:
    line, verb, leg = attempt.caller, attempt.dial, attempt.winner
    assert leg is not None
    dialled.status, dialled.call_sid, dialled.bridged = "completed", leg.call.sid, True
    await line.answer()
    async with recorded(line, verb, attempt.page, bridge.room, dialled):
        await bridge.stay(
            line,
            hang_up_on_star=verb.flag("hangupOnStar", False),
            time_limit_s=verb.number("timeLimit", 14400),
        )
    await _gone(leg)
    dialled.seconds = leg.call.seconds


async def _gone(leg: Line) -> None:
    """A leg that was sent elsewhere lives on; any other is over in a moment."""
    if leg.call.doing == "talking":
        leg.hang_up()
        await leg.over()


def _unanswered(attempt: _Attempt, dialled: Dialled) -> None:
    leg = attempt.winner or attempt.legs[-1]
    dialled.status, dialled.call_sid, dialled.bridged = leg.call.status.value, leg.call.sid, False
    dialled.seconds = leg.call.seconds if leg.call.answered else None


def _leg(attempt: _Attempt, noun: Element) -> Line:
    line, verb, page = attempt.caller, attempt.dial, attempt.page
    name, parameters = _called(noun)
    callback = None
    if noun.get("statusCallback"):
        events = frozenset(noun.get("statusCallbackEvent", "completed").split())
        method = noun.get("statusCallbackMethod", "POST")
        callback = Callback(url=page.link(noun.get("statusCallback")), method=method, events=events)
    leg = line.carrier.new_line(
        caller=verb.get("callerId", line.call.caller),
        called=name,
        direction=Direction.DIAL,
        parent_sid=line.call.sid,
        callback=callback,
    )

    async def step() -> None:
        did = await line.carrier.exchange.ring(leg, timeout_s=verb.number("timeout", 30), parameters=parameters)
        if did is not Did.ANSWER:
            leg.move(did)
        elif attempt.win(leg):
            await leg.answer()
            await _meet(attempt, leg, noun)

    leg.live(step)
    return leg


async def _meet(attempt: _Attempt, leg: Line, noun: Element) -> None:
    """On the winner's own line: the keys to send, the whisper, then the conversation."""
    if digits := noun.get("sendDigits"):
        leg.hear("play", digits)
        await lasting(leg, await leg.carrier.media.play(leg.call.sid, DIGITS + digits))
    if noun.get("url"):
        source = Source(url=attempt.page.link(noun.get("url")), method=noun.get("method", "POST"))
        if await run(leg, source, Place.WHISPER) is not Over.RAN_OUT:
            return
    attempt.bridge = Bridge(leg.carrier, f"bridge-{leg.call.sid}")
    attempt.ready.set()
    await attempt.bridge.stay(leg)


def _called(noun: Element) -> tuple[str, dict[str, str]]:
    if noun.name == "Number":
        return noun.text.replace(" ", ""), {}
    identity = next((child.text for child in noun.children if child.name == "Identity"), noun.text)
    given = {child.get("name"): child.get("value") for child in noun.children if child.name == "Parameter"}
    name, parameters = party(f"client:{identity.removeprefix('client:')}")
    return name, parameters | given
