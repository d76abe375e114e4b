"""What every node kind is: a frozen document, and two pure functions, `enter` and `answer`.

`enter` is called when a caller comes to the node, `answer` when what the node asked for has come back. Both give a
Move: `Go` to another node, or `Stay` and ask. Nothing here knows of time, stores or telephone lines.
"""

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from core.misfits import SLUG, written
from ivr import listening
from ivr.asks import Ask
from ivr.events import Event
from ivr.prompts import Prompt, Say
from ivr.session import Session

Key = Annotated[str, BeforeValidator(lambda value: str(value) if isinstance(value, int) else value)]
"""One telephone key. YAML reads a bare 1 as a number; here it is a key."""

NodeId = Annotated[str, SLUG]
Path = tuple[str | int, ...]
"""Where something stands in a document, as the keys and places that lead to it."""


class Part(BaseModel):
    """A piece of a menu document. An unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Option(Part):
    """One thing a caller may choose: by `key`, or by saying any of `words`."""

    key: Annotated[Key, written("[0-9#]?", "one digit, or #")] = ""
    label: str = Field(min_length=1)
    say: str = ""
    words: tuple[str, ...] = ()
    to: NodeId
    urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """All that a node may look at."""

    session: Session
    names: dict[str, str] = field(default_factory=dict)
    anywhere: tuple[Option, ...] = ()
    always: str = ""
    lost: str = ""
    handing_over: str = ""

    def urgent(self, text: str) -> Option | None:
        """What cannot wait, where any of its words stand in what was said."""
        return listening.pick(text, (o for o in self.anywhere if o.urgent and listening.closeness(text, o)))

    def say(self, *texts: str) -> tuple[Prompt, ...]:
        """Each text that is not empty, with `{names}` filled from what is known."""
        known = {**self.names, **self.session.facts}
        filled = (NAME.sub(lambda found: known.get(found[1], ""), text) for text in texts)
        return tuple(Say(text=" ".join(text.split())) for text in filled if text.strip())


NAME = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Go:
    """On to another node."""

    to: str
    session: Session
    prompts: tuple[Prompt, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """Here, until what is asked for has come back."""

    session: Session
    ask: Ask
    prompts: tuple[Prompt, ...] = ()


Move = Go | Stay


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """One way out of a node. `asks` is true when it takes an answer from the caller to go that way."""

    path: Path
    to: str
    asks: bool = False


class Node(Part, ABC):
    """The common shape. A kind is one file, with a file of cases beside its test."""

    ends: ClassVar[bool] = False
    """Whether a call may rest here: somebody or something has taken it."""
    chooses: ClassVar[bool] = False
    """Whether the caller chooses here, be it from what the whole menu offers at every choice."""

    def edges(self) -> tuple[Edge, ...]:
        """Every node a caller may go to from here."""
        return ()

    def texts(self) -> tuple[tuple[Path, str], ...]:
        """Every text said here, with its place in the document."""
        return ()

    def gives(self) -> frozenset[str]:
        """Names of facts that are known once a caller has been here."""
        return frozenset()

    def faults(self) -> tuple[tuple[Path, str], ...]:
        """What is wrong with this node by itself."""
        return ()

    @abstractmethod
    def enter(self, scene: Scene) -> Move:
        """A caller comes here."""

    def answer(self, scene: Scene, event: Event) -> Move:
        """What was asked for has come back. By default an event that makes no sense here is as if they just came."""
        return self.enter(scene)


def told(path: str, text: str) -> tuple[tuple[Path, str], ...]:
    """`texts()` of a node with one text that may be empty."""
    return (((path,), text),) if text else ()


KNOWN_SERVICE = "{service}"


def service_for(scene: Scene, service: str, fallback: str) -> str:
    """A node's service: as written, or for `{service}` what the call is known to be about, else the fallback."""
    if service != KNOWN_SERVICE:
        return service
    return scene.session.facts.get("service") or fallback


def service_faults(service: str, fallback: str) -> tuple[tuple[Path, str], ...]:
    """`{service}` may turn out to be unknown, so it needs a fallback beside it."""
    if service == KNOWN_SERVICE and not fallback:
        return ((("service",), "A `{service}` may be unknown: name a `fallback` service too."),)
    return ()
