"""Who an agent is to the router: skills, how many contacts of each channel at once, and what may be held beside what.

No I/O; the account that a profile is built from lives in records.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.channel import CHANNEL_BANDS, Band, Channel

WHOLE_ATTENTION = frozenset({Channel.PHONE, Channel.WALK_IN})
"""Channels that take the whole of a person: beside one of these nothing more is offered, unless the profile says so."""


WRITTEN = frozenset(channel for channel, band in CHANNEL_BANDS.items() if band is not Band.LIVE)
"""Channels on which nobody is kept waiting on the line: work on them may be broken off."""


def usual_beside() -> dict[Channel, frozenset[Channel]]:
    """The house rule: beside a call or a visitor nothing; beside anything written, anything."""
    everything = frozenset(Channel)
    return {held: frozenset() if held in WHOLE_ATTENTION else everything for held in Channel}


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentProfile:
    """One agent. `beside[held]` lists the channels that may still be offered while a contact of `held` is in hand.

    `interruptible` is written work that a live contact may break off: it stays in hand, and goes on afterwards.
    """

    id: str
    skills: Mapping[str, int]
    capacity: Mapping[Channel, int]
    beside: Mapping[Channel, frozenset[Channel]] = field(default_factory=usual_beside)
    interruptible: frozenset[Channel] = frozenset()
