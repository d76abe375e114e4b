"""Messages made to hurt: each is read or refused within two seconds of processor time and 300 MB."""

import json
import subprocess
import sys

import pytest

from tests.samples.mail.bombs import BOMBS

SECONDS_AT_MOST = 2.0
MB_AT_MOST = 300.0


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_does_no_harm(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.channels.hostile_mail", name], capture_output=True, text=True, timeout=100
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["seconds"] < SECONDS_AT_MOST
    assert told["mb"] < MB_AT_MOST
