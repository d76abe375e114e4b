"""Invariants of ROUTING over a dump of the live state: the clock's alarm, and the tests' judge. Pure.

I2 an open contact is in exactly one place · I4 load is within capacity · I5 hard skills hold for what rings and
what was taken · I6 what can end by time has a deadline (`check_times`) · I9 no contact and idle agent that fit stand
unmatched with nothing pending. Agents are seated where they belong, and every list's head is its first.
(I1 and I3 are about histories; the tests watch them.)

While a deadline has passed and nobody acted on it yet, what depends on the time is not judged.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from router.engine import check_skills, check_times
from router.engine.check_skills import HELD, TIER_WIDTH, TIERS, meets

LIVE = frozenset({"phone", "walk_in", "chat"})
IN_HAND_WIDTH, IDLE_FROM = 10**12, 1_735_689_600_000
ASIDE = frozenset({"parked", "callback"})
Dump = Mapping[str, Any]
Row = Mapping[str, str]


def problems(dump: Dump) -> list[str]:
    """Everything that is not as it should be, in sentences with ids. Empty when all is well.

    The dump may be a slice: it then has every place of those whom it has.
    """
    lost = [f"I2: {id} is somewhere, and nothing is known of it." for id in _unknown(dump["contacts"])]
    lost += [f"{id} is an agent of whom nothing is known." for id in _unknown(dump["agents"])]
    if lost:
        return lost
    checks = ALWAYS if check_times.something_is_due(dump) else (*ALWAYS, _open, _unmatched)
    try:
        return [each for check in checks for each in check(dump)]
    except (KeyError, ValueError) as error:
        return [f"The state cannot be read: {error!r} is not as it should be."]


def _unknown(rows: Mapping[str, Any]) -> list[str]:
    return [id for id, row in rows.items() if "state" not in (row or {})]


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
        if contact["state"] not in HELD | {"waiting"} and found:
            yield f"I2: {id} is {contact['state']}, and is in {found}."
        queued = [queue for queue, ids in dump["queues"].items() if id in (ids or {})]
        kind = "question" if contact.get("question") else contact["channel"]
        mine = [f"{contact['service']}|{kind}"] if contact["state"] == "waiting" else []
        if queued != mine:
            yield f"I2: {id} is {contact['state']}, and is in the board's queues {queued}, not {mine}."
        if (contact["state"] in ASIDE) != (id in dump["aside"]):
            yield f"I2: {id} is {contact['state']}, and is {'' if id in dump['aside'] else 'not '}put aside."
        if contact["state"] not in HELD | {"closed"} and contact["agent"]:
            yield f"I2: {id} is {contact['state']}, and is still {contact['agent']}'s."
    for id, places in standing.items():
        yield f"I2: {id} is not open, and is in {places}."


def _standing(dump: Dump) -> dict[str, list[str]]:
    """Every contact that is somewhere, with all the places it is in."""
    standing: dict[str, list[str]] = {}
    for kind, places in (("bucket", dump["buckets"]), ("agent", dump["load"])):
        for name, contacts in places.items():
            for contact in contacts or {}:
                standing.setdefault(contact, []).append(f"{kind} {name}")
    return standing


def _standing_as_written(dump: Dump) -> Iterator[str]:
    """A contact's place is where its own order key, due time, and route say."""
    for field, lists in (("score", dump["buckets"]), ("due", dump["queues"])):
        for name, members in lists.items():
            for id, score in (members or {}).items():
                if float(score) != float(dump["contacts"][id][field]):
                    yield f"I2: {id} stands in {name} at {score}, and its {field} is {dump['contacts'][id][field]}."
    for id, contact in dump["contacts"].items():
        personal = f"@{contact['channel']}@{contact['preferred']}"
        if contact["state"] == "waiting" and contact["place"] not in (contact["bucket"], personal):
            yield f"I2: {id} waits in {contact['place']}, and belongs to {contact['bucket']} or {personal}."


def _kept(dump: Dump) -> Iterator[str]:
    """Nobody waits for one who will not come. What one agent asks another by name is asked of nobody else."""
    for id, contact in dump["contacts"].items():
        alone = contact["state"] == "waiting" and contact["place"].startswith("@") and not contact.get("question")
        agent = dump["agents"].get(contact["preferred"]) or {}
        # A phone that went a moment ago may be back yet: that has a deadline.
        away = agent.get("phone_ready") != "1" and f"phone||{contact['preferred']}" not in dump["timers"]
        if alone and agent.get("state") != "ready":
            yield f"I2: {id} waits for {contact['preferred']} alone, who is not ready."
        elif alone and contact["channel"] == "phone" and away:
            yield f"I2: {id} waits for {contact['preferred']} alone, whose phone is away."


