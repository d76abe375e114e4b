"""Every error the project raises on purpose, in one tree. Whether to retry, and whose fault it is, is the type.

    SwitchboardError
    ├── Refused                 the asker's fault; asking again unchanged fails again
    │   ├── InvalidInput        a value is missing or wrong; names the field
    │   ├── NotFound            no such thing, or not in this division
    │   ├── NotAllowed          known, but not permitted (403)
    │   ├── OptedOut            they have asked that nothing be sent to them this way
    │   ├── TurnedDown          whoever we hand something to will not take it; carries their own words
    │   └── Conflict            somebody else was first, or the state has moved on
    │       ├── AlreadySent         under this name something else was sent before; ask under a new one
    │       └── InvalidTransition   a state table has no such move
    ├── ConfigInvalid           a settings or YAML document is wrong; carries every problem with file and line
    ├── Unavailable             nobody's fault; safe to retry, nothing happened
    └── OutcomeUnknown          it may have happened; look it up or ask a person, never retry blindly

Messages are sentences that a person can act on. They never hold a name, a number, an address or message text.
"""

from dataclasses import dataclass


class SwitchboardError(Exception):
    """The root. Catch this at an edge, never inside."""


class Refused(SwitchboardError):
    """The asker has to change something before asking again."""


class TurnedDown(Refused):
    """A partner or a mail server will not take it as it is. `words` are theirs, for the desk and never for a log."""

    def __init__(self, message: str, *, words: str = "") -> None:
        super().__init__(message)
        self.words = words

    @property
    def sentence(self) -> str:
        """What the desk shows."""
        return f"{self} They said: {self.words}" if self.words else str(self)


class InvalidInput(Refused):
    """A value is missing or wrong. `field` names it as the asker knows it."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class NotFound(Refused):
    """There is no such thing, or it belongs to another division."""


class NotAllowed(Refused):
    """The asker is known but may not do this."""


class OptedOut(Refused):
    """Whoever it would go to has asked for no more."""


class Conflict(Refused):
    """Somebody else was first, or the state has moved on."""


class AlreadySent(Conflict):
    """Under this key other words were kept before, so these were not. They need a key of their own."""


class InvalidTransition(Conflict):
    """A state table has no such move."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong in a document. Lines and columns count from 1; 0 means the whole document."""

    message: str
    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line or "", self.column or "") if part)
        return f"{place}: {self.message}" if place else self.message


class ConfigInvalid(SwitchboardError):
    """A settings or YAML document is wrong. `problems` holds all that was found, in document order."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class Unavailable(SwitchboardError):
    """A store, partner or provider cannot be reached or said "later". Nothing happened; retrying is safe."""


class OutcomeUnknown(SwitchboardError):
    """An attempt was cut off after it may have taken effect. Look it up; never retry blindly."""
