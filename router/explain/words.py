"""How explanations speak: names for ids, needs, times and lists as people say them. No I/O."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Any

from core.clock import from_ms
from skills.need import Need

CHANNELS: Mapping[str, tuple[str, str]] = {
    "phone": ("call", "calls"),
    "sms": ("text", "texts"),
    "whatsapp": ("WhatsApp message", "WhatsApp messages"),
    "email": ("email", "emails"),
    "letter": ("letter", "letters"),
    "web_form": ("web form", "web forms"),
    "chat": ("web chat", "web chats"),
    "walk_in": ("visitor", "visitors"),
    "voicemail": ("spoken message", "spoken messages"),
}
ORDINALS = {1: "first", 2: "second", 3: "third"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What people call what the engine knows by id. An id without a name is said as it is. `zone`: whose clock."""

    skills: Mapping[str, str] = field(default_factory=dict)
    services: Mapping[str, str] = field(default_factory=dict)
    agents: Mapping[str, str] = field(default_factory=dict)
    breaks: Mapping[str, str] = field(default_factory=dict)
    declines: Mapping[str, str] = field(default_factory=dict)
    zone: tzinfo = UTC

    def agent(self, id: str) -> str:
        return self.agents.get(id, id)

    def service(self, id: str) -> str:
        return self.services.get(id, id)

    def skill(self, id: str) -> str:
        return self.skills.get(id, id)

    def clock(self, at_ms: int, now_ms: int, *, seconds: bool = False) -> str:
        """`12:31`, or `12:31:05`, with the day where it is another one than now's."""
        at, now = (from_ms(each).astimezone(self.zone) for each in (at_ms, now_ms))
        if seconds:
            return f"{at:%H:%M:%S}" if at.date() == now.date() else f"{at:%H:%M:%S} on {at.day} {at:%B}"
        return f"{at:%H:%M}" if at.date() == now.date() else f"{at:%H:%M} on {at.day} {at:%B}"

    def need(self, need: Need) -> str:
        """`Roads and pavements at level 2`; the lowest level goes without saying."""
        label = self.skill(need.skill)
        return label if need.level == 1 else f"{label} at level {need.level}"

    def needs(self, needs: Sequence[Need]) -> str:
        """All of a requirement; `nothing in particular` where anybody may take it."""
        return listed([self.need(need) for need in needs]) or "nothing in particular"


def needs_of(requirement: str) -> tuple[Need, ...]:
    """The needs in the engine's own spelling, `phone|bsl:3!,highways:1*2`."""
    text = requirement.partition("|")[2].partition("*")[0]
    parts = (part.partition(":") for part in text.split(",") if part)
    return tuple(Need(skill=s, level=int(level.rstrip("!")), hard=level.endswith("!")) for s, _, level in parts)


def levels_of(skills: str) -> dict[str, int]:
    """`highways:3,libraries:2` as levels by skill."""
    return {name: int(level) for name, _, level in (part.partition(":") for part in skills.split(",") if part)}


def needs_json(needs: Sequence[Need], names: Names) -> list[dict[str, Any]]:
    """A requirement as plain values, with what people call each skill."""
    return [{"skill": n.skill, "label": names.skill(n.skill), "level": n.level, "hard": n.hard} for n in needs]


def one(channel: str) -> str:
    """What one contact of a channel is called."""
    return CHANNELS.get(channel, ("contact", "contacts"))[0]


def a_one(channel: str) -> str:
    """`a call`, `an email`."""
    name = one(channel)
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def many(channel: str) -> str:
    """What several are called."""
    return CHANNELS.get(channel, ("contact", "contacts"))[1]


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """`1 other`, `3 others`."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def listed(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else list(parts))


def ordinal(number: int) -> str:
    """`first`, `second`, `third`, `4th`, `21st`."""
    if number in ORDINALS:
        return ORDINALS[number]
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def lasting(ms: int) -> str:
    """A length of time: `40 s`, `3 min`, `2 h 10 min`, `3 days`. Never less than it is."""
    seconds = max(0, -(-ms // 1000))
    if seconds < 120:
        return f"{seconds} s"
    minutes = -(-seconds // 60)
    if minutes < 120:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    return f"{-(-hours // 24)} days"


def iso(at_ms: int | None) -> str | None:
    """A moment as JSON carries it."""
    return None if at_ms is None else from_ms(at_ms).isoformat()


def capital(sentence: str) -> str:
    """With a capital letter in front."""
    return sentence[:1].upper() + sentence[1:]
