"""`switchboard rules`: as a person in charge uses it when no console can be reached, on a record of its own."""

from pathlib import Path

import pytest

from config.county import load_county
from core.errors import NotFound
from records.record import Record
from switchboard.versions import rules

WORSE = "rules: [{name: worse, needs: []}]"


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Record:
    """Two versions: the shipped rules, and what somebody made of them."""
    monkeypatch.setenv("SWITCHBOARD_HOME", str(tmp_path))
    made = Record(f"sqlite:///{tmp_path}/switchboard.db", division="westmere")
    made.migrate()
    with made.transaction() as tx:
        tx.rules.publish(load_county().rules_text, "Switchboard", "as shipped")
        tx.rules.publish(WORSE, "Grace", "Quicker")
    return made


def test_the_versions_are_listed_newest_first(record: Record, capsys: pytest.CaptureFixture[str]) -> None:
    rules(None, "")
    newest, oldest = capsys.readouterr().out.splitlines()
    assert newest.startswith("    2  ")
    assert newest.endswith("  Grace: Quicker  (in force)")
    assert oldest.endswith("  Switchboard: as shipped")
    record.close()


def test_an_earlier_version_is_put_in_force_again_without_the_live_store(
    record: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    rules(1, "Nobody was served")
    assert capsys.readouterr().out == "Version 3 is in force: it says what version 1 said.\n"
    with record.reading() as tx:
        current = tx.rules.current()
    record.close()
    assert current is not None
    assert (current.n, current.text) == (3, load_county().rules_text)
    assert (current.by, current.why) == ("The command line", "Nobody was served (as version 1)")


def test_a_version_that_never_was_is_said_and_nothing_is_published(record: Record) -> None:
    with pytest.raises(NotFound):
        rules(7, "")
    with record.reading() as tx:
        assert tx.rules.current_n() == 2
    record.close()
