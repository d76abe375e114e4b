"""A watched folder: what is still being written is left alone, and an index speaks for the files beside it."""

import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from ruamel.yaml import YAML

from channels.letter.bureau import index_of, received_on, rows_of
from channels.letter.inbound import GIVEN_UP_AFTER_S, NO_INDEX, Scan, Watched, laid, let_go, set_aside
from channels.letter.whole import is_whole
from core.errors import InvalidInput
from samples.post.letters import Kind, sample
from tests.channels.letter import files

CASES: list[dict[str, Any]] = list(YAML(typ="safe").load(Path(__file__).parents[1] / "cases" / "letter.yaml"))
PAGES = tuple(page.resize((413, 584)) for page in sample(41, 0, Kind.CLEAN).pages * 3)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_an_index_is_read(case: dict[str, Any]) -> None:
    if "error" in case:
        with pytest.raises(InvalidInput, match=case["error"]):
            index_of(case["text"])
    else:
        assert index_of(case["text"]) == case["means"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-20", datetime(2026, 11, 20)),
        ("20/11/2026", datetime(2026, 11, 20)),
        ("2026-11-20T09:15:00", datetime(2026, 11, 20)),
        (" 20/11/2026 14:30", datetime(2026, 11, 20)),
        ("20.11.2026 2", datetime(2026, 11, 20)),
        ("20/11/20261", None),
        ("11/20/2026", None),
        ("", None),
    ],
)
def test_the_day_in_an_index_is_british(text: str, day: datetime | None) -> None:
    assert received_on(text) == day


def _written(kind: str, path: Path) -> bytes:
    if kind == "pdf":
        files.pdf(path, PAGES)
    elif kind == "tiff":
        files.tiff(path, PAGES)
    else:
        Image.effect_noise((600, 800), 30).save(path, kind)
    return path.read_bytes()


