"""The folder for outgoing letters: whole letters, whole lines, each once, whoever writes beside us."""

import csv
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from channels.letter.outbound import INDEX, LetterFolder, Outgoing
from core.errors import OutcomeUnknown, Unavailable

DAY = date(2026, 11, 27)
LETTER = Outgoing(
    id="msg_01k",
    reference="482-193-074",
    subject="The pothole",
    text="It is filled.",
    to=("Mrs Ashworth", "14 Mill Lane", "WM3 7QD"),
    day=DAY,
    today=DAY,
    pages=2,
    pdf=b"%PDF-1.7 a letter %%EOF",
)


def rows(folder: Path, day: str = "2026-11-27") -> list[dict[str, str]]:
    with (folder / day / INDEX).open(newline="") as file:
        return list(csv.DictReader(file))


def files(folder: Path, day: str = "2026-11-27") -> list[str]:
    return sorted(path.name for path in (folder / day).iterdir() if not path.name.startswith("."))


def test_a_letter_is_a_file_and_a_line(tmp_path: Path) -> None:
    assert LetterFolder(tmp_path).send(LETTER) == "2026-11-27/482-193-074-01k.pdf"
    assert (tmp_path / "2026-11-27/482-193-074-01k.pdf").read_bytes() == LETTER.pdf
    (line,) = rows(tmp_path)
    assert line == {
        "file": "482-193-074-01k.pdf",
        "reference": "482-193-074",
        "pages": "2",
        "postcode": "WM3 7QD",
        "letter": "msg_01k",
    }


def test_the_same_letter_again_is_the_same_file_and_line(tmp_path: Path) -> None:
    folder = LetterFolder(tmp_path)
    assert folder.send(LETTER) == folder.send(LETTER) == folder.find(LETTER)
    assert (len(rows(tmp_path)), files(tmp_path)) == (1, ["482-193-074-01k.pdf", INDEX])


def test_one_that_was_taken_away_is_found_by_its_line_on_a_later_day(tmp_path: Path) -> None:
    folder = LetterFolder(tmp_path)
    folder.send(LETTER)
    (tmp_path / "2026-11-27/482-193-074-01k.pdf").unlink()
    later = replace(LETTER, today=date(2026, 11, 30))
    assert folder.find(later) == "2026-11-27/482-193-074-01k.pdf"
    assert folder.find(replace(LETTER, id="msg_02k")) is None


def test_one_that_lies_there_without_its_line_gets_it(tmp_path: Path) -> None:
    (tmp_path / "2026-11-27").mkdir()
    (tmp_path / "2026-11-27/482-193-074-01k.pdf").write_bytes(LETTER.pdf)
    assert LetterFolder(tmp_path).find(LETTER) == "2026-11-27/482-193-074-01k.pdf"
    assert len(rows(tmp_path)) == 1


def test_nothing_is_found_where_there_is_no_folder(tmp_path: Path) -> None:
    assert LetterFolder(tmp_path / "none").find(LETTER) is None


def test_fifty_at_once_have_fifty_lines(tmp_path: Path) -> None:
    letters = [replace(LETTER, id=f"msg_{number:02}") for number in range(50)]
    with ThreadPoolExecutor(16) as hands:
        list(hands.map(LetterFolder(tmp_path).send, letters))
    assert sorted(row["letter"] for row in rows(tmp_path)) == [letter.id for letter in letters]
    assert len(files(tmp_path)) == 51


def test_a_folder_that_cannot_be_made_has_nothing_laid_into_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    folder = LetterFolder(tmp_path / "file")
    with pytest.raises(Unavailable):
        folder.send(LETTER)
    with pytest.raises(Unavailable):
        folder.check()


def test_without_its_line_a_letter_is_taken_up_again(tmp_path: Path) -> None:
    (tmp_path / "2026-11-27" / INDEX).mkdir(parents=True)
    with pytest.raises(Unavailable):
        LetterFolder(tmp_path).send(LETTER)
    assert files(tmp_path) == [INDEX]


def test_one_that_somebody_took_before_its_line_was_there_is_left_to_a_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "2026-11-27" / INDEX).mkdir(parents=True)
    kept = os.replace

    def quick(self: Path, target: Path) -> Path:
        kept(self, target)
        target.unlink()
        return target

    monkeypatch.setattr(Path, "replace", quick)
    with pytest.raises(OutcomeUnknown):
        LetterFolder(tmp_path).send(LETTER)
