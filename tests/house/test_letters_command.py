"""`switchboard letters`, as it is typed: what files hold, a line each, whatever they are; sheets for the scanner."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from samples.post.letters import Kind, sample
from tests.channels.letter import files
from tests.house.command import environment, run

LETTER = sample(51, 0, Kind.CLEAN)
BROKEN = ("a file of words", "a picture cut off", "a PDF locked with a password", "a page of 20,000 dots a side")


def told(words: str, home: Path, code: int = 0) -> list[dict[str, Any]]:
    """The lines that a command printed; it printed nothing else, and ended so."""
    done = run(words, environment(home, 1))
    assert (done.returncode, done.stderr) == (code, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_each_file_is_a_line_and_what_is_wrong_with_one_keeps_no_other_back(tmp_path: Path) -> None:
    for place, name in enumerate(BROKEN):
        files.BROKEN[name][0](tmp_path / f"{place}.pdf")
    files.pdf(tmp_path / "whole.pdf", LETTER.pages)
    names = [*(f"{place}.pdf" for place in range(len(BROKEN))), "whole.pdf", "nowhere.pdf", ".", "long" * 75]
    lines = told(f"letters read {' '.join(str(tmp_path / name) for name in names)}", tmp_path)
    *wrong, whole, missing, folder, long = lines
    assert [each["error"] for each in (*wrong, missing, folder, long)] == [
        *(files.BROKEN[name][1] for name in BROKEN),
        "missing",
        "folder",
        "name_too_long",
    ]
    assert all(each["message"].endswith(".") for each in (*wrong, missing, folder, long))
    assert (whole["pages"], "error" in whole) == (1, False)
    (letter,) = whole["documents"]
    assert (letter["service"], letter["date"]) == (LETTER.letter.service, LETTER.letter.dated.isoformat())
    assert (letter["postcode"], letter["references"]) == (LETTER.letter.postcode, [LETTER.letter.reference])


def test_when_nothing_could_be_read_the_command_fails_and_says_why_all_the_same(tmp_path: Path) -> None:
    (line,) = told(f"letters read {tmp_path / 'nowhere.pdf'}", tmp_path, code=1)
    assert line["error"] == "missing"


def test_a_name_that_is_no_text_is_a_name_all_the_same(tmp_path: Path) -> None:
    name = tmp_path / os.fsdecode(b"scan\xff.pdf")
    (line,) = told(f"letters read {name}", tmp_path, code=1)
    assert line["error"] == "missing"


def test_a_name_too_long_for_a_folder_of_its_own_stops_nothing_either(tmp_path: Path) -> None:
    files.pdf(tmp_path / "whole.pdf", LETTER.pages)
    words = f"letters read {tmp_path / ('long' * 75)} {tmp_path / 'whole.pdf'} --searchable {tmp_path / 'copies'}"
    long, whole = told(words, tmp_path)
    assert (long["error"], whole["pages"]) == ("name_too_long", 1)
    assert (tmp_path / "copies" / "whole.pdf" / "1.pdf").exists()


def test_a_cover_sheet_says_when_it_is_read_what_it_was_told_to_say(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.pdf"
    done = run(
        f"letters cover-sheet {sheet} --service highways/pothole --office Marlbridge"
        f" --reference {LETTER.letter.reference}",
        environment(tmp_path, 1),
    )
    assert (done.returncode, done.stdout.strip()) == (0, f"{sheet} is ready to print.")
    ((document,),) = [each["documents"] for each in told(f"letters read {sheet}", tmp_path)]
    assert (document["service"], document["references"]) == ("highways/pothole", [LETTER.letter.reference])
    assert document["cover"]["office"] == "Marlbridge"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        pytest.param("--service gardens/gnomes", "There is no service gardens/gnomes.", id="a service that is none"),
        pytest.param("--reference 482-193-075", "Please check the reference", id="a slip in the reference"),
    ],
)
def test_a_sheet_that_would_lead_nowhere_is_not_made(words: str, sentence: str, tmp_path: Path) -> None:
    done = run(f"letters cover-sheet {tmp_path / 'sheet.pdf'} {words}", environment(tmp_path, 1))
    assert done.returncode == 1
    assert sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "sheet.pdf").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        pytest.param("", "Say what it shall tell", id="a cover that says nothing"),
        pytest.param("--office=", "Say what it shall tell", id="an office without a name"),
        pytest.param(
            "--separator --service highways/pothole --two-passes",
            "leave out --service, --two-passes, or --separator",
            id="a separator that says something",
        ),
        pytest.param("--office ../etc", "is no name of an office", id="a path"),
        pytest.param(f"--office {'a' * 61}", "is no name of an office", id="a name that is too long"),
    ],
)
def test_a_sheet_whose_options_contradict_or_say_nothing_is_refused(words: str, sentence: str, tmp_path: Path) -> None:
    done = run(f"letters cover-sheet {tmp_path / 'sheet.pdf'} {words}", environment(tmp_path, 1))
    assert (done.returncode, sentence in done.stderr) == (2, True), done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "sheet.pdf").exists()
