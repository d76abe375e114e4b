"""Commands that read what they are given, as they are typed."""

import json
from pathlib import Path

import pytest

from tests.house.command import environment, run

ROWS = [
    pytest.param(
        "sms segments it’s", {"encoding": "UCS-2", "segments": 1, "units": 4}, id="a text in the wide alphabet"
    ),
    pytest.param(f"sms segments {'a' * 161}", {"encoding": "GSM-7", "segments": 2, "units": 161}, id="a text in two"),
    pytest.param(
        "phone number +44(0)7700900123",
        {"e164": "+447700900123", "kind": "mobile", "valid": True, "reason": "It is a mobile number."},
        id="a number",
    ),
    pytest.param(
        "phone number nobody",
        {"e164": None, "kind": "unknown", "valid": False, "reason": "There is no telephone number in it."},
        id="no number, which is no error",
    ),
]


@pytest.mark.parametrize(("command", "told"), ROWS)
def test_one_line_of_json_and_no_store_is_asked(tmp_path: Path, command: str, told: dict[str, object]) -> None:
    done = run(command, environment(tmp_path, 1))
    assert done.returncode == 0, done.stderr
    assert [json.loads(line) for line in done.stdout.splitlines()] == [told]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("command", "told"),
    [
        pytest.param(
            "letters cover-sheet /no/such/folder/sheet.pdf --separator",
            "/no/such/folder/sheet.pdf cannot be written: No such file or directory.",
            id="a sheet into a folder that is not there",
        ),
        pytest.param(
            "simulate --from 2026-03-01 --to 2026-03-01",
            "The record has no tables, or not this program's. Run `switchboard prepare` first.",
            id="days of a record that was never made",
        ),
    ],
)
def test_what_cannot_be_done_is_a_sentence(tmp_path: Path, command: str, told: str) -> None:
    done = run(command, environment(tmp_path, 1))
    assert (done.returncode, done.stderr.strip()) == (1, told)


@pytest.mark.parametrize(
    ("command", "told"),
    [
        pytest.param("--from 9999-12-31 --to 9999-12-31", "Choose days that have been.", id="a day that has not been"),
        pytest.param(
            "--from 2026-03-02 --to 2026-03-01", "The last day comes before the first.", id="days the wrong way round"
        ),
        pytest.param("--from 2026-13-01 --to 2026-03-01", "does not match", id="a day that is in no calendar"),
        pytest.param("--from 2026-03-01", "recorded days by --from and --to", id="a first day without a last"),
        pytest.param(
            "--from 2026-03-01 --to 2026-03-01 --rules none.yaml",
            "none.yaml: There is no such file.",
            id="a draft that is not there",
        ),
        pytest.param("none.yaml", "none.yaml: There is no such file.", id="a scenario that is not there"),
        pytest.param("/", "/: This is a folder, and no file.", id="a folder for a scenario"),
    ],
)
def test_what_a_simulation_can_never_be_asked_has_the_code_of_a_wrong_option(
    tmp_path: Path, command: str, told: str
) -> None:
    done = run(f"simulate {command}", environment(tmp_path, 1))
    assert done.returncode == 2
    assert told in " ".join(done.stderr.replace("│", " ").split())
