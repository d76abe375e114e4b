"""What the made-up residents ask, read from `stories.json`: one story a row, in their words and the agents'."""

import json
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """`says` is what a resident writes, `reply` what they are answered, `note` what an agent keeps of a call.

    `refer` holds the fields for the specialists of a matter that may be passed on; `{name}` is the person concerned and
    `{place}` a road of the county's. `relation` is who the caller is to that person, when it is not themselves.
    """

    service: str
    summary: str
    says: str
    reply: str
    note: str
    weight: int
    refer: dict[str, str] = field(default_factory=dict)
    placed: bool = False
    relation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """What people ask a few days after their matter was passed on, and what they are answered."""

    says: str
    reply: str


def stories() -> tuple[Story, ...]:
    """All of them. A mistake in the file is a TypeError that names the key."""
    return tuple(Story(**row) for row in _document()["stories"])


def follow_ups() -> tuple[FollowUp, ...]:
    """All of them."""
    return tuple(FollowUp(**row) for row in _document()["follow_ups"])


@cache
def _document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(files(__package__).joinpath("stories.json").read_text("utf-8"))
    return document
