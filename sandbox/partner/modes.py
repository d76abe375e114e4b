"""How the stand-in partner behaves: well, or in one of the ways that partners misbehave."""

from enum import StrEnum


class Mode(StrEnum):
    UP = "up"
    DOWN = "down"  # 503 to everything
    REFUSE = "refuse"  # 400 with Open311's words
    SLOW = "slow"  # answers after a long time, having kept the request
    DROP = "drop"  # keeps the request and breaks the connection before answering
    TOKEN = "token"  # noqa: S105 - answers with a token; the number follows later
