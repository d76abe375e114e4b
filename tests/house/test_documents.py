"""The documents: links that lead somewhere, every decision on its list, commands that exist."""

import re
import subprocess
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
PAGES: Final = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8"))
    lost = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert lost == []


def test_every_decision_is_on_the_list() -> None:
    folder = ROOT / "docs" / "decisions"
    pages = {page.name for page in folder.glob("0*.md")}
    assert set(re.findall(r"\((0[^)]+\.md)\)", (folder / "README.md").read_text("utf-8"))) == pages
    for page in pages:
        text = (folder / page).read_text("utf-8")
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"], page


def test_make_alone_lists_the_commands() -> None:
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    commands = {line.split()[1] for line in listed.splitlines()}
    assert {"install", "run", "test", "prove", "check", "screenshots", "clean"} <= commands


def test_the_places_that_contributing_names_exist() -> None:
    named = re.findall(r"`((?:[\w-]+/)+[\w.-]*)`", (ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    assert [place for place in named if not (ROOT / place).exists()] == []


def test_the_procfile_names_commands_that_exist() -> None:
    lines = (ROOT / "Procfile").read_text("utf-8").splitlines()
    assert [line.split(": ", 1) for line in lines] == [
        [name, f"switchboard {name}"] for name in ("web", "worker", "clock", "intake")
    ]
