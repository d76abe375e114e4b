"""A contact in any state, and every verb called on it by those whose it is: for products with states, and for races."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from core.channel import Band, Channel
from router.engine.engine import Engine
from router.engine.states import Contact, ContactDid
from router.engine.words import Word
from router.rules.plan import Plan
from tests.router.floor import START_MS, Floor, plan

UNKNOWN: Final = "unknown"
TEXTING: Final = "texting"
"""Active, and written: there is a phone beside it."""
ON_THE_LINE: Final = "on the line"
"""The same, while whoever has it rings its resident."""
WRITTEN: Final = (TEXTING, ON_THE_LINE)
PHONE = {Channel.PHONE: 1}


@dataclass(frozen=True)
class Stand:
    """Contact `c1` as it stands; `ann` has or had it under `epoch`; `bob` speaks in the consultation `asked`."""

    floor: Floor
    state: str
    epoch: int

    def plan(self, **more: Any) -> Plan:
        return its_plan(self.state, **more)


def its_plan(state: str, **more: Any) -> Plan:
    """A plan for `c1`, on the channel that it came in by."""
    if state in WRITTEN:
        return plan("c1", channel=Channel.SMS, band=Band.STANDARD, **more)
    return plan("c1", **more)


def contact_state(state: str) -> str:
    """The contact's state where it stands so."""
    return Contact.ACTIVE if state in WRITTEN else state


async def standing(floor: Floor, state: str) -> Stand:
    """Brings `c1` into a state by the verbs that lead there, with nobody free who could take it next."""
    await floor.agent("bob", capacity=PHONE)
    await floor.engine.arrive(plan("asked", question=True))
    await floor.accept("asked", "bob")
    fits = state not in (UNKNOWN, Contact.WAITING, Contact.PARKED, Contact.CALLBACK)
    takes = {**PHONE, Channel.SMS: 1} if state in WRITTEN else PHONE
    await floor.agent("ann", "highways:3" if fits else "libraries:3", capacity=takes)
    if state != UNKNOWN:
        await floor.engine.arrive(its_plan(state))
    found = await floor.engine.contact("c1")
    epoch = (found and found.epoch) or 1
    await _lead(floor, state, epoch)
    await floor.events()
    return Stand(floor, state, epoch)


async def _lead(floor: Floor, state: str, epoch: int) -> None:
    engine = floor.engine
    if state in (Contact.CONNECTING, Contact.ACTIVE, Contact.WRAPPING, Contact.CLOSED, *WRITTEN):
        await engine.accept("c1", "ann", epoch)
    if state in (Contact.ACTIVE, Contact.WRAPPING, Contact.CLOSED):
        await engine.connect("c1", "ann", epoch)
    if state == Contact.WRAPPING:
        await engine.wrap("c1")
    if state == Contact.CLOSED:
        await engine.close("c1", "served")
    if state == Contact.PARKED:
        await engine.park("c1", START_MS + 60_000, "later")
    if state == Contact.CALLBACK:
        await engine.call_back("c1", START_MS + 60_000, "later")
    if state == ON_THE_LINE:
        assert await engine.take_line("c1", "ann") is Word.TAKEN
    assert await floor.state("c1") == contact_state(state)


Verb = Callable[[Engine, Stand], Awaitable[object]]
VERBS: dict[str, tuple[ContactDid | None, Verb]] = {
    "accept": (ContactDid.ACCEPT, lambda engine, s: engine.accept("c1", "ann", s.epoch)),
    "decline": (ContactDid.RETURN, lambda engine, s: engine.decline("c1", "ann", s.epoch, "busy")),
    "connect": (ContactDid.CONNECT, lambda engine, s: engine.connect("c1", "ann", s.epoch)),
    "media_failed": (ContactDid.MEDIA_FAIL, lambda engine, s: engine.media_failed("c1", "ann", s.epoch)),
    "give_back": (ContactDid.GIVE_BACK, lambda engine, s: engine.give_back("c1", "gone")),
    "withdraw": (ContactDid.WITHDRAW, lambda engine, s: engine.withdraw("c1", "abandoned")),
    "merge": (ContactDid.WITHDRAW, lambda engine, s: engine.merge("c1", "asked")),
    "park": (ContactDid.PARK, lambda engine, s: engine.park("c1", START_MS + 60_000, "later")),
    "call_back": (ContactDid.CALL_BACK, lambda engine, s: engine.call_back("c1", START_MS + 60_000, "later")),
    "take_up": (ContactDid.WAIT, lambda engine, s: engine.take_up("c1", "now")),
    "transfer": (ContactDid.TRANSFER, lambda engine, s: engine.transfer(s.plan(), "ann", "not ours")),
    "hand_over": (ContactDid.HAND_OVER, lambda engine, s: engine.hand_over("c1", "ann", "asked")),
    "wrap": (ContactDid.WRAP, lambda engine, s: engine.wrap("c1")),
    "close": (ContactDid.CLOSE, lambda engine, s: engine.close("c1", "served")),
    "reopen": (ContactDid.REOPEN, lambda engine, s: engine.arrive(s.plan(), force=True)),
    "take_line": (None, lambda engine, s: engine.take_line("c1", "ann")),
    "free_line": (None, lambda engine, s: engine.free_line("c1", "ann")),
    "extend_wrap": (None, lambda engine, s: engine.extend_wrap("c1", 1000)),
    "replan": (None, lambda engine, s: engine.replan(s.plan(target_s=10, rules_version=2))),
    "replan_many": (None, lambda engine, s: engine.replan_many([s.plan(target_s=10, rules_version=2)])),
    "replan_stale": (None, lambda engine, s: engine.replan(s.plan(rules_version=0))),
    "restore": (None, lambda engine, s: engine.restore(s.plan(), "waiting")),
    "arrive": (None, lambda engine, s: engine.arrive(s.plan())),
}
"""A verb → the move of the contact's table that it makes, if one, and how it is called."""
