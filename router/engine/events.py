"""Reading the engine's log: one entry of the stream is what one script did, a line an event. No I/O.

type <tab> at <tab> contact <tab> agent <tab> epoch <tab> rules <tab> name=words <tab> name#number <tab> name?yes
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from core.errors import InvalidInput
from core.event import Event

SEPARATOR: Final = "\x1f"
PLAN: Final = (
    "contact",
    "channel",
    "service",
    "arrived",
    "due",
    "score",
    "hard",
    "preferred",
    "preferred_ms",
    "rules",
    "offer_ms",
    "wrap_ms",
    "bundle",
    "reason",
    "steps",
    "question",
)
"""A plan's fields, in the order in which the scripts read them."""
NUMBERS: Final = frozenset({"arrived", "due", "score", "preferred_ms", "offer_ms", "wrap_ms"})
FACT: Final = re.compile(r"([a-z_]+)([=#?])(.*)", re.DOTALL)
FIELDS: Final = 6
SEQUENCE: Final = re.compile(r"(\d+(?:-\d+)?)(?:\+\d+)?")


def of_entry(division: str, entry: str, row: Mapping[str, str]) -> list[Event]:
    """The events of an entry, in order; the first has the entry's id for its sequence, the others `id+1`, `id+2`…"""
    return [
        _event(division, row["g"], f"{entry}+{number}" if number else entry, line)
        for number, line in enumerate(row["e"].split("\n"))
    ]


def entry_of(sequence: str) -> str:
    """The entry that an event's sequence is of; InvalidInput when it is none."""
    found = SEQUENCE.fullmatch(sequence)
    if found is None:
        raise InvalidInput(f"sequence cannot be {sequence[:60]!r}: it is no event's.", field="sequence")
    return found[1]


def _event(division: str, generation: str, sequence: str, line: str) -> Event:
    type, at, contact, agent, epoch, rules, *facts = line.split("\t")
    return Event(
        division=division,
        generation=generation,
        sequence=sequence,
        type=type,
        at_ms=int(at),
        contact_id=contact or None,
        agent_id=agent or None,
        epoch=int(epoch) if epoch else None,
        rules_version=int(rules) if rules else None,
        facts=_facts(facts),
    )


def _facts(texts: list[str]) -> dict[str, Any]:
    facts = dict(_fact(text) for text in texts if text)
    if "plan" not in facts:
        return facts
    plan = planned(facts.pop("plan"))
    if "reason" in plan and "reason" in facts:
        plan["plan_reason"] = plan["reason"]
    return {**plan, **facts}


def planned(text: str) -> dict[str, Any]:
    """A plan's text as facts: what is empty, and what the event says itself, is left out."""
    # One that was written before there were questions is shorter.
    values = dict(zip(PLAN, text.split(SEPARATOR), strict=False))
    return {
        name: int(value) if name in NUMBERS else value
        for name, value in values.items()
        if value and name not in ("contact", "rules")
    }


def notices_of(lines: str) -> list[dict[str, Any]]:
    """What the screens are told of an entry, in order."""
    return [
        {
            "type": event.type,
            "contact": event.contact_id,
            "agent": event.agent_id,
            "epoch": event.epoch,
            "at": event.at_ms,
        }
        for event in (_event("", "", "", line) for line in lines.split("\n"))
    ]


def _fact(text: str) -> tuple[str, Any]:
    found = FACT.fullmatch(text)
    if found is None:
        return "unreadable", text
    name, kind, value = found.groups()
    if kind == "#":
        return name, int(value)
    return name, value == "yes" if kind == "?" else value
