"""The story of a contact's offers, from its own events and from the choices that the log shows. No I/O."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.event import Event
from router.explain.candidates import Choice
from router.explain.offering import BECAME, short
from router.explain.words import Names, capital, iso

TOLD = 10
"""The latest offers of a contact that are told."""
WITH_REASON = {"declined", "withdrawn", "superseded", "unreachable", "media_failed"}


def offers_of(events: Sequence[Event]) -> list[Event]:
    """The events that made a contact's latest offers, oldest first."""
    return [event for event in events if event.type == "offer.made"][-TOLD:]


def made_at(events: Sequence[Event], epoch: int) -> Event | None:
    """The event that made the offer of an epoch."""
    return next((event for event in events if event.type == "offer.made" and event.epoch == epoch), None)


def story(events: Sequence[Event], choices: Mapping[str, Choice], names: Names) -> list[dict[str, Any]]:
    """`{epoch, agent, name, at, state, ended, reason, says, why}` of each of a contact's offers, oldest first."""
    return [told(made, events, choices.get(made.sequence), names) for made in offers_of(events)]


def told(made: Event, events: Sequence[Event], choice: Choice | None, names: Names) -> dict[str, Any]:
    """One of a contact's offers: what became of it."""
    state, last = "made", made
    for event in events:
        if event.generation == made.generation and event.epoch == made.epoch and event is not made:
            kind, _, word = event.type.partition(".")
            if (kind == "offer" and word in BECAME) or event.type == "contact.connected":
                state, last = word, event
    reason = str(last.facts.get("reason", "")) if state in WITH_REASON else ""
    reason = names.declines.get(reason, reason)
    who, at = names.agent(made.agent_id or ""), names.clock(made.at_ms, last.at_ms, seconds=True)
    says = f"{at}: offered to {who}; it {BECAME[state]}" + (f" ({reason})" if reason else "")
    return {
        "epoch": made.epoch,
        "agent": made.agent_id,
        "name": who,
        "at": iso(made.at_ms),
        "state": state,
        "ended": iso(last.at_ms) if last is not made else None,
        "reason": reason or None,
        "says": capital(says) + ".",
        "why": short(choice, names) if choice else None,
    }
