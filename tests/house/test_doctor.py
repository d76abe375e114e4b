"""What the doctor says of the folder that keeps recordings and originals."""

from pathlib import Path

import pytest

from config.settings import load_settings
from switchboard.checks.finding import Verdict
from switchboard.checks.stores import documents

FAR = "postgresql://switchboard:pw@db.example.org/switchboard"


def said(**given: object) -> list[Verdict]:
    return [each.verdict for each in documents(load_settings(**given))]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("DATABASE_URL", "DOCUMENTS_FOLDER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SWITCHBOARD_HOME", str(tmp_path))
    return tmp_path


def test_the_folder_is_below_the_state_folder_until_it_is_set(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().documents_folder == home / "documents"
    monkeypatch.setenv("DOCUMENTS_FOLDER", str(home / "shared"))
    assert load_settings().documents_folder == home / "shared"


def test_it_is_made_written_read_and_left_empty(home: Path) -> None:
    assert said() == [Verdict.FINE]
    assert list((home / "documents").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_wrong_and_named(home: Path) -> None:
    (home / "file").write_text("in the way")
    (found,) = documents(load_settings(documents_folder=home / "file" / "documents"))
    assert (found.verdict, str(home / "file") in found.found) == (Verdict.WRONG, True)
    assert "DOCUMENTS_FOLDER" in found.fix


@pytest.mark.parametrize(
    ("url", "shared", "notes"),
    [
        pytest.param(FAR, False, 1, id="a record elsewhere and no shared folder"),
        pytest.param(FAR, True, 0, id="a record elsewhere and a folder that was chosen"),
        pytest.param("postgresql://u:pw@localhost/s", False, 0, id="PostgreSQL on this machine"),
        pytest.param("postgresql://u:pw@[::1]:5432/s", False, 0, id="PostgreSQL on this machine, by its newer address"),
        pytest.param("postgresql:///s?host=/var/run/postgresql", False, 0, id="PostgreSQL by a socket"),
        pytest.param("postgresql:///s?host=db.example.org", False, 1, id="elsewhere, named in the query"),
        pytest.param("sqlite:////tmp/s.db", False, 0, id="SQLite"),
    ],
)
def test_a_second_machine_is_thought_of_when_the_record_is_elsewhere(
    home: Path, url: str, shared: bool, notes: int
) -> None:
    given: dict[str, object] = {"documents_folder": home / "shared"} if shared else {}
    assert said(database_url=url, **given) == [Verdict.FINE, *([Verdict.NOTE] * notes)]