@pytest.mark.parametrize("kind", ["pdf", "tiff", "png", "jpeg"])
def test_a_scanner_that_writes_slowly_is_never_read_half_way(kind: str, tmp_path: Path) -> None:
    whole = _written(kind, tmp_path / "source")
    folder, now = tmp_path / "post", 0.0
    folder.mkdir()
    watched = Watched(folder)
    for share in range(1, 10):
        # It stalls for longer than a file takes to settle, between any two pieces.
        (folder / "scan").write_bytes(whole[: len(whole) * share // 10])
        for _ in range(5):
            assert watched.settled(now) == []
            now += 2
    (folder / "scan").write_bytes(whole)
    looks = [bool(watched.settled(now + second)) for second in range(0, 12, 2)]
    assert looks[:3] == [False] * 3
    assert looks[-1]
    assert is_whole(folder / "scan")


def test_a_file_that_will_never_be_whole_is_taken_after_an_hour(tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7 and then the scanner broke")
    watched = Watched(tmp_path)
    assert watched.settled(0) == []
    assert watched.settled(GIVEN_UP_AFTER_S - 1) == []
    assert len(watched.settled(GIVEN_UP_AFTER_S)) == 1


@pytest.mark.parametrize("name", [".hidden.pdf", "~scan.pdf", "scan.pdf.part", "scan.tmp"])
def test_what_nobody_means_to_send_is_left_alone(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("x")
    watched = Watched(tmp_path)
    assert [watched.settled(second) for second in (0, 10, 9999)] == [[], [], []]


def test_a_sub_folder_is_an_office_or_a_service(tmp_path: Path) -> None:
    (tmp_path / "highways" / "pothole").mkdir(parents=True)
    (tmp_path / "highways" / "pothole" / "a").write_text("x")
    (tmp_path / "b").write_text("x")
    watched = Watched(tmp_path)
    watched.settled(0)
    assert {scan.path.name: scan.folder for scan in watched.settled(10)} == {"a": "highways/pothole", "b": ""}


def test_the_same_file_has_the_same_key_and_a_second_copy_another(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("x")
    watched = Watched(tmp_path)
    watched.settled(0)
    first, again = watched.settled(10)[0].key, watched.settled(12)[0].key
    path.unlink()
    (tmp_path / "other").write_text("y")
    path.write_text("x")
    watched.settled(14)
    second = next(scan.key for scan in watched.settled(30) if scan.path == path)
    assert first == again != second


def taken(scans: list[Scan]) -> dict[str, dict[str, str]]:
    """What is said of each, and then they are gone, as after an intake."""
    said = {scan.path.name: dict(scan.said) for scan in scans}
    for scan in scans:
        scan.path.unlink()
    return said


def test_an_index_speaks_for_its_files_and_goes_last(tmp_path: Path) -> None:
    for name in ("a.dat", "b.DAT"):
        (tmp_path / name).write_text(name)
    (tmp_path / "index.csv").write_text("file,reference\nA.dat,482-193-074\nb.dat,\n")
    watched = Watched(tmp_path)
    watched.settled(0)
    assert taken(watched.settled(10)) == {"a.dat": {"reference": "482-193-074"}, "b.DAT": {"reference": ""}}
    (index,) = watched.settled(12)
    assert index.speaks_of == ("a.dat", "b.dat")


def test_an_index_stays_until_all_have_come_that_it_names(tmp_path: Path) -> None:
    (tmp_path / "index.csv").write_text("file,reference\na.dat,482-193-074\nb.dat,905-117-366\n")
    (tmp_path / "a.dat").write_text("a")
    (tmp_path / "b.dat.part").write_text("b")
    watched = Watched(tmp_path)
    watched.settled(0)
    assert list(taken(watched.settled(10))) == ["a.dat"]
    assert watched.settled(600) == []
    (tmp_path / "b.dat.part").rename(tmp_path / "b.dat")
    watched.settled(610)
    assert taken(watched.settled(620)) == {"b.dat": {"reference": "905-117-366"}}
    assert list(taken(watched.settled(622))) == ["index.csv"]


def test_an_index_whose_files_never_come_goes_after_an_hour(tmp_path: Path) -> None:
    (tmp_path / "index.csv").write_text("file\na.dat\n")
    watched = Watched(tmp_path)
    assert [watched.settled(second) for second in (0, GIVEN_UP_AFTER_S - 1)] == [[], []]
    assert [scan.speaks_of for scan in watched.settled(GIVEN_UP_AFTER_S)] == [("a.dat",)]


def test_where_files_wait_for_an_index_it_may_come_last(tmp_path: Path) -> None:
    place = tmp_path / "bureau" / "2026-11-27"
    place.mkdir(parents=True)
    (place / "a.dat").write_text("a")
    (tmp_path / "b.dat").write_text("b")
    watched = Watched(tmp_path, ("bureau",))
    watched.settled(0)
    assert list(taken(watched.settled(10))) == ["b.dat"]
    (place / "index.csv").write_text("file,reference\na.dat,482-193-074\n")
    watched.settled(600)
    (scan,) = watched.settled(610)
    assert (scan.said, scan.by_index, scan.notes) == ({"reference": "482-193-074"}, True, ())


def test_a_file_that_no_index_names_is_taken_after_an_hour_with_a_note(tmp_path: Path) -> None:
    (tmp_path / "bureau").mkdir()
    (tmp_path / "bureau" / "a.dat").write_text("a")
    watched = Watched(tmp_path, ("bureau",))
    assert [watched.settled(second) for second in (0, GIVEN_UP_AFTER_S - 1)] == [[], []]
    (scan,) = watched.settled(GIVEN_UP_AFTER_S)
    assert (scan.by_index, scan.notes) == (False, (NO_INDEX,))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_an_index_is_read_in_any_encoding_of_a_spreadsheet(encoding: str, tmp_path: Path) -> None:
    index = tmp_path / "index.csv"
    index.write_bytes("file;reference\nZoë.pdf;482-193-074\n".encode(encoding))
    assert rows_of(index) == {"zoë.pdf": {"reference": "482-193-074"}}


def test_what_was_moved_aside_is_found_again_as_the_file_that_it_was(tmp_path: Path) -> None:
    (tmp_path / "post").mkdir()
    (tmp_path / "post" / "a").write_text("x")
    watched = Watched(tmp_path)
    watched.settled(0)
    (before,) = watched.settled(10)
    aside = set_aside(before.path)
    assert (laid(aside), set_aside(aside)) == (before.path, aside)
    watched.settled(12)
    (after,) = watched.settled(20)
    assert (after.path, after.place, after.key) == (aside, before.place, before.key)
    let_go(after)
    assert list((tmp_path / "post").iterdir()) == []


def test_what_was_written_to_after_it_was_taken_stays(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    watched = Watched(tmp_path)
    watched.settled(0)
    (scan,) = watched.settled(10)
    aside = replace(scan, path=set_aside(scan.path))
    aside.path.write_text("x, and another page")
    let_go(aside)
    assert aside.path.exists()


@pytest.mark.parametrize("place", [".snapshot", ".Trash-1000/files"])
def test_nothing_is_taken_out_of_a_hidden_folder(place: str, tmp_path: Path) -> None:
    (tmp_path / place).mkdir(parents=True)
    (tmp_path / place / "a").write_text("x")
    watched = Watched(tmp_path)
    assert [watched.settled(second) for second in (0, 10)] == [[], []]


def test_a_name_in_another_encoding_is_told_as_text(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/Zo\xeb.dat", "wb") as file:
        file.write(b"x")
    watched = Watched(tmp_path)
    watched.settled(0)
    (scan,) = watched.settled(10)
    assert scan.place == "Zo\ufffd.dat"
    assert scan.key.encode()


def test_files_wait_for_an_index_that_is_still_being_written(tmp_path: Path) -> None:
    (tmp_path / "a.dat").write_text("a")
    watched = Watched(tmp_path)
    watched.settled(0)
    (tmp_path / "index.csv").write_text("file,reference\n")
    assert watched.settled(10) == []
    (tmp_path / "index.csv").write_text("file,reference\na.dat,482-193-074\n")
    watched.settled(14)
    assert [scan.said for scan in watched.settled(20)] == [{"reference": "482-193-074"}]
