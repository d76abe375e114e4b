"""I6 of ROUTING over a dump: what can end by time has its deadline, and every deadline is of something. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

TIMERS = {"offered": "offer", "connecting": "connecting", "wrapping": "wrap", "parked": "aside", "callback": "aside"}
OWNED = frozenset({"offer", "connecting", "wrap"})
BAND_WIDTH = 10**13
Dump = Mapping[str, Any]
Row = Mapping[str, str]


def problems(dump: Dump) -> list[str]:
    """Deadlines that lack, are at another time than they should be, or point at nothing; in sentences with ids."""
    return [*_deadlines(dump), *_routes(dump), *_cooling(dump), *_holds(dump), *_timers(dump)]


def something_is_due(dump: Dump) -> bool:
    """Whether a deadline has passed on which nobody acted yet."""
    return any(float(at) <= float(dump["at"]) for at in dump["timers"].values())


def _deadlines(dump: Dump) -> Iterator[str]:
    for id, contact in dump["contacts"].items():
        kind = TIMERS.get(contact["state"])
        if kind:
            name = f"{kind}|{id}|{contact['agent'] if kind in OWNED else ''}"
            if dump["timers"].get(name) != contact["deadline"]:
                yield f"I6: {id} is {contact['state']} until {contact['deadline']}, and {name} is not set for then."
        elif contact["deadline"]:
            yield f"I6: {id} is {contact['state']}, and has a deadline."
    for id, agent in dump["agents"].items():
        if agent["state"] != "absent" and dump["timers"].get(f"presence||{id}") != agent["lease"]:
            yield f"I6: {id} is {agent['state']} until {agent['lease']}, without a deadline for then."


def _routes(dump: Dump) -> Iterator[str]:
    """One that waits is in the bucket of the step that holds, with a deadline for the next, or for its promotion."""
    due = something_is_due(dump)
    for id, contact in dump["contacts"].items():
        if contact["state"] != "waiting":
            continue
        age = max(0, int(dump["at"]) - int(contact["arrived"]))
        bucket, change = _step_at(contact["steps"], age)
        changes = [] if change is None else [change]
        if contact["place"].startswith("@"):
            changes.append(int(contact["preferred_ms"]))
        if int(contact["score"]) >= 2 * BAND_WIDTH:
            changes.append(int(contact["due"]) - int(contact["arrived"]))
        first = min(changes, default=None)
        at = dump["timers"].get(f"step|{id}|")
        if not due and contact["bucket"] != bucket:
            yield f"I6: {id} waits in {contact['bucket']}, and its route has come to {bucket}."
        if not due and at != (None if first is None else str(int(contact["arrived"]) + first)):
            yield f"I6: {id} has its next step at {at}, and its route says {first} ms after {contact['arrived']}."


def _step_at(steps: str, age: int) -> tuple[str, int | None]:
    bucket = ""
    for step in steps.split(";"):
        after, name = step.split("=", 1)
        if int(after) > age:
            return bucket, int(after)
        bucket = name
    return bucket, None


def _cooling(dump: Dump) -> Iterator[str]:
    theirs = {(id, agent): at for id, agents in dump["cooled"].items() for agent, at in (agents or {}).items()}
    mine = {(id, agent): at for agent, ids in dump["cooling"].items() for id, at in (ids or {}).items()}
    for id, agent in theirs.keys() | mine.keys():
        ends = {theirs.get((id, agent)), mine.get((id, agent)), dump["timers"].get(f"cool|{id}|{agent}")}
        if len(ends) != 1:
            yield f"I6: {id} and {agent} cool down until {ends}."


def _holds(dump: Dump) -> Iterator[str]:
    """Whoever is held for a contact is so until a deadline: of their hold, or, once that is over, the next moment."""
    held_for = {id: agent.get("hold_for") for id, agent in dump["agents"].items()}
    for agent, id in held_for.items():
        at = dump["timers"].get(f"hold||{agent}")
        if id and at is None:
            yield f"I6: {agent} is held for {id}, without a deadline."
        elif id and float(at) > float(dump["at"]) + 1:
            if (dump["contacts"].get(id) or {}).get("hold") != agent:
                yield f"I6: {agent} is held for {id} until {at}, which does not know of it."
            if at != dump["agents"][agent]["hold"]:
                yield f"I6: {agent} is held until {dump['agents'][agent]['hold']}, and let go at {at}."
    for id, contact in dump["contacts"].items():
        agent = contact.get("hold")
        if agent and held_for.get(agent) != id:
            yield f"I6: {id} has {agent} held for it, who is not."


def _timers(dump: Dump) -> Iterator[str]:
    for name in dump["timers"]:
        kind, id, agent = name.split("|")
        if not _means_something(dump, kind, id, agent):
            yield f"I6: the deadline {name} is of nothing."


def _means_something(dump: Dump, kind: str, id: str, agent: str) -> bool:
    # A part that has deadlines alone has but a little of whose they are.
    whose = dump.get("whose", dump)
    contact: Row = whose["contacts"].get(id) or {}
    desk: Row = whose["agents"].get(agent) or {}
    state = contact.get("state", "")
    if kind == "step":
        return state == "waiting"
    if kind == "cool":
        return agent in (dump["cooled"].get(id) or {})
    if kind == "hold":
        return bool(desk.get("hold_for"))
    if kind == "phone":
        return desk.get("phone_ready") != "1"
    if kind == "presence":
        return desk.get("state", "absent") != "absent"
    return kind == "sweep" or (TIMERS.get(state) == kind and contact.get("agent", "") == agent)
