"""What a resident must prove before they see, change or hear about a matter. Pure; `may` is the one that decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from core.channel import Channel


class Level(StrEnum):
    """How sure we are of who asks; each holds all that stand before it."""

    NONE = "none"
    """They have its reference, and nothing else."""
    CONTACT = "contact"
    """They have its reference and what it came with, or they call or write from there."""
    KNOWN = "known"
    """An agent has asked them questions, and they knew the answers."""
    IN_PERSON = "in person"
    """An agent has seen proof of identity, and them with it."""


class Act(StrEnum):
    """What they want of it."""

    VIEW = "view"
    """To see for themselves where it has got to."""
    CHANGE = "change"
    """To withdraw it, or to have it altered."""
    HEAR = "hear"
    """To be told about it by us: spoken, written, or by a machine of ours."""


LEVELS: Final = tuple(Level)
WRITTEN: Final = Level.CONTACT
"""What was written to each other is shown to nobody who proves less, whatever the matter: it may say anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assurance:
    """The least that each act asks for."""

    view: Level = Level.CONTACT
    change: Level = Level.CONTACT
    hear: Level = Level.CONTACT

    def of(self, act: Act) -> Level:
        """The level that this act asks for."""
        return {Act.VIEW: self.view, Act.CHANGE: self.change, Act.HEAR: self.hear}[act]


CONTACT: Final = Assurance()
"""Of a service that says nothing."""
STRICT: Final = Assurance(view=Level.KNOWN, change=Level.KNOWN, hear=Level.KNOWN)
"""Of a service that is hard and says nothing itself, and of one that the county has no more."""


def enough(needed: Level, proven: Level) -> bool:
    """Whether what is proven is as much as is needed."""
    return LEVELS.index(proven) >= LEVELS.index(needed)


def may(asked: Assurance, act: Act, proven: Level) -> bool:
    """Whether whoever has proven this much may do it."""
    return enough(asked.of(act), proven)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A matter that somebody asked after, by its case's id, and how much of being its resident they have proven.

    `by` are the ids of those of its contacts whose resident they have proven to be.
    """

    case: str
    proven: Level
    by: tuple[str, ...] = ()


BY_ITSELF: Final[Mapping[Channel, Level]] = {
    Channel.PHONE: Level.CONTACT,
    Channel.SMS: Level.CONTACT,
    Channel.WHATSAPP: Level.CONTACT,
    Channel.EMAIL: Level.CONTACT,
    Channel.LETTER: Level.CONTACT,
    Channel.WEB_FORM: Level.CONTACT,
    Channel.CHAT: Level.NONE,
    Channel.WALK_IN: Level.NONE,
    Channel.VOICEMAIL: Level.CONTACT,
}
"""The most that a channel proves before an agent has asked anything: the number, the address, or what is typed in."""


def by_itself(channel: Channel, proven: Level) -> Level:
    """What holds of it where something of ours tells, and nobody sees who hears: no more than the channel proves."""
    return min(proven, BY_ITSELF[channel], key=LEVELS.index)


def most(channel: Channel) -> Level:
    """The most that an agent can confirm on this channel."""
    return Level.IN_PERSON if channel is Channel.WALK_IN else Level.KNOWN
