"""One thing that happened, as the log keeps it: ids and facts only, never a name, a number or message text."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A transition of a contact, an offer or an agent. Unique on (division, generation, sequence).

    `at_ms` is the deciding store's own time in milliseconds since 1970; `sequence` is the stream id within it.
    """

    division: str
    generation: str
    sequence: str
    type: str
    at_ms: int
    contact_id: str | None = None
    agent_id: str | None = None
    epoch: int | None = None
    rules_version: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)
