"""What reception writes down of visitors."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from channels.walk_in.inbound import LONGEST, Visit, visit
from core.errors import InvalidInput

ROWS = list(YAML(typ="safe").load(Path(__file__).parent / "cases" / "walk_in.yaml"))
NOTHING: dict[str, Any] = {"name": "", "words": "", "service": "", "needs": []}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["label"]))
def test_a_visit_is_read_as_its_row_says(row: dict[str, Any]) -> None:
    if "error" in row:
        with pytest.raises(InvalidInput, match=row["error"]) as caught:
            visit(**NOTHING | row["with"])
        assert caught.value.field == row["field"]
        return
    means = row["means"]
    assert visit(**NOTHING | row["with"]) == Visit(**means | {"needs": tuple(means["needs"])})


def test_a_long_story_is_told_to_the_agent() -> None:
    with pytest.raises(InvalidInput, match=f"{LONGEST} letters"):
        visit(**NOTHING | {"words": "x" * (LONGEST + 1)})
