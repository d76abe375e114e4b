"""The pages that tell a life name files and functions; every one of them is where it says."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = {"docs/life-of-a-call.md": 40, "docs/people.md": 10}
"""How many names each has at least."""
NAMED = re.compile(r"`([\w./-]+)`(?:\s+`(\w+)`)?(?:, `(\w+)`)?")


def named() -> list[tuple[str, str]]:
    """Every path on the pages, with the name that follows it or nothing."""
    every = []
    for page, least in PAGES.items():
        text = (ROOT / page).read_text()
        told = [each for each in NAMED.findall(text) if "/" in each[0] and not each[0].startswith(("/", "decisions/"))]
        found = [(path, name) for path, *names in told for name in names if name or not any(names)]
        assert len(found) > least, f"{page} could not be read."
        every += found
    return every


@pytest.mark.parametrize(("path", "name"), named(), ids=lambda value: value or "whole")
def test_what_a_life_names_is_there(path: str, name: str) -> None:
    place = ROOT / path
    assert place.exists(), f"There is no {path}."
    if name:
        text = place.read_text()
        assert re.search(
            rf"\b(def|class|local function|export (async )?function|const) {name}\b|^{name} ?=", text, re.M
        )
