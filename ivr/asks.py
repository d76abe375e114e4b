"""What a menu wants done next, as values that the centre performs; the answer comes back as the next event.

Collect    keys or speech from the caller        → Digits, Speech or Silence
LookUp     a fact that only the centre knows     → Answered(word, facts)
SendText   a text to the caller                  → Answered("sent" | "cannot")
Queue      the caller waits for a person         → Answered("left" | "ring-back") when they leave the queue by a key
Voicemail  the caller leaves a message           → Answered("recorded" | "empty")
Redirect   another menu goes on (followed by `ivr.walk`; the centre never sees it)
HangUp     the call ends
"""

from dataclasses import dataclass
from enum import StrEnum


class Fact(StrEnum):
    """What may be looked up, and the words that the answer may be (ANSWERS)."""

    OPEN = "open"
    """Is the calendar named by `subject` open now?"""
    CAN_TEXT = "can-text"
    """Can the caller's own number be sent a text? `subject` is empty."""
    CASE = "case"
    """Is there an open case with the reference in `subject`? The answer's facts may hold `service`, and `standing`:
    what may be said of it to this caller."""
    ABOUT = "about"
    """Which service do the caller's own words in `subject` seem to be about? The answer's facts hold `guessed`, the
    service, and `about`, what it is called when spoken."""


ANSWERS: dict[Fact, tuple[str, ...]] = {
    Fact.OPEN: ("open", "closed"),
    Fact.CAN_TEXT: ("yes", "no"),
    Fact.CASE: ("found", "not-found"),
    Fact.ABOUT: ("guessed", "unsure"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Collect:
    """Keys, speech or both. `digits` is the most keys to wait for; `finish_on` ends entry early ("" = no such key)."""

    digits: int = 1
    finish_on: str = ""
    timeout_s: int = 5
    speech: bool = True
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUp:
    """A fact to find. When it cannot be found out, answer with the word "unknown": the menu goes on."""

    what: Fact
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendText:
    """A text to the caller's own number, who agreed to it. `template` names a text of the council's."""

    template: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """The caller waits for somebody who can help with `service`."""

    service: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Voicemail:
    """The caller leaves a message about `service`, ended by `#`, by silence or by hanging up."""

    service: str
    longest_s: int = 180


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """Another menu goes on from its start."""

    menu: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HangUp:
    """The call ends. `outcome` is the contact's: `served` …; with `callback` it waits on without a line."""

    outcome: str = "served"


Ask = Collect | LookUp | SendText | Queue | Voicemail | Redirect | HangUp