def _bundles(dump: Dump) -> Iterator[str]:
    of = {id: contact["bundle"] for id, contact in dump["contacts"].items() if contact["state"] != "closed"}
    for id, bundle in of.items():
        if bundle and id not in dump["bundles"].get(bundle, []):
            yield f"I2: {id} is of bundle {bundle}, which lacks it."
    for bundle, ids in dump["bundles"].items():
        for id in ids or []:
            if of.get(id) != bundle:
                yield f"I2: {id} is in bundle {bundle}, and is not open or not of it."


def _load(dump: Dump) -> Iterator[str]:
    """What rings is within capacity; what is in hand was, even if a profile has less capacity since."""
    for id, load in dump["load"].items():
        if id not in dump["agents"]:
            # Somebody from before a flush who did not sign in again, or whom a slice has in part.
            continue
        held = {contact: value.split(":", 1) for contact, value in (load or {}).items()}
        for contact, (how, channel) in held.items():
            state, own = dump["contacts"][contact]["state"], dump["contacts"][contact]["channel"]
            line = dump["contacts"][contact].get("line")
            if (how == "ringing") != (state == "offered") or channel != _channel(own, line):
                yield f"I4: {id} holds {contact} as {how}:{channel}, and it is {state}."
        channels = _channels(held.values())
        for channel in {channel for how, channel in held.values() if how == "ringing"}:
            most = int(_capacity(dump["agents"][id]).get(channel, 0))
            if channels.count(channel) > most:
                yield f"I4: {id} holds {channels.count(channel)} of {channel} with what rings, and may hold {most}."
        # After a flush that is put right once everybody is back.
        broken_off = "sweep||" not in dump["timers"] and any(how == "paused" for how, _ in held.values())
        if broken_off and not LIVE & set(channels):
            yield f"I4: {id} has work that was broken off, and nothing live in hand."


def _rings(dump: Dump) -> Iterator[str]:
    """What rings could be offered now, beside what is in hand."""
    for id in dump["load"].keys() & dump["agents"].keys():
        held = {contact: value.split(":", 1) for contact, value in (dump["load"][id] or {}).items()}
        taken = [each for each in held.values() if each[0] != "ringing"]
        for contact, (how, channel) in held.items():
            if how == "ringing" and not _fits(dump["agents"][id], taken, channel, len(held)):
                yield f"I4: {contact} rings at {id}, and may not be beside what is in hand."


def _channel(own: str, line: str | None) -> str:
    """What one in hand takes: its resident is rung about it on the phone, beside its own channel."""
    return f"{own}+phone" if line and own != "phone" else own


def _lines(dump: Dump) -> Iterator[str]:
    """Whoever is rung is so by the one who has the contact in hand, since a moment that has been."""
    for id, contact in dump["contacts"].items():
        if not contact.get("line"):
            continue
        if contact["state"] not in ("active", "wrapping"):
            yield f"I4: {id} is {contact['state']}, and its resident is being rung."
        elif (dump["load"].get(contact["agent"]) or {}).get(id, "").startswith("paused"):
            yield f"I4: {id} is broken off, and its resident is being rung."
        elif int(contact["line"]) > int(dump["at"]):
            yield f"I4: {id} has its resident rung since {contact['line']}, and it is {dump['at']}."


def _heads(dump: Dump) -> Iterator[str]:
    for group, members in dump["groups"].items():
        first = min(map(float, members.values()), default=None)
        expected = None if first is None else _tier(dump, group) + first
        if _head(dump["idle_heads"].get(group)) != expected:
            yield f"The head of group {group} is not its first."
    for bucket, members in dump["buckets"].items():
        if _head(dump["heads"].get(bucket)) != min(map(float, members.values()), default=None):
            yield f"The head of bucket {bucket} is not its first."


