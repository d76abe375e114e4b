"""The command, its documented example, and the files that are shipped with it."""

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest

from simulator.scenario import read_scenario
from tests.house.command import environment, run

DOCS: Final = Path(__file__).parents[2] / "docs"
SHIPPED: Final = sorted(Path(__file__).parents[2].glob("simulator/scenarios/*.yaml"))
PAGE: Final = (DOCS / "scenario.md").read_text("utf-8")


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return found[1]


def keys(value: Any) -> set[str]:
    """The names in a JSON object, but for those that a scenario gives."""
    found: set[str] = set()
    for name, each in value.items() if isinstance(value, dict) else ():
        found |= {name} | keys(each)
    return found


@pytest.fixture
def example(tmp_path: Path) -> Path:
    path = tmp_path / "example.yaml"
    path.write_text(block("yaml"), "utf-8")
    return path


def test_the_documented_example_gives_the_documented_object(example: Path, tmp_path: Path) -> None:
    done = run(f"simulate {example} --json --replications 2", environment(tmp_path, 8000))
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    names = {"council tax", "housing", "letter", "tax", "everything"}
    assert {name for name in keys(found) - names if not name.endswith("_ci")} == keys(json.loads(block("json"))) - names
    assert found["replications"] == 2
    tax = found["types"]["council tax"]
    assert 250 < tax["arrived"] < 500
    assert tax["arrived_ci"][0] < tax["arrived"] < tax["arrived_ci"][1]
    assert tax["served"] + tax["abandoned"] == pytest.approx(tax["arrived"])


def test_a_person_gets_a_table(example: Path, tmp_path: Path) -> None:
    done = run(f"simulate {example} --replications 1 --seed 3", environment(tmp_path, 8000))
    assert done.returncode == 0, done.stderr
    for word in ("A small office: 1 replication", "council tax", "everything", "in time"):
        assert word in done.stdout


def test_a_name_with_brackets_is_printed_as_it_is(example: Path, tmp_path: Path) -> None:
    example.write_text(example.read_text("utf-8").replace("A small office", "Desk [/blue] 2"), "utf-8")
    done = run(f"simulate {example} --replications 1", environment(tmp_path, 8000))
    assert done.returncode == 0, done.stderr
    assert "Desk [/blue] 2: 1 replication" in done.stdout


def test_whom_nobody_can_serve_is_seen_at_once(example: Path, tmp_path: Path) -> None:
    text = (
        block("yaml").replace("needs: {housing: 1}", "needs: {housing: 5}").replace("day: {open: 0, close: 14400}", "")
    )
    example.write_text(text.replace("replications: 4", "horizon: 2000"), "utf-8")
    done = run(f"simulate {example} --replications 1", environment(tmp_path, 8000))
    assert done.returncode == 0, done.stderr
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert re.fullmatch(
        r"! housing: nobody who is ever at work has the skills for these\. All [\d.]+ wait in vain\.", lines[1]
    )
    assert any(line.startswith("! housing ") for line in lines[2:])
    assert sum("!" in line for line in lines) == 2, "and nobody else is marked"


def test_a_wrong_file_is_told_at_its_lines_and_nothing_is_run(example: Path, tmp_path: Path) -> None:
    example.write_text(block("yaml").replace("decline: 0.02", "declines: 0.02"), "utf-8")
    done = run(f"simulate {example} --json", environment(tmp_path, 8000))
    assert done.returncode == 2
    assert done.stdout == ""
    line = block("yaml").splitlines().index("    decline: 0.02") + 1
    assert done.stderr == f"{example}:{line}:5: There is no key `declines` here.\n"


def test_a_draft_without_days_to_try_it_on_is_told(example: Path, tmp_path: Path) -> None:
    done = run(f"simulate {example} --rules {example}", environment(tmp_path, 8000))
    assert done.returncode == 2
    assert "tried on recorded days" in done.stderr


@pytest.mark.parametrize("option", ["--seed 3", "--replications 2"])
def test_a_replay_that_is_to_be_left_to_chance_is_refused(option: str, tmp_path: Path) -> None:
    done = run(f"simulate --from 2026-11-20 --to 2026-11-20 {option}", environment(tmp_path, 8000))
    assert done.returncode == 2
    assert "left to chance" in done.stderr


@pytest.mark.parametrize("path", SHIPPED, ids=[path.name for path in SHIPPED])
def test_what_is_shipped_is_sound_and_on_the_page(path: Path) -> None:
    assert read_scenario(path).replications > 1
    assert f"`{path.name}`" in PAGE
