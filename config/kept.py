"""Secrets that are made once, when the environment gives none, and kept in the state folder for its owner only.

Nothing here decides what they are for. Several processes may start at the same moment; the first to finish
writing wins and all of them read what it wrote.
"""

import json
import os
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from core.errors import ConfigInvalid, Problem

KEY_FILE: Final = "secret"
SANDBOX_FILE: Final = "sandbox-credentials.json"

_SHAPES: Final[dict[str, str]] = {
    "account_sid": r"AC[0-9a-f]{32}",
    "auth_token": r"[0-9a-f]{32}",
    "api_key": r"SK[0-9a-f]{32}",
    "api_secret": r"[0-9a-f]{32}",
    "twiml_app_sid": r"AP[0-9a-f]{32}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxCredentials:
    """What the sandbox carrier and the application both need to know, in the shapes that Twilio gives them."""

    account_sid: str
    auth_token: str
    api_key: str
    api_secret: str
    twiml_app_sid: str


def secret_key(home: Path) -> str:
    """The key that signs sessions and links, 64 hexadecimal digits; made on first use."""
    path = home / KEY_FILE
    text = _read_or_write(path, lambda: secrets.token_hex(32)).strip()
    if len(text) < 32:
        raise _broken(path, "is too short to be a secret key")
    return text


@lru_cache(maxsize=8)
def sandbox_credentials(home: Path) -> SandboxCredentials:
    """The sandbox account's credentials; made on first use. Raises ConfigInvalid when the kept file is damaged."""
    path = home / SANDBOX_FILE
    text = _read_or_write(path, _new_credentials)
    try:
        kept = json.loads(text)
    except ValueError as error:
        raise _broken(path, "is not JSON") from error
    if not isinstance(kept, dict):
        raise _broken(path, "does not hold the sandbox's credentials")
    for name, shape in _SHAPES.items():
        if not re.fullmatch(shape, str(kept.get(name, ""))):
            raise _broken(path, f"has no usable {name}")
    return SandboxCredentials(**{name: kept[name] for name in _SHAPES})


def make_home(home: Path) -> None:
    """Make the state folder, for its owner only. Raises ConfigInvalid with a sentence when that cannot be."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise _problem(f"SWITCHBOARD_HOME is {home}, which is a file, not a folder. Choose another place.") from error
    except OSError as error:
        why = error.strerror or "no reason given"
        raise _problem(f"SWITCHBOARD_HOME {home} cannot be made ({why}). Choose a folder you may write to.") from error
    if not os.access(home, os.R_OK | os.W_OK | os.X_OK):
        raise _problem(f"SWITCHBOARD_HOME {home} may not be written to. Change its owner or choose another folder.")


def _new_credentials() -> str:
    return json.dumps(
        {
            "account_sid": "AC" + secrets.token_hex(16),
            "auth_token": secrets.token_hex(16),
            "api_key": "SK" + secrets.token_hex(16),
            "api_secret": secrets.token_hex(16),
            "twiml_app_sid": "AP" + secrets.token_hex(16),
        },
        indent=2,
    )


def _read_or_write(path: Path, make: Callable[[], str]) -> str:
    make_home(path.parent)
    try:
        if not path.exists():
            _write_once(path, make())
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _broken(path, "cannot be read") from error


def _write_once(path: Path, text: str) -> None:
    """Write beside, then link into place: whoever links first wins, and nobody ever reads half a file."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(beside, path)
        except FileExistsError:
            return
    finally:
        beside.unlink()


def _broken(path: Path, what: str) -> ConfigInvalid:
    return _problem(f"{path} {what}. Delete that file to have a new one made, or restore it.")


def _problem(message: str) -> ConfigInvalid:
    return ConfigInvalid([Problem(message=message)])