def _seats(dump: Dump) -> Iterator[str]:
    seats: dict[str, list[str]] = {}
    for group, members in dump["groups"].items():
        for agent, score in (members or {}).items():
            seats.setdefault(agent, []).append(group)
            if agent not in dump["agents"]:
                continue
            load, since = dump["load"].get(agent) or {}, int(dump["agents"][agent]["idle_since"])
            if float(score) != len(load) * IN_HAND_WIDTH + since - IDLE_FROM:
                yield f"{agent} is seated at {score}, and holds {len(load)} and is idle since {since}."
    for id, agent in dump["agents"].items():
        if seats.get(id, []) != ([agent["group"]] if agent["group"] else []):
            yield f"{id} should be seated in {agent['group'] or 'no group'}, and is in {seats.get(id, [])}."


def _staff(dump: Dump) -> Iterator[str]:
    for id, agent in dump["agents"].items():
        staffed = [group for group, ids in dump["staff"].items() if id in (ids or [])]
        expected = [_with_empty_hands(agent)] if agent["state"] == "ready" else []
        if staffed != expected:
            yield f"{id} is {agent['state']} and should be among the staff of {expected}, and is of {staffed}."


def _head(score: str | None) -> float | None:
    return None if score is None else float(score)


def _tier(dump: Dump, group: str) -> float:
    """Where a group stands before its first agent is looked at: `p3/12.phone` is of a profile with 12 skills."""
    if dump["meta"]["pick"] in ("longest_idle", "best_skilled"):
        return 0
    return min(int(group.split("/")[1].split(".")[0]), TIERS) * TIER_WIDTH


def _open(dump: Dump) -> Iterator[str]:
    """Every agent is seated among those who may take what they may take, worked out here once more."""
    for id, agent in dump["agents"].items():
        seated = set(agent["group"].partition(".")[2].split("+")) - {""}
        if seated != (may := _may_take(dump, id, agent)):
            yield f"I9: {id} may take {sorted(may)}, and is seated among those who may take {sorted(seated)}."


def _may_take(dump: Dump, id: str, agent: Row) -> set[str]:
    if agent["state"] != "ready":
        return set()
    held = [value.split(":", 1) for value in (dump["load"].get(id) or {}).values()]
    holds = f"hold||{id}" in dump["timers"]
    return {
        channel
        for channel, most in _capacity(agent).items()
        if (channel in LIVE or not holds) and _fits(agent, held, channel, int(most))
    }


def _fits(agent: Row, held: list[list[str]], channel: str, most: int) -> bool:
    _, apart, breaks_off = agent["abilities"].split(" ")
    channels = _channels(held)
    if channels.count(channel) >= most or (channel == "phone" and agent["phone_ready"] != "1"):
        return False
    if channel != "phone" and any(how == "ringing" for how, _ in held):
        return False
    return all(
        other == channel or f",{other}>{channel}," not in apart or (channel in LIVE and f",{other}," in breaks_off)
        for other in channels
    )


def _unmatched(dump: Dump) -> Iterator[str]:
    if "sweep||" in dump["timers"]:
        return
    for id, contact in dump["contacts"].items():
        if contact["state"] != "waiting":
            continue
        for name, agent in dump["agents"].items():
            if _could_take(dump, contact, name, agent) and name not in (dump["cooled"].get(id) or {}):
                yield f"I9: {id} waits and {name} could take it."


def _channels(held: Iterable[Sequence[str]]) -> list[str]:
    """What is held, by channel; what its resident is rung about takes the phone beside its own."""
    return [channel for _, channels in held for channel in channels.split("+")]


def _could_take(dump: Dump, contact: Row, name: str, agent: Row) -> bool:
    if contact["channel"] not in agent["group"].partition(".")[2].split("+"):
        return False
    if contact["place"].startswith("@"):
        return name == contact["preferred"]
    return meets(agent["skills"], dump["requirements"][contact["bucket"]])


def _with_empty_hands(agent: Row) -> str:
    """Their group then: calls are taken by whoever has a phone that is ready."""
    takes = [channel for channel, most in _capacity(agent).items() if int(most) > 0]
    return f"{agent['profile']}." + "+".join(each for each in takes if each != "phone" or agent["phone_ready"] == "1")


def _capacity(agent: Row) -> dict[str, str]:
    return dict(part.split(":") for part in agent["abilities"].split(" ")[0].split(",") if part)


ALWAYS = (
    _places,
    _standing_as_written,
    _kept,
    _bundles,
    _load,
    _rings,
    _lines,
    check_skills.held,
    check_times.problems,
    _heads,
    _seats,
    _staff,
    check_skills.problems,
    _counts,
)
