"""What residents type in the chat."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from channels.chat.inbound import LONGEST, LONGEST_NAME, Opening, opening, said
from core.errors import InvalidInput

ROWS = list(YAML(typ="safe").load(Path(__file__).parent / "cases" / "chat.yaml"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["label"]))
def test_an_opening_is_read_as_its_row_says(row: dict[str, Any]) -> None:
    if "error" in row:
        with pytest.raises(InvalidInput, match=row["error"]) as caught:
            opening(**row["with"])
        assert caught.value.field == row["field"]
        return
    assert opening(**row["with"]) == Opening(**row["means"])


def test_too_much_is_refused_with_how_much_it_is() -> None:
    with pytest.raises(InvalidInput, match=f"{LONGEST} letters; this has {LONGEST + 1}"):
        said("x" * (LONGEST + 1))
    with pytest.raises(InvalidInput, match=f"{LONGEST_NAME} letters"):
        opening("x" * (LONGEST_NAME + 1), "hello")
