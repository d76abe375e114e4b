"""Looks into the watched folder, with a centre that takes or fails: nothing is lost, or tried without end."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from channels.letter.inbound import Scan, Watched
from core.errors import Unavailable
from intake.folders import TOLD_AFTER, look


@dataclass
class Letters:
    """Takes what it is given, unless it fails; `meanwhile` is what a scanner writes under the same name."""

    folder: Path
    fails: Exception | None = None
    meanwhile: str = ""
    taken: list[str] = field(default_factory=list)
    tried: int = 0
    told: list[tuple[str, str]] = field(default_factory=list)
    indexed: tuple[str, ...] = ()

    async def take(self, scan: Scan) -> bool:
        self.tried += 1
        if self.fails:
            raise self.fails
        self.taken.append(scan.path.read_text())
        if self.meanwhile:
            (self.folder / scan.place).write_text(self.meanwhile)
            self.meanwhile = ""
        return True

    async def tell_untaken(self, scan: Scan, why: str) -> None:
        self.told.append((scan.place, why))


@pytest.fixture
def letters(tmp_path: Path) -> Letters:
    (tmp_path / "scan").write_text("the first letter")
    return Letters(tmp_path)


async def looks(letters: Letters, seconds: int) -> None:
    watched = Watched(letters.folder)
    for now_s in range(0, seconds, 2):
        await look(letters, watched, now_s)


async def test_a_scanner_that_uses_the_name_again_loses_nothing(letters: Letters) -> None:
    letters.meanwhile = "the second letter"
    await looks(letters, 30)
    assert letters.taken == ["the first letter", "the second letter"]
    assert list(letters.folder.iterdir()) == []


async def test_what_cannot_be_taken_is_tried_ever_less_often_and_told(letters: Letters) -> None:
    letters.fails = PermissionError(13, "Permission denied")
    await looks(letters, 3600)
    assert letters.tried < 20
    assert letters.told[0] == ("scan", "Permission denied.")
    assert len(letters.told) == letters.tried - TOLD_AFTER + 1
    letters.fails = None
    await looks(letters, 30)
    assert letters.taken == ["the first letter"]


async def test_while_the_record_is_away_a_file_is_tried_at_every_look_and_nobody_is_told(letters: Letters) -> None:
    letters.fails = Unavailable("away")
    await looks(letters, 300)
    assert letters.tried > 100
    assert letters.told == []
