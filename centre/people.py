"""Who works here: logging in and out, and what every screen needs to know about the council."""

import asyncio
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from centre.parts import Parts
from core.channel import Channel
from core.errors import NotAllowed, Unavailable
from records.staff_rows import Account, LoginSession
from skills.profile import AgentProfile

log = structlog.get_logger()

DOORS = {
    "desk": {"agent", "supervisor"},
    "console": {"supervisor"},
    "reception": {"reception", "agent", "supervisor"},
}
OPENS = {"agent": "desk", "supervisor": "console", "reception": "reception"}
"""The door that an account of each role is shown."""
OTHER_DOOR = {
    "desk": "The desk is for agents. Your account opens the front desk, at /reception.",
    "console": "The console is for supervisors. Please use the door that your account opens.",
}
WRONG = "That name and password do not match. Please try again."
TRIED_TOGETHER = 2
"""Argon2 takes memory on purpose; this many checks at once, the rest wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSession:
    """A login that holds. `session_token` is empty except at the login itself: only its hash is kept."""

    account: Account
    csrf: str
    expires_at: datetime
    session_token: str = ""


class People:
    """Accounts and sessions. One door's session is never good at the other."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._hasher = PasswordHasher()
        self._nobodys = ""
        self._checking = asyncio.Semaphore(TRIED_TOGETHER)

    async def log_in(self, username: str, password: str, door: str) -> OpenSession:
        """A new session. NotAllowed for a wrong name, a wrong password and the wrong door alike, after equal work.

        At the desk nothing is offered to somebody who has just come in: they say when they are ready.
        """
        account = await self._parts.sql.read(lambda tx: tx.accounts.by_username(username.strip().lower()))
        right = await self._matches(account.password_hash if account else await self._nobody(), password)
        if account is None or not right:
            raise NotAllowed(WRONG)
        if account.role not in DOORS[door]:
            raise NotAllowed(OTHER_DOOR[door])
        token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
        expires = self._parts.clock.now() + timedelta(hours=self._parts.settings.session_hours)
        await self._parts.sql.write(
            lambda tx: tx.sessions.create(
                account.id, door=door, expires_at=expires, csrf=csrf, token_hash=_hashed(token)
            )
        )
        if door == "desk":
            await self._comes_in(account)
        return OpenSession(account=account, csrf=csrf, expires_at=expires, session_token=token)

    async def log_out(self, session_token: str, door: str) -> None:
        """Revoke a session; at the desk, the agent is gone too."""
        session = await self.session(session_token, door)
        if session is None:
            return
        await self._parts.sql.write(lambda tx: tx.sessions.revoke(_hashed(session_token)))
        if door == "desk":
            await self.leave(session.account.id)

    async def leave(self, agent: str) -> None:
        """Gone home, in the record and to the engine. A live call is unharmed."""
        await self._gone(agent)
        await self._parts.engine.leave(agent)

    async def session(self, session_token: str, door: str) -> OpenSession | None:
        """The session of a cookie's token, or None when it is unknown, revoked, over, or another door's."""
        now = self._parts.clock.now()

        def ask(tx: Any) -> tuple[LoginSession, Account] | None:
            found: LoginSession | None = tx.sessions.get(_hashed(session_token), now)
            return (found, tx.accounts.get(found.account_id)) if found and found.door == door else None

        found = await self._parts.sql.read(ask)
        if found is None:
            return None
        session, account = found
        return OpenSession(account=account, csrf=session.csrf, expires_at=session.expires_at)

    async def surroundings(self) -> dict[str, Any]:
        """What every screen shows of the council: its name, services with their referral fields, reasons, outcomes."""
        return dict(self._parts.surroundings)

    async def demo(self) -> list[dict[str, Any]]:
        """The demonstration's logins, while the sandbox runs."""
        if not self._parts.settings.sandbox:
            return []
        return [
            {
                "role": person.role,
                "username": person.username,
                "password": person.password,
                "name": person.name,
                "door": OPENS[person.role],
            }
            for person in self._parts.county.people
        ]

    def hash(self, password: str) -> str:
        """An argon2id hash, for a new account."""
        return self._hasher.hash(password)

    async def _comes_in(self, account: Account) -> None:
        """Not ready yet, whatever they were before; what is in hand stays. An engine that is away is told later."""
        await self._gone(account.id)
        try:
            await self._parts.engine.leave(account.id)
            await self._parts.engine.sign_in(profile_of(account), phone_ready=False)
        except Unavailable:
            log.warning("came_in_while_the_engine_is_away", agent=account.id)

    async def _gone(self, agent: str) -> None:
        await self._parts.sql.write(lambda tx: tx.accounts.set_presence(agent, "absent", reason=None, at=tx.now))

    async def _nobody(self) -> str:
        """What a wrong name is checked against, to take as long as a wrong password. Made when first needed."""
        if not self._nobodys:
            self._nobodys = await asyncio.to_thread(self._hasher.hash, secrets.token_hex())
        return self._nobodys

    async def _matches(self, hashed: str, password: str) -> bool:
        def check() -> bool:
            try:
                return self._hasher.verify(hashed, password)
            except (VerificationError, InvalidHashError):
                return False

        async with self._checking:
            return await asyncio.to_thread(check)


def profile_of(account: Account) -> AgentProfile:
    """An account as the router sees it."""
    capacity = {Channel(channel): most for channel, most in account.capacity.items()}
    interruptible = frozenset(Channel(channel) for channel in account.interruptible)
    return AgentProfile(id=account.id, skills=account.skills, capacity=capacity, interruptible=interruptible)


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
