"""A route plan: what the rules decided about one contact, as a value. Nothing here knows Redis."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.channel import Band, Channel
from skills.need import Need

BAND_WIDTH = 10**13
"""Wider than any time in milliseconds, so that a band always outranks a due time (exact in a double: < 2^53)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStep:
    """A requirement that holds from `after_ms` after the contact's arrival, until the next step's."""

    needs: tuple[Need, ...]
    after_ms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything the engine needs to route one contact.

    Times are milliseconds since 1970, lengths are milliseconds. The first step starts at 0, later steps only relax.
    `preferred` is an agent who has the contact to themselves for the first `preferred_ms`. `by_arrival` orders by who
    came first instead of whose promise runs out first; `weight` counts where the division weighs waiting times;
    contacts of one `bundle` (a resident's matter) go to one agent together. A `question` is what an agent asks
    about a call in their hands: it is routed like a call, and is in no figures.
    """

    contact_id: str
    channel: Channel
    service: str
    band: Band
    arrived_ms: int
    due_ms: int
    steps: tuple[PlanStep, ...]
    preferred: str | None = None
    preferred_ms: int = 0
    rules_version: int = 0
    offer_ms: int = 20_000
    wrap_ms: int = 60_000
    reason: str = ""
    by_arrival: bool = False
    weight: float = 1
    bundle: str = ""
    question: bool = False

    @property
    def order_key(self) -> int:
        """The place in the queue: lower goes first. The band decides, then whose promise runs out or who came first."""
        return self.band.rank * BAND_WIDTH + (self.arrived_ms if self.by_arrival else self.due_ms)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values, for the record."""
        return {
            "contact_id": self.contact_id,
            "channel": self.channel.value,
            "service": self.service,
            "band": self.band.value,
            "arrived_ms": self.arrived_ms,
            "due_ms": self.due_ms,
            "steps": [
                {
                    "after_ms": step.after_ms,
                    "needs": [{"skill": n.skill, "level": n.level, "hard": n.hard} for n in step.needs],
                }
                for step in self.steps
            ],
            "preferred": self.preferred,
            "preferred_ms": self.preferred_ms,
            "rules_version": self.rules_version,
            "offer_ms": self.offer_ms,
            "wrap_ms": self.wrap_ms,
            "reason": self.reason,
            "by_arrival": self.by_arrival,
            "weight": self.weight,
            "bundle": self.bundle,
            "question": self.question,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Plan":
        """The plan that `to_dict` wrote."""
        steps = tuple(
            PlanStep(after_ms=step["after_ms"], needs=tuple(Need(**need) for need in step["needs"]))
            for step in data["steps"]
        )
        return cls(**{**data, "channel": Channel(data["channel"]), "band": Band(data["band"]), "steps": steps})
