"""One agent as matching sees them at a moment, and what stands between them and a contact. No I/O.

The order in which obstacles are looked for is that in which a person would name them: a skill that is missing does not
go away, being absent or on a break comes before what is in hand, and who declined something is free otherwise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from router.explain.words import levels_of
from skills.need import Need

LIVE = frozenset({"phone", "walk_in", "chat"})
READY, RINGING, PHONE = "ready", "offered", "phone"


class Obstacle(StrEnum):
    """Why an agent is not offered a contact now."""

    SKILL = "lacks_skill"
    ABSENT = "not_at_desk"
    PRESENT = "not_ready"
    BREAK = "on_break"
    CHANNEL = "not_this_channel"
    PREFERRED = "kept_for_another"
    COOLING = "cooling_down"
    PHONE = "phone_not_ready"
    FULL = "at_capacity"
    RINGING = "ringing"
    APART = "not_beside"
    HELD = "held_for_live"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One contact in an agent's hands. `state` is the engine's word; `until_ms` when it runs out by itself; `line_ms`
    since when they ring its resident."""

    contact: str
    channel: str
    state: str
    since_ms: int
    until_ms: int | None = None
    line_ms: int | None = None

    @property
    def channels(self) -> tuple[str, ...]:
        """What it takes: its own channel, and the phone beside it while its resident is rung."""
        return (self.channel, PHONE) if self.line_ms is not None and self.channel != PHONE else (self.channel,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An agent. `takes` is how many of each channel; `apart` what is not offered beside what, `,phone>sms,`;
    `breaks_off` what a live contact may interrupt, `,email,`; `hold_until_ms` until when only live ones are given."""

    id: str
    state: str
    reason: str = ""
    since_ms: int = 0
    skills: Mapping[str, int]
    takes: Mapping[str, int]
    apart: str = ""
    breaks_off: str = ""
    phone_ready: bool = False
    idle_since_ms: int = 0
    hold_until_ms: int = 0
    held: tuple[Held, ...] = ()


def standing_of(id: str, answer: Mapping[str, Any]) -> Standing:
    """An agent from what the engine tells: their hash, and the hashes of what they hold."""
    row = answer["agent"]
    takes, apart, breaks_off = (row.get("abilities") or "  ").split(" ")
    return Standing(
        id=id,
        state=row["state"],
        reason=row.get("reason", ""),
        since_ms=int(row.get("since") or 0),
        skills=levels_of(row.get("skills", "")),
        takes=levels_of(takes),
        apart=apart,
        breaks_off=breaks_off,
        phone_ready=row.get("phone_ready") == "1",
        idle_since_ms=int(row.get("idle_since") or 0),
        hold_until_ms=int(row["hold"]) if row.get("hold_for") else 0,
        held=tuple(
            Held(
                contact=contact,
                channel=each["channel"],
                state=each["state"],
                since_ms=int(each["since"]),
                until_ms=int(each["deadline"]) if each.get("deadline") else None,
                line_ms=int(each["line"]) if each.get("line") else None,
            )
            for contact, each in sorted((answer.get("load") or {}).items())
        ),
    )


def lacking(skills: Mapping[str, int], needs: Sequence[Need]) -> list[Need]:
    """The needs that these levels do not meet."""
    return [need for need in needs if skills.get(need.skill, 0) < need.level]


def in_hand_obstacle(agent: Standing, channel: str) -> Obstacle | None:
    """What of their hands' fill stands in the way of one more of `channel`."""
    held = [channel for each in agent.held for channel in each.channels]
    if held.count(channel) >= agent.takes[channel]:
        return Obstacle.FULL
    if channel == PHONE and not agent.phone_ready:
        return Obstacle.PHONE
    if channel != PHONE and any(each.state == RINGING for each in agent.held):
        return Obstacle.RINGING
    for other in set(held) - {channel}:
        if f",{other}>{channel}," in agent.apart and not (channel in LIVE and f",{other}," in agent.breaks_off):
            return Obstacle.APART
    return None


def obstacle(agent: Standing, channel: str, needs: Sequence[Need], now_ms: int) -> Obstacle | None:
    """What stands between an agent and any contact of `channel` with these needs; None when nothing does."""
    if lacking(agent.skills, needs):
        return Obstacle.SKILL
    if agent.state != READY:
        return {"absent": Obstacle.ABSENT, "break": Obstacle.BREAK}.get(agent.state, Obstacle.PRESENT)
    if agent.takes.get(channel, 0) == 0:
        return Obstacle.CHANNEL
    found = in_hand_obstacle(agent, channel)
    if found is None and channel not in LIVE and agent.hold_until_ms > now_ms:
        return Obstacle.HELD
    return found
