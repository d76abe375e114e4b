"""The embedded server: it keeps what it is told, dies with its parent, and says plainly why it cannot start."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import Conflict, InvalidInput, Unavailable
from live.connection import Live
from live.embedded import Embedded

PARENT = """
import sys, time
from pathlib import Path
from live.embedded import Embedded
server = Embedded(Path(sys.argv[1]))
print(server.process.pid, flush=True)
time.sleep(60)
"""


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


async def test_it_keeps_what_it_was_told_over_a_restart(tmp_path: Path) -> None:
    with Embedded(tmp_path) as server:
        async with await Live.connect(server.url) as live:
            await live.sessions.put("call", {"node": "main"}, 60)
    with Embedded(tmp_path) as server:
        async with await Live.connect(server.url) as live:
            assert await live.sessions.get("call") == {"node": "main"}


async def test_what_was_written_a_second_ago_outlives_a_kill(tmp_path: Path) -> None:
    server = Embedded(tmp_path)
    async with await Live.connect(server.url) as live:
        await live.sessions.put("call", {"node": "main"}, 60)
        # WAITAOF answers once the append-only file is on disk: no sleep, no guess.
        assert await live.redis.waitaof(1, 0, 5000) == [1, 0]
    server.process.kill()
    server.process.wait()
    server.stop()
    with Embedded(tmp_path) as again:
        async with await Live.connect(again.url) as live:
            assert await live.sessions.get("call") == {"node": "main"}


def test_it_dies_with_its_parent(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT, str(tmp_path)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert is_running(pid)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    # The folder is free only once the server is gone.
    Embedded(tmp_path).stop()
    assert not is_running(pid)


def test_a_second_start_on_a_folder_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with Embedded(tmp_path), pytest.raises(Conflict, match="Another Switchboard already runs on"):
        Embedded(tmp_path)


@pytest.mark.parametrize("damage", ["the file's middle", "the manifest"])
def test_a_damaged_folder_is_named_and_what_to_do_said(tmp_path: Path, damage: str) -> None:
    with Embedded(tmp_path) as server:
        subprocess.run(
            [sys.executable, "-c", f"import redis; r = redis.Redis.from_url({server.url!r}); "
             "[r.set(f'k{i}', 'x' * 100) for i in range(100)]"], check=True)  # fmt: skip
    folder = tmp_path / "appendonlydir"
    path = next(folder.glob("*.manifest" if damage == "the manifest" else "*.incr.aof"))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] + b"\x00garbage\x00" + whole[len(whole) // 2 + 9 :])
    with pytest.raises(InvalidInput, match=r"damaged and cannot be read\. Move that folder away"):
        Embedded(tmp_path)


def test_a_long_folder_name_still_works(tmp_path: Path) -> None:
    with Embedded(tmp_path / ("long" * 30)) as server:
        assert len(str(server.socket)) <= 100
    assert not server.socket.exists()


async def test_a_store_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        await Live.connect(f"unix://{tmp_path}/nobody.sock")
