"""Messages read into our words, row by row from the data file."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from channels.email.inbound import read
from core.errors import InvalidInput

ROWS: list[dict[str, Any]] = list(YAML(typ="safe").load(Path(__file__).parent / "cases" / "email.yaml"))


def _label(row: dict[str, Any]) -> str:
    return str(row["label"])


@pytest.mark.parametrize("row", ROWS, ids=_label)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["Unix lines", "Internet lines"])
def test_a_message_means_what_its_row_says(row: dict[str, Any], line_end: str) -> None:
    raw = row["raw"].replace("\n", line_end).encode()
    if "error" in row:
        with pytest.raises(InvalidInput) as caught:
            read(raw)
        assert str(caught.value) == row["error"]
        return
    told = read(raw).to_dict()
    assert {name: told[name] for name in row["means"]} == row["means"]


def test_every_field_of_a_message_stands_in_a_row() -> None:
    told = read(b"From: a@example.org\n\nx").to_dict()
    assert set(told) == {name for row in ROWS for name in row.get("means", {})}
