"""A watched folder: what is still being written is left alone, and an index speaks for the files beside it."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from ruamel.yaml import YAML

from channels.letter.inbound import GIVEN_UP_AFTER_S, Watched, index_of, received_on
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
    [("2026-11-20", datetime(2026, 11, 20)), ("20/11/2026", datetime(2026, 11, 20)), ("11/20/2026", None), ("", None)],
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


def test_an_index_speaks_for_its_files_and_goes_last(tmp_path: Path) -> None:
    for name in ("a.dat", "b.dat"):
        (tmp_path / name).write_text(name)
    (tmp_path / "index.csv").write_text("file,reference\na.dat,482-193-074\nb.dat,\nnever-came.dat,\n")
    watched = Watched(tmp_path)
    watched.settled(0)
    scans = {scan.path.name: scan.said for scan in watched.settled(10)}
    assert scans == {"a.dat": {"reference": "482-193-074"}, "b.dat": {"reference": ""}}
    for name in scans:
        (tmp_path / name).unlink()
    assert [scan.path.name for scan in watched.settled(12)] == ["index.csv"]


def test_files_wait_for_an_index_that_is_still_being_written(tmp_path: Path) -> None:
    (tmp_path / "a.dat").write_text("a")
    watched = Watched(tmp_path)
    watched.settled(0)
    (tmp_path / "index.csv").write_text("file,reference\n")
    assert watched.settled(10) == []
    (tmp_path / "index.csv").write_text("file,reference\na.dat,482-193-074\n")
    watched.settled(14)
    assert [scan.said for scan in watched.settled(20)] == [{"reference": "482-193-074"}]
