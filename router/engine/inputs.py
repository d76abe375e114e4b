"""From an entry of the log back to the verb that wrote it: its first event says what was done, and with what.

1. Only what decides is in the log: a sign of life that changed nothing is not. Presence therefore never lapses by
   itself in a replay; where the log says that it did, the lease is set to what it was.
2. Deadlines act when the recorded clock acted on them, for a clock may be late: as many as it did then.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from core.errors import InvalidInput
from core.event import Event
from router.engine.engine import Engine
from router.engine.recorded import plan_of, profile_of

FOR_EVER_MS: Final = 10**13
BY_TIME: Final[dict[str, tuple[str, object] | None]] = {
    "offer.expired": None,
    "contact.step": None,
    "contact.promoted": None,
    "agent.absent": None,
    "agent.cooled": None,
    "agent.released": None,
    "agent.phone_gone": None,
    "generation.resumed": ("swept", True),
    "contact.closed": ("by", "wrap-up ran out"),
    "contact.waiting": ("reason", "its time has come"),
    "offer.media_failed": ("reason", "not connected in time"),
}
"""What a deadline did, with the fact that says so where somebody may do the same."""

Entry = Sequence[Event]
Act = Callable[[Engine, Event, Entry], Awaitable[object]]


async def do_again(engine: Engine, entry: Entry) -> None:
    """Call the verb that wrote this entry, with what it was given then, on another engine.

    Raises InvalidInput when the entry does not begin as the entry of any verb does, or lacks what the verb was given.
    """
    # Written work goes on as soon as a hand is free for it, before the rest is told.
    first = next((event for event in entry if event.type != "contact.resumed"), entry[0])
    if is_by_time(first):
        return await _deadlines(engine, entry)
    act = ACTS.get(first.type)
    if act is None:
        raise InvalidInput(f"No verb begins with {first.type} ({first.sequence}).", field="events")
    try:
        await act(engine, first, entry)
    except (KeyError, ValueError) as error:
        raise InvalidInput(f"{first.type} ({first.sequence}) does not say what was done.", field="events") from error


def is_by_time(event: Event) -> bool:
    """Whether this is what a deadline did that passed."""
    if event.type not in BY_TIME:
        return False
    fact = BY_TIME[event.type]
    return fact is None or event.facts.get(fact[0]) == fact[1]


async def _deadlines(engine: Engine, entry: Entry) -> None:
    for event in entry:
        if event.type == "agent.absent":
            await _beat(engine, event, lease_ms=event.facts["lease"] - event.at_ms)
    left = sum(is_by_time(event) for event in entry)
    # One that is due may be made pointless by the one before it, which is no longer known.
    while left > 0 and (fired := await engine.tick(limit=left)):
        left -= len(fired)


async def _beat(engine: Engine, event: Event, *, phone: bool | None = None, lease_ms: int = FOR_EVER_MS) -> None:
    agent = event.agent_id or ""
    if phone is None:
        known = await engine.agent(agent)
        phone = bool(known and known.phone_ready)
    await engine.beat(agent, phone_ready=phone, lease_ms=lease_ms)


async def _restore(engine: Engine, event: Event, entry: Entry) -> None:
    if "steps" not in event.facts:
        await engine.take_up(event.contact_id or "", event.facts.get("reason", ""))
        return
    aside = entry[1] if len(entry) > 1 and entry[1].type in ("contact.parked", "contact.callback") else None
    if aside is not None:
        state, until, why = aside.facts["state"], aside.facts["till"], aside.facts.get("reason", "")
        await engine.restore(plan_of(event), state, agent=aside.agent_id, until_ms=until, reason=why)
        return
    paused = bool(event.facts.get("paused"))
    await engine.restore(plan_of(event), event.facts["state"], agent=event.agent_id, epoch=event.epoch, paused=paused)


async def _withdraw(engine: Engine, event: Event, entry: Entry) -> None:
    ended = next((each for each in entry if each.type == "contact.ended"), event)
    await engine.withdraw(ended.contact_id or "", ended.facts["outcome"], into=ended.facts.get("into", ""))


async def _close(engine: Engine, event: Event, entry: Entry) -> None:
    if "into" not in event.facts:
        await engine.close(event.contact_id or "", event.facts["outcome"], by=event.facts.get("by", ""))
        return
    over = next((each for each in entry if each.type == "contact.handed_over"), event)
    await engine.hand_over(over.contact_id or "", over.facts["from"], event.contact_id or "")


async def _wrap(engine: Engine, event: Event, _: Entry) -> None:
    contact = event.contact_id or ""
    await (engine.extend_wrap(contact, event.facts["more"]) if "more" in event.facts else engine.wrap(contact))


async def _ready(engine: Engine, event: Event, _: Entry) -> None:
    await (_beat(engine, event) if event.facts.get("resumed") else engine.ready(event.agent_id or ""))


def _offer(event: Event) -> tuple[str, str, int]:
    return event.contact_id or "", event.agent_id or "", event.epoch or 0


ACTS: Final[dict[str, Act]] = {
    "generation.began": lambda engine, e, _: engine.start_generation(pause_ms=e.facts["pause_ms"]),
    "generation.resumed": lambda engine, e, _: engine.resume(),
    "rules.published": lambda engine, e, _: engine.publish(
        e.rules_version or 0, order=e.facts["order"], pick=e.facts["pick"], share=float(e.facts["share"])
    ),
    "contact.arrived": lambda engine, e, _: engine.arrive(plan_of(e), force=True),
    "contact.restored": _restore,
    "contact.waiting": _restore,
    "contact.replanned": lambda engine, e, _: engine.replan(plan_of(e)),
    "contact.transferred": lambda engine, e, _: engine.transfer(
        plan_of(e), e.agent_id or "", e.facts.get("reason", "")
    ),
    "contact.connected": lambda engine, e, _: engine.connect(*_offer(e)),
    "contact.returned": lambda engine, e, _: engine.give_back(e.contact_id or "", e.facts.get("reason", "")),
    "contact.wrapping": _wrap,
    "contact.parked": lambda engine, e, _: engine.park(e.contact_id or "", e.facts["till"], e.facts.get("reason", "")),
    "contact.callback": lambda engine, e, _: engine.call_back(
        e.contact_id or "", e.facts["till"], e.facts.get("reason", "")
    ),
    "contact.line_taken": lambda engine, e, _: engine.take_line(e.contact_id or "", e.agent_id or ""),
    "contact.line_freed": lambda engine, e, _: engine.free_line(e.contact_id or "", e.agent_id or ""),
    "contact.closed": _close,
    "contact.ended": _withdraw,
    "offer.accepted": lambda engine, e, _: engine.accept(*_offer(e)),
    "offer.declined": lambda engine, e, _: engine.decline(*_offer(e), e.facts.get("reason", "")),
    "offer.media_failed": lambda engine, e, _: engine.media_failed(*_offer(e)),
    "offer.withdrawn": _withdraw,
    "agent.signed_in": lambda engine, e, _: engine.sign_in(
        profile_of(e), phone_ready=e.facts["phone"], lease_ms=FOR_EVER_MS
    ),
    "agent.phone": lambda engine, e, _: _beat(engine, e, phone=e.facts["phone"]),
    "agent.present": lambda engine, e, _: _beat(engine, e),
    "agent.ready": _ready,
    "agent.break": lambda engine, e, _: engine.take_break(e.agent_id or "", e.facts.get("reason", "")),
    "agent.left": lambda engine, e, _: engine.leave(e.agent_id or ""),
}
"""What an entry begins with → the verb, called with what the event says."""
