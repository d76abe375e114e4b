"""The part of the check that is about skills: who meets a requirement, and where that puts them among the others."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

TIERS: Final = 89
TIER_WIDTH: Final = 10**14
HELD: Final = frozenset({"offered", "connecting", "active", "wrapping"})


def problems(dump: Mapping[str, Any]) -> Iterator[str]:
    """Whoever is free and listed for what waits can serve it, and is listed by how good they are at it."""
    of_group = {agent["group"]: agent["skills"] for agent in dump["agents"].values() if agent["group"]}
    for bucket, listed in dump["served_by"].items():
        requirement = dump["requirements"].get(bucket, "")
        for group in sorted(listed.keys() & of_group.keys()):
            if not meets(of_group[group], requirement):
                yield f"I5: group {group} is listed for {requirement}, and cannot serve it."
            elif float(listed[group]) != (score := _tier(of_group[group], requirement) * TIER_WIDTH):
                yield f"Group {group} is listed for {requirement} at {listed[group]}, and belongs at {score}."


def held(dump: Mapping[str, Any]) -> Iterator[str]:
    """Whoever something rings at, or has it in hand, has the skill for it that is never given up."""
    for id, contact in dump["contacts"].items():
        agent, rings = dump["agents"].get(contact["agent"]), contact["state"] == "offered"
        # It stays in hand though they, or it, changed meanwhile.
        excused = contact.get("excused") == contact["agent"] and not rings
        if contact["state"] in HELD and agent and not excused and not meets(agent["skills"], contact["hard"]):
            where = "rings at" if rings else "is in the hands of"
            yield f"I5: {id} needs {contact['hard']}, and {where} {contact['agent']}."


def meets(skills: str, requirement: str) -> bool:
    """Whether skills such as `bsl:3,highways:1` are enough for `phone|bsl:2!`."""
    has = _levels(skills)
    return all(has.get(skill, 0) >= level for skill, level in _needs(requirement))


def _tier(skills: str, requirement: str) -> int:
    """The better at what is needed, the lower."""
    has = _levels(skills)
    return min(max(TIERS - sum(has[skill] for skill, _ in _needs(requirement)), 0), TIERS)


def _levels(skills: str) -> dict[str, int]:
    return {skill: int(level) for skill, level in (part.split(":") for part in skills.split(",") if part)}


def _needs(requirement: str) -> list[tuple[str, int]]:
    parts = (part.split(":") for part in requirement.partition("|")[2].partition("*")[0].split(",") if part)
    return [(skill, int(level.rstrip("!"))) for skill, level in parts]
