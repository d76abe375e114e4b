"""What the record has of teaching, as frozen values: examples, what agents put right, each time it was learned."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """An example: a resident's words, and the service that they are about, or "unsure". `by` is an account's id."""

    id: str
    text: str
    about: str
    by: str
    at: datetime
    contact_id: str | None
    withdrawn_at: datetime | None
    withdrawn_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PutRight:
    """An agent chose another service than was guessed. `guessed` is None where nothing was; `settled_as` is a word."""

    contact_id: str
    guessed: str | None
    chosen: str
    by: str
    at: datetime
    settled_at: datetime | None
    settled_by: str | None
    settled_as: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonRow:
    """One time that it was learned, without what came of it. `state` is a word of `core.lesson`, `weights` the sum of
    the shipped ones that it stands on."""

    n: int
    state: str
    by: str
    at: datetime
    ended_at: datetime | None
    examples: int
    problem: str | None
    report: dict[str, Any] | None
    weights: str | None
