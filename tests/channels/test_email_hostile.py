"""Messages made to hurt: each is read or refused within two seconds of processor time and 300 MB."""

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.channels.hostile_mail import COUNT, SEED, WILD
from tests.samples.mail.bombs import BOMBS
from tests.samples.mail.wild import TYPES, wild

SECONDS_AT_MOST = 2.0
MB_AT_MOST = 300.0


def _read(name: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.channels.hostile_mail", name], capture_output=True, text=True, timeout=100
    )
    assert (done.returncode, done.stderr) == (0, "")
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_does_no_harm(name: str) -> None:
    told = _read(name)
    assert told["seconds"] < SECONDS_AT_MOST
    assert told["mb"] < MB_AT_MOST


def test_three_hundred_wild_messages_do_none() -> None:
    told = _read(WILD)
    assert COUNT - told["read"] < COUNT / 10, "nearly all of them are emails, and are read"
    assert told["seconds"] < SECONDS_AT_MOST
    assert told["mb"] < MB_AT_MOST


def test_the_wild_ones_are_the_same_each_time_and_of_every_shape() -> None:
    messages = list(wild(SEED, COUNT))
    assert messages == list(wild(SEED, COUNT))
    whole = b"".join(messages)
    assert [kind for kind in TYPES if f"Content-Type: {kind}".encode() not in whole] == []
