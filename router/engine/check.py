"""Invariants of ROUTING over a dump of the live state: the clock's alarm, and the tests' judge. Pure.

I2 an open contact is in exactly one place · I4 load is within capacity · I5 hard skills hold for every assignment ·
I6 what can end by time has a deadline · I9 no contact and idle agent that fit stand unmatched with nothing pending.
(I1 and I3 are about histories; the tests watch them.)
"""

from collections.abc import Iterator, Mapping
from typing import Any

HELD = frozenset({"offered", "connecting", "active", "wrapping"})
TIERS, TIER_WIDTH = 89, 10**14
ASIDE = frozenset({"parked", "callback"})
TIMERS = {"offered": "offer", "connecting": "connecting", "wrapping": "wrap"}
Dump = Mapping[str, Any]


def problems(dump: Dump) -> list[str]:
    """Everything that is not as it should be, in sentences with ids. Empty when all is well.

    The dump may be a slice: it then has every place of those whom it has.
    """
    lost = [f"I2: {id} is somewhere, and nothing is known of it." for id in _unknown(dump["contacts"])]
    lost += [f"{id} is an agent of whom nothing is known." for id in _unknown(dump["agents"])]
    known = {**dump, "contacts": _known(dump["contacts"]), "agents": _known(dump["agents"])}
    try:
        return [*lost, *(each for check in CHECKS for each in check(known))]
    except (KeyError, ValueError) as error:
        return [*lost, f"The state cannot be read: {error!r} is not as it should be."]


def _unknown(rows: Mapping[str, Any]) -> list[str]:
    return [id for id, row in rows.items() if "state" not in (row or {})]


def _known(rows: Mapping[str, Any]) -> dict[str, Any]:
    return {id: row for id, row in rows.items() if "state" in (row or {})}


def _counts(dump: Dump) -> Iterator[str]:
    counts = dump.get("counts")
    if counts and counts["standing"] != counts["queued"]:
        yield f"I2: {counts['standing']} wait in buckets, and {counts['queued']} on the board's queues."


def _places(dump: Dump) -> Iterator[str]:
    standing = _standing(dump)
    for id, contact in dump["contacts"].items():
        found = standing.pop(id, [])
        expected = f"agent {contact['agent']}" if contact["state"] in HELD else f"bucket {contact['place']}"
        if contact["state"] in HELD | {"waiting"} and found != [expected]:
            yield f"I2: {id} is {contact['state']}, so it belongs to {expected}, and is in {found or 'no place'}."
        queued = id in (dump["queues"].get(f"{contact['service']}|{contact['channel']}") or {})
        if queued != (contact["state"] == "waiting"):
            yield f"I2: {id} is {contact['state']}, and the board's queue {'has' if queued else 'lacks'} it."
    for id, places in standing.items():
        yield f"I2: {id} is not open, and is in {places}."
    for id, contact in dump["contacts"].items():
        if (contact.get("state") in ASIDE) != (id in dump["aside"]):
            yield f"I2: {id} is {contact.get('state')}, and is {'' if id in dump['aside'] else 'not '}put aside."


def _standing(dump: Dump) -> dict[str, list[str]]:
    """Every contact that is somewhere, with all the places it is in."""
    standing: dict[str, list[str]] = {}
    for kind, places in (("bucket", dump["buckets"]), ("agent", dump["load"])):
        for name, contacts in places.items():
            for contact in contacts or {}:
                standing.setdefault(contact, []).append(f"{kind} {name}")
    return standing


def _load(dump: Dump) -> Iterator[str]:
    for id, agent in dump["agents"].items():
        held = [value.split(":", 1)[1] for value in (dump["load"].get(id) or {}).values()]
        capacity = dict(part.split(":") for part in agent["abilities"].split(" ")[0].split(",") if part)
        for channel in set(held):
            if held.count(channel) > int(capacity.get(channel, 0)):
                yield f"I4: {id} holds {held.count(channel)} of {channel}, and may hold {capacity.get(channel, 0)}."


def _hard_skills(dump: Dump) -> Iterator[str]:
    for id, contact in dump["contacts"].items():
        agent = dump["agents"].get(contact["agent"])
        if contact["state"] == "offered" and agent and not _meets(agent["skills"], contact["hard"]):
            yield f"I5: {id} needs {contact['hard']}, and rings at {contact['agent']}."


def _deadlines(dump: Dump) -> Iterator[str]:
    for id, contact in dump["contacts"].items():
        kind = TIMERS.get(contact["state"])
        if kind and f"{kind}|{id}|{contact['agent']}" not in dump["timers"]:
            yield f"I6: {id} is {contact['state']} without a deadline."
        if contact["state"] in ASIDE and f"aside|{id}|" not in dump["timers"]:
            yield f"I6: {id} is put aside without a time to come back."
    for id, agent in dump["agents"].items():
        if agent["state"] != "absent" and f"presence||{id}" not in dump["timers"]:
            yield f"I6: {id} is {agent['state']} without a lease."


def _seats(dump: Dump) -> Iterator[str]:
    seats: dict[str, list[str]] = {}
    for group, members in dump["groups"].items():
        for agent in members or {}:
            seats.setdefault(agent, []).append(group)
        if members and float(dump["idle_heads"][group]) != _tier(dump, group) + min(map(float, members.values())):
            yield f"The head of group {group} is not its first."
    for bucket, members in dump["buckets"].items():
        if _head(dump["heads"].get(bucket)) != min(map(float, (members or {}).values()), default=None):
            yield f"The head of bucket {bucket} is not its first."
    for id, agent in dump["agents"].items():
        if seats.get(id, []) != ([agent["group"]] if agent["group"] else []):
            yield f"{id} should be seated in {agent['group'] or 'no group'}, and is in {seats.get(id, [])}."


def _head(score: str | None) -> float | None:
    return None if score is None else float(score)


def _tier(dump: Dump, group: str) -> float:
    """Where a group stands before its first agent is looked at: `p3/12.phone` is of a profile with 12 skills."""
    if dump["meta"]["pick"] in ("longest_idle", "best_skilled"):
        return 0
    return min(int(group.split("/")[1].split(".")[0]), TIERS) * TIER_WIDTH


def _unmatched(dump: Dump) -> Iterator[str]:
    if "sweep||" in dump["timers"]:
        return
    for id, contact in dump["contacts"].items():
        if contact["state"] != "waiting":
            continue
        for name, agent in dump["agents"].items():
            if _could_take(dump, contact, name, agent) and name not in (dump["cooled"].get(id) or {}):
                yield f"I9: {id} waits and {name} could take it."


def _could_take(dump: Dump, contact: Mapping[str, str], name: str, agent: Mapping[str, str]) -> bool:
    if contact["channel"] not in agent["group"].partition(".")[2].split("+"):
        return False
    if contact["place"].startswith("@"):
        return name == contact["preferred"]
    return _meets(agent["skills"], dump["requirements"][contact["bucket"]])


def _meets(skills: str, requirement: str) -> bool:
    has = dict(part.split(":") for part in skills.split(",") if part)
    needs = (part.split(":") for part in requirement.partition("|")[2].partition("*")[0].split(",") if part)
    return all(int(has.get(skill, 0)) >= int(level.rstrip("!")) for skill, level in needs)


CHECKS = (_places, _load, _hard_skills, _deadlines, _seats, _unmatched, _counts)
