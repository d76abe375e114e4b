"""`switchboard email read`: one JSON object a line, whatever the files hold."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

MAIL = "From: a@example.org\nSubject: one £\n\nHello"
MBOX = (
    "From a@example.org Mon Mar  3 10:00:00 2025\nFrom: a@example.org\nSubject: one\n\nFrom here on it is bad.\n"
    "\nFrom the end of May to March 2024\n\nFrom a@example.org I heard nothing.\n\nFrom May Day on\n"
    ">From there too.\n\nFrom b@example.org Mon Mar  3 10:01:00 2025\n\xff\xfe nothing\n\n"
    "From c@example.org Mon Mar  3 10:02:00 2025\nSubject: three\n\nHello\n\n"
)


def _run(*files: Path | str, given: bytes = b"") -> tuple[int, list[dict[str, Any]], str]:
    command = [sys.executable, "-m", "switchboard", "email", "read", *map(str, files)]
    done = subprocess.run(command, input=given, capture_output=True, timeout=100, env={"LC_ALL": "C", "PATH": ""})
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr.decode()


def test_a_message_a_mailbox_and_a_broken_file_are_each_told(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_text(MAIL, encoding="utf-8")
    (tmp_path / "b.mbox").write_bytes(MBOX.encode("latin-1"))
    (tmp_path / "c.eml").write_bytes(bytes(100))
    code, told, errors = _run(tmp_path / "a.eml", tmp_path / "b.mbox", tmp_path / "c.eml", tmp_path / "none.eml")
    assert (code, errors) == (0, "")
    assert [each.get("subject") for each in told] == ["one £", "one", None, "three", None, None]
    assert told[1]["text"] == (
        "From here on it is bad.\n\nFrom the end of May to March 2024\n\nFrom a@example.org I heard nothing.\n\n"
        "From May Day on\nFrom there too."
    )
    assert [each.get("error") for each in told[2:]] == [
        "This is no email: it has no headers that an email has.",
        None,
        "This is no email: it has no headers that an email has.",
        "The file cannot be opened: No such file or directory.",
    ]
    assert (told[2]["file"], told[2]["number"]) == (str(tmp_path / "b.mbox"), 2)


def test_what_cannot_be_opened_keeps_no_other_back(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_text(MAIL, encoding="utf-8")
    code, told, errors = _run(tmp_path / ("long" * 75), tmp_path, tmp_path / "a.eml")
    assert (code, errors) == (0, "")
    assert [each.get("error") for each in told] == [
        "The file cannot be opened: File name too long.",
        "The file cannot be opened: Is a directory.",
        None,
    ]


def test_standard_input_is_read() -> None:
    code, told, _ = _run("-", given=MAIL.encode())
    assert code == 0
    assert told[0]["text"] == "Hello"


def test_when_nothing_could_be_read_the_exit_code_says_so(tmp_path: Path) -> None:
    (tmp_path / "c.eml").write_bytes(b"")
    code, told, errors = _run(tmp_path / "c.eml")
    assert (code, errors) == (1, "")
    assert told[0]["error"] == "The message is empty."
