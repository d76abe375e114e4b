"""`switchboard up` as a person meets it: real processes, a state folder of its own, every way it can go wrong."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import threading
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.starting import SAYS_READY as READY
from bench.starting import three_free_ports
from config.county import DEFAULTS
from tests.house.command import Up, environment, run
from tests.house.test_child import alive

MOST_MEMORY_MB = 900


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("house")


@pytest.fixture(scope="module")
def port() -> int:
    return three_free_ports()


@pytest.fixture(scope="module")
def house(home: Path, port: int) -> Iterator[Up]:
    up = Up(environment(home, port))
    try:
        up.wait_for(READY)
        yield up
    finally:
        up.close()


def health(port: int) -> dict[str, Any]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=10) as answer:
        assert answer.status == 200
        return dict(json.loads(answer.read()))


def test_one_address_the_doors_and_the_logins_are_printed(house: Up, port: int) -> None:
    assert f"Open  http://localhost:{port}" in house.text
    for door in ("Caller's phone", "Residents' pages", "Front desk", "Agent's desk", "Supervisor's console"):
        assert door in house.text
    assert house.text.count("westmere-demo") == 3
    assert house.text.count("http://") == 1


def test_when_it_is_printed_every_part_is_well(house: Up, port: int) -> None:
    assert health(port)["status"] == "up"


def test_a_clean_start_says_nothing_alarming(house: Up) -> None:
    assert [line for line in house.lines if " warning " in line or " error " in line] == []


def test_all_of_it_at_rest_fits_in_the_memory_it_may_have(house: Up) -> None:
    pids = [house.process.pid, *house.descendants()]
    kilobytes = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4 for pid in pids]
    assert len(pids) == 7, house.descendants()
    assert sum(kilobytes) / 1024 < MOST_MEMORY_MB


def test_a_second_one_on_the_same_folder_says_so(house: Up, home: Path) -> None:
    second = run("up", environment(home, three_free_ports()))
    assert second.returncode == 1
    assert second.stderr == (
        f"Switchboard already runs from {home} (process {house.process.pid}). Stop that one first, or start a second "
        "one with a SWITCHBOARD_HOME and a PORT of its own.\n"
    )


def test_the_doctor_finds_nothing_wrong(house: Up, home: Path, port: int) -> None:
    seen = run("doctor", environment(home, port))
    assert seen.returncode == 0, seen.stdout + seen.stderr
    assert "All is well." in seen.stdout
    for line in ("Twilio API key", "Softphones' app", "Number's voice_url", "Mail", "Open311", "Record's tables"):
        assert line in seen.stdout


def test_the_doctor_sees_that_the_numbers_addresses_are_not_ours(house: Up, home: Path, port: int) -> None:
    seen = run("doctor", environment(home, port, PUBLIC_URL="https://elsewhere.example.org"))
    assert seen.returncode == 1
    assert "Set it to https://elsewhere.example.org/phone/incoming" in seen.stdout
    assert seen.stdout.count("(method POST)") == 4


def test_the_live_state_is_rebuilt_by_hand(house: Up, home: Path, port: int) -> None:
    done = run("rebuild", environment(home, port))
    assert done.returncode == 0, done.stderr
    assert "The live state was rebuilt from the record" in done.stdout


@pytest.mark.parametrize(
    ("command", "code", "says"),
    [("check", 0, "The live state is sound.\n"), ("dump", 0, '"contacts": {}'), ("why con_1", 1, "no such contact")],
)
def test_the_live_state_is_asked(house: Up, home: Path, port: int, command: str, code: int, says: str) -> None:
    asked = run(command, environment(home, port))
    assert (asked.returncode, says in asked.stdout + asked.stderr) == (code, True), asked.stdout + asked.stderr


@pytest.mark.parametrize("name", ["serving worker", "serving web", "sandbox", "valkey-server"])
def test_one_that_is_killed_is_started_again(house: Up, port: int, name: str) -> None:
    before = {pid for pid, line in house.descendants().items() if name in line}
    assert len(before) == 1
    marks = house.text.count("starting it again")
    os.kill(before.pop(), signal.SIGKILL)
    with house._news:
        assert house._news.wait_for(lambda: house.text.count("starting it again") > marks, 30)
    comes_back(lambda: health(port)["status"] == "up")


def comes_back(well: Callable[[], bool]) -> None:
    moment = threading.Event()
    for _ in range(600):
        try:
            if well():
                return
        except (OSError, ValueError):
            pass
        moment.wait(0.1)
    raise AssertionError("it did not come back")


def test_ctrl_c_leaves_nothing_and_the_next_start_finds_everything(house: Up, home: Path, port: int) -> None:
    children = house.descendants()
    house.stop()
    assert house.process.returncode == 0
    assert "Stopping …" in house.text
    assert house.text.endswith(f"Stopped. What happened is kept in {home}.\n")
    assert [line for pid, line in children.items() if alive(pid)] == []
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        trial.bind(("127.0.0.1", port))
    people = counted(home)
    assert people > 0
    again = Up(environment(home, port))
    try:
        again.wait_for(READY)
        assert counted(home) == people
        children = again.descendants()
        again.process.kill()
        again.process.wait()
        comes_back(lambda: not any(alive(pid) for pid in children))
    finally:
        again.close()


def counted(home: Path) -> int:
    with sqlite3.connect(home / "switchboard.db") as record:
        found = int(record.execute("select count(*) from people").fetchone()[0])
    record.close()
    return found


@pytest.mark.long
def test_a_county_whose_rules_fail_their_own_tests_is_told_and_starts_all_the_same(tmp_path: Path) -> None:
    county = tmp_path / "county"
    shutil.copytree(DEFAULTS, county)
    rules = (county / "rules.yaml").read_text(encoding="utf-8")
    lines = rules.count("\n")
    (county / "rules.yaml").write_text(
        rules + "  - {name: t, given: {channel: phone, service: libraries/renewal}, expect: {band: background}}\n",
        encoding="utf-8",
    )
    env = environment(tmp_path / "home", three_free_ports(), COUNTY_FOLDER=str(county))
    words = f"rules.yaml:{lines + 1}:6: The test `t` expects the band background, and got live."
    up = Up(env)
    try:
        up.wait_for(f"The county's rules fail: {words}")
        assert health(int(env["PORT"]))["status"] == "up"
        seen = run("doctor", env)
    finally:
        up.close()
    assert seen.returncode == 1
    assert words in seen.stdout
    assert "1 to fix." in seen.stdout


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    port = three_free_ports()
    with socket.create_server(("127.0.0.1", port + 1)):
        ended = run("up", environment(tmp_path / "other", port))
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == (
        f"Port {port + 1} is taken by another program (PORT is {port}; the sandbox takes the two after it). Stop that "
        f"program, or choose another: PORT={port + 10} switchboard up\n"
    )


def test_a_port_that_localhost_may_lead_to_another_program_by_is_taken(tmp_path: Path) -> None:
    port = three_free_ports()
    try:
        other = socket.create_server(("::1", port), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6")
    with other:
        ended = run("up", environment(tmp_path / "other", port))
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == (
        f"Port {port} is taken by another program. Stop that program, or choose another: "
        f"PORT={port + 10} switchboard up\n"
    )


def damage_record(home: Path) -> None:
    home.joinpath("switchboard.db").write_bytes(b"this was a database once" * 500)


def damage_live_state(home: Path) -> None:
    folder = home / "valkey" / "appendonlydir"
    folder.mkdir(parents=True)
    folder.joinpath("appendonly.aof.manifest").write_text("rubbish\n")


def damage_credentials(home: Path) -> None:
    home.joinpath("sandbox-credentials.json").write_text("{")


DAMAGES = [
    pytest.param(damage_record, "switchboard.db: The record's file is damaged", id="the record is not a database"),
    pytest.param(damage_live_state, "damaged", id="the live state cannot be read"),
    pytest.param(damage_credentials, "sandbox-credentials.json is not JSON", id="the credentials are cut off"),
]


@pytest.mark.parametrize(("damage", "words"), DAMAGES)
def test_a_corrupt_state_folder_is_told_in_a_sentence(
    tmp_path: Path, damage: Callable[[Path], None], words: str
) -> None:
    damage(tmp_path)
    ended = run("up", environment(tmp_path, three_free_ports()))
    assert ended.returncode == 1
    assert words in ended.stderr
    assert "Traceback" not in ended.stdout + ended.stderr
    assert len(ended.stderr.splitlines()) == 1, ended.stderr


def test_a_wrong_setting_is_told_by_every_command(tmp_path: Path) -> None:
    for name in ("up", "web", "clock", "rebuild", "settings", "prepare"):
        ended = run(name, environment(tmp_path, 8000) | {"PORT": "abc"})
        assert ended.returncode == 1
        assert ended.stderr == "PORT has a wrong value ('abc'): it must be a whole number from 1 to 65533.\n"


def test_the_doctor_says_what_to_do_when_nothing_runs(tmp_path: Path) -> None:
    ended = run("doctor", environment(tmp_path, three_free_ports()))
    assert ended.returncode == 1
    assert "Run `switchboard up`, which starts it." in ended.stdout
    assert "Run `switchboard prepare`." in ended.stdout


def test_the_doctor_tells_wrong_settings_first(tmp_path: Path) -> None:
    ended = run("doctor", environment(tmp_path, 8000) | {"PUBLIC_URL": "nowhere"})
    assert ended.returncode == 1
    assert "PUBLIC_URL has a wrong value" in ended.stdout
    assert "1 to fix." in ended.stdout
