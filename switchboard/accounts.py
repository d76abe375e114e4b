"""`switchboard account`: makes an account for the desk or the console, or changes one. A password is no argument."""

import getpass
import sys
from collections.abc import Iterable
from typing import Final

from argon2 import PasswordHasher

from config.county import County, load_county
from config.settings import load_settings
from core.channel import Channel
from core.errors import InvalidInput
from records.record import Record
from records.tx import Tx
from skills.profile import WRITTEN

SHORTEST_PASSWORD: Final = 10
HIGHEST_LEVEL: Final = 5
MOST_AT_ONCE: Final = 20
NOTHING: Final = "none"
AGENT: Final = "agent"
CAPACITY: Final = {"phone": 1, "sms": 3, "voicemail": 2}
"""What an agent may have in hand of each channel, unless said otherwise."""


def account(
    username: str,
    *,
    name: str | None,
    role: str | None,
    skills: Iterable[str],
    at_once: Iterable[str],
    interruptible: Iterable[str] = (),
) -> None:
    """Make it, or change the one there is: its password, and its skills, capacity and the rest where they are given."""
    settings = load_settings()
    known = skills_of(load_county(settings.county_folder), skills)
    capacity = numbers(at_once, set(Channel), MOST_AT_ONCE, "channel")
    breaks_off = written(interruptible)
    password_hash = PasswordHasher().hash(_password())
    record = Record(settings.database_url, division=settings.division)
    try:
        record.migrate()
        with record.transaction() as tx:
            print(_put(tx, username, name, role, password_hash, known, capacity))
            _let_break_off(tx, username, breaks_off)
    finally:
        record.close()


def _put(
    tx: Tx,
    username: str,
    name: str | None,
    role: str | None,
    password_hash: str,
    skills: dict[str, int],
    capacity: dict[str, int],
) -> str:
    there = tx.accounts.by_username(username)
    if there is None:
        is_to_be = role or AGENT
        tx.accounts.create(
            username, name or username, is_to_be, password_hash, skills=skills, capacity=CAPACITY | capacity
        )
        return f"{username} can log in as {is_to_be}."
    if name or role:
        tx.accounts.set_name_and_role(there.id, name or there.name, role or there.role)
    tx.accounts.set_password_hash(there.id, password_hash)
    tx.sessions.revoke_all(there.id)
    if skills or capacity:
        tx.accounts.set_skills(there.id, skills or dict(there.skills), {**there.capacity, **capacity})
    return f"{username} has a new password, and is logged out everywhere."


def _let_break_off(tx: Tx, username: str, channels: list[str] | None) -> None:
    there = tx.accounts.by_username(username)
    if channels is not None and there is not None:
        tx.accounts.set_interruptible(there.id, channels)


def written(given: Iterable[str]) -> list[str] | None:
    """What a call may break off, as channels; `none` is nothing at all, and None that nothing was said of it."""
    words = list(given)
    if words in ([], [NOTHING]):
        return [] if words else None
    for word in words:
        if word not in WRITTEN:
            known = ", ".join(sorted(WRITTEN))
            raise InvalidInput(
                f"A call cannot break off '{word}'. It can: {known}; or {NOTHING}.", field="interruptible"
            )
    return sorted(set(words))


def skills_of(county: County, given: Iterable[str]) -> dict[str, int]:
    """`highways=4` as a skill and its level. InvalidInput for one that the county does not have."""
    return numbers(given, set(county.skills), HIGHEST_LEVEL, "skill")


def numbers(given: Iterable[str], known: set[str], most: int, what: str) -> dict[str, int]:
    """`name=number` pairs, each number from 1 to `most`."""
    read = {}
    for pair in given:
        name, _, number = pair.partition("=")
        if name not in known:
            raise InvalidInput(f"There is no {what} '{name}'. There are: {', '.join(sorted(known))}.", field=what)
        if not (number.isdigit() and 1 <= int(number) <= most):
            raise InvalidInput(f"'{pair}' must be {name}= and a number from 1 to {most}.", field=what)
        read[name] = int(number)
    return read


def _password() -> str:
    """Asked for twice at a terminal; else the first line of standard input."""
    if not sys.stdin.isatty():
        return _long_enough(sys.stdin.readline().rstrip("\n"))
    password = _long_enough(getpass.getpass("Password: "))
    if getpass.getpass("Again: ") != password:
        raise InvalidInput("The two passwords are not the same.", field="password")
    return password


def _long_enough(password: str) -> str:
    if len(password) < SHORTEST_PASSWORD:
        raise InvalidInput(f"A password has at least {SHORTEST_PASSWORD} characters.", field="password")
    return password
