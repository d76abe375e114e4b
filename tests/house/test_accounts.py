"""`switchboard account`: as a person in charge uses it, on a record of its own."""

import subprocess
import sys
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from records.record import Record
from records.staff_rows import Account
from tests.house.command import environment


def account(home: Path, words: str, password: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "switchboard", "account", *words.split()]
    env = environment(home, 8000)
    return subprocess.run(command, env=env, input=password + "\n", capture_output=True, text=True, check=False)


def found(home: Path, username: str) -> Account | None:
    record = Record(f"sqlite:///{home}/switchboard.db", division="westmere")
    try:
        with record.reading() as tx:
            return tx.accounts.by_username(username)
    finally:
        record.close()


def test_one_is_made_then_given_another_password(tmp_path: Path) -> None:
    made = account(tmp_path, "zara --name Zara --skill highways=4 --at-once sms=2", "a long password")
    assert (made.returncode, made.stdout) == (0, "zara can log in as agent.\n"), made.stderr
    row = found(tmp_path, "zara")
    assert row is not None
    assert (row.name, row.role, dict(row.skills)) == ("Zara", "agent", {"highways": 4})
    assert dict(row.capacity) == {"phone": 1, "sms": 2, "voicemail": 2}
    assert PasswordHasher().verify(row.password_hash, "a long password")

    changed = account(tmp_path, "zara --name Zaira --role supervisor", "another password")
    assert changed.stdout == "zara has a new password, and is logged out everywhere.\n"
    row = found(tmp_path, "zara")
    assert row is not None
    assert (row.name, row.role, dict(row.skills)) == ("Zaira", "supervisor", {"highways": 4})
    assert PasswordHasher().verify(row.password_hash, "another password")

    account(tmp_path, "zara", "another password")
    row = found(tmp_path, "zara")
    assert row is not None
    assert (row.name, row.role) == ("Zaira", "supervisor")


@pytest.mark.long
def test_what_a_call_may_break_off_is_said_and_taken_back(tmp_path: Path) -> None:
    account(tmp_path, "zara --interruptible letter --interruptible email", "a long password")
    row = found(tmp_path, "zara")
    assert row is not None
    assert row.interruptible == ["email", "letter"]
    account(tmp_path, "zara", "a long password")
    again = found(tmp_path, "zara")
    assert again is not None
    assert again.interruptible == ["email", "letter"]
    account(tmp_path, "zara --interruptible none", "a long password")
    row = found(tmp_path, "zara")
    assert row is not None
    assert row.interruptible == []


WRONG = [
    pytest.param("zara --interruptible phone", "a long password", "cannot break off 'phone'", id="a call broken off"),
    pytest.param("zara", "short", "A password has at least 10 characters.", id="a short password"),
    pytest.param("zara --skill juggling=3", "a long password", "There is no skill 'juggling'.", id="no such skill"),
    pytest.param("zara --skill highways=9", "a long password", "a number from 1 to 5", id="no such level"),
    pytest.param("zara --at-once pigeon=1", "a long password", "There is no channel 'pigeon'.", id="no such channel"),
]


@pytest.mark.parametrize(("words", "password", "sentence"), WRONG)
def test_what_is_wrong_is_told_and_nothing_is_made(tmp_path: Path, words: str, password: str, sentence: str) -> None:
    ended = account(tmp_path, words, password)
    assert ended.returncode == 1
    assert sentence in ended.stderr
    assert not (tmp_path / "switchboard.db").exists()
