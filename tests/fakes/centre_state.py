"""What the in-memory centre's families share: accounts, sessions, offers, and ways to make a verb fail or be slow."""

import asyncio
import itertools
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from web.views import Notice

NOW = datetime(2030, 3, 4, 9, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    id: str
    username: str
    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    account: Account
    csrf: str
    expires_at: datetime
    session_token: str
    door: str


AMINA = Account(id="acc_amina", username="amina", name="Amina Yusuf", role="agent")
BEN = Account(id="acc_ben", username="ben", name="Ben Ode", role="agent")
SAM = Account(id="acc_sam", username="sam", name="Sam Reed", role="supervisor")
PASSWORD = "a good long password"


@dataclass
class State:
    """What the families share."""

    fail: dict[str, Exception] = field(default_factory=dict)
    slow: dict[str, float] = field(default_factory=dict)
    calls: list[tuple[str, Any]] = field(default_factory=list)
    looks: Counter[str] = field(default_factory=Counter)
    sessions: dict[str, Session] = field(default_factory=dict)
    offers: dict[str, list[str]] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)
    waiting: int = 0
    rules: list[str] = field(default_factory=lambda: ["steps: []"])
    listeners: list[asyncio.Queue[Notice | Exception]] = field(default_factory=list)
    numbers: Any = field(default_factory=lambda: itertools.count(1))

    async def did(self, verb: str, *what: Any) -> None:
        self.calls.append((verb, what))
        if verb in self.slow:
            await asyncio.sleep(self.slow[verb])
        if verb in self.fail:
            raise self.fail[verb]

    def tell(self, **notice: Any) -> None:
        for queue in self.listeners:
            queue.put_nowait(notice)
