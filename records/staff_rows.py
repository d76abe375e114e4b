"""What the record has of staff, as frozen values: accounts, logins, what supervisors did, the rules they published."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who may log in. `password_hash` is made and checked by the caller."""

    id: str
    username: str
    name: str
    role: str
    password_hash: str
    skills: dict[str, int]
    capacity: dict[str, int]
    interruptible: list[str]
    state: str
    reason: str | None
    since: datetime
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginSession:
    """One login at one door. Only the hash of its token is kept."""

    id: str
    account_id: str
    door: str
    csrf: str
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What a supervisor did (`did`, a word), to which contact or agent, and why."""

    id: str
    by: str
    did: str
    contact_id: str | None
    agent_id: str | None
    why: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleVersion:
    """The routing rules as they were published. The highest `n` is the current one."""

    n: int
    text: str
    by: str
    why: str
    at: datetime
    based_on: int | None
    compiled_ok: bool
