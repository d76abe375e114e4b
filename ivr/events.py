"""What happens in a call, as a menu sees it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """The call has begun. `facts` are the menu's `given` names, such as the council's."""

    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Digits:
    """The caller pressed keys."""

    digits: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """The caller said something. `confidence` is 0.0–1.0, or None when the recogniser gave none."""

    text: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """The caller was asked and neither pressed nor said anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The centre did what was asked; `word` says how it went, `facts` what was learnt."""

    word: str
    facts: Mapping[str, str] = field(default_factory=dict)


Event = Started | Digits | Speech | Silence | Answered
