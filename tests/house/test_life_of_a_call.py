"""docs/life-of-a-call.md names files and functions; every one of them is where it says."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/life-of-a-call.md"
NAMED = re.compile(r"`([\w./-]+)`(?:\s+`(\w+)`)?(?:, `(\w+)`)?")


def named() -> list[tuple[str, str]]:
    """Every path on the page, with the name that follows it or nothing."""
    told = [each for each in NAMED.findall(PAGE.read_text()) if "/" in each[0] and not each[0].startswith("/")]
    found = [(path, name) for path, *names in told for name in names if name or not any(names)]
    assert len(found) > 40, "The page could not be read."
    return found


@pytest.mark.parametrize(("path", "name"), named(), ids=lambda value: value or "whole")
def test_what_the_life_of_a_call_names_is_there(path: str, name: str) -> None:
    place = ROOT / path
    assert place.exists(), f"There is no {path}."
    if name:
        text = place.read_text()
        assert re.search(
            rf"\b(def|class|local function|export (async )?function|const) {name}\b|^{name} ?=", text, re.M
        )
