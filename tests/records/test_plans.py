"""What the record is asked for every message that comes in is looked up, however much there is already."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Select
from sqlalchemy.dialects import sqlite

from records.found_contacts import _newest_open
from records.messages import ANSWERED, SAID
from records.record import Record


@pytest.mark.parametrize(
    "question",
    [
        pytest.param(_newest_open(False), id="the open conversation of whoever wrote"),
        pytest.param(ANSWERED, id="how often they were answered by itself"),
        pytest.param(SAID, id="whether they wrote the very same before"),
    ],
)
def test_it_is_looked_up_by_the_sender_and_nothing_is_gone_through(question: Select[Any], tmp_path: Path) -> None:
    record = Record(f"sqlite:///{tmp_path / 'record.db'}", division="d")
    record.migrate()
    record.close()
    spelt = str(question.compile(dialect=sqlite.dialect()))
    with sqlite3.connect(tmp_path / "record.db") as file:
        steps = [row[3] for row in file.execute(f"EXPLAIN QUERY PLAN {spelt}", ["x"] * spelt.count("?"))]
    assert any("ix_contacts_sender (division=? AND from_value=?" in step for step in steps), steps
    assert not [step for step in steps if step.startswith("SCAN") or step.endswith("(division=?)")], steps
