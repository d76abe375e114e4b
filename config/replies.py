"""replies.yaml: what agents say often, ready to be chosen. Each says where it fits and what is filled in."""

from collections.abc import Iterator
from dataclasses import dataclass
from string import Formatter
from typing import Final

from pydantic import Field

from config.documents import Name, ServicesShape, Shape, Words
from config.loading import Read
from core.channel import Channel
from core.errors import Problem

VARIABLES: Final = frozenset({"name", "reference", "service", "when", "council", "phone", "agent"})
"""Whom we write to, their case's number, what it is about, by when it is promised; ours: name, number, who writes."""


class ReplyShape(Shape):
    label: Words
    text: Words
    channels: tuple[Channel, ...] = ()
    services: tuple[Words, ...] = ()


class RepliesShape(Shape):
    """replies.yaml. No `channels` or no `services` means all of them; a service is one, or a whole group."""

    replies: dict[Name, ReplyShape] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """`text` is a template of VARIABLES."""

    id: str
    label: str
    text: str
    channels: frozenset[Channel]
    services: frozenset[str]

    def fits(self, channel: Channel, service: str | None) -> bool:
        """Whether it is offered for a reply on this channel about this service."""
        about = {service or "", (service or "").partition("/")[0]}
        return (not self.channels or channel in self.channels) and (not self.services or bool(self.services & about))

    @property
    def variables(self) -> frozenset[str]:
        return frozenset(_names(self.text))


def replies_of(document: RepliesShape) -> tuple[Reply, ...]:
    """In the document's order."""
    return tuple(
        Reply(id=id, label=one.label, text=one.text, channels=frozenset(one.channels), services=frozenset(one.services))
        for id, one in document.replies.items()
    )


def problems(found: Read[RepliesShape], services: ServicesShape) -> Iterator[Problem]:
    """A service that is not there, a variable that nobody fills in, a brace left open."""
    known = {f"{group}/{name}" for group, one in services.services.items() for name in one.services}
    known |= set(services.services)
    for id, one in found.model.replies.items():
        for place, service in enumerate(one.services):
            if service not in known:
                yield found.problem(("replies", id, "services", place), f"There is no service `{service}`.")
        try:
            names = list(_names(one.text))
        except ValueError:
            yield found.problem(("replies", id, "text"), "A brace is not closed.")
            continue
        for name in names:
            if name not in VARIABLES:
                yield found.problem(("replies", id, "text"), f"Nobody fills in `{{{name}}}`.")


def _names(text: str) -> Iterator[str]:
    return (name for _, name, _, _ in Formatter().parse(text) if name is not None)
