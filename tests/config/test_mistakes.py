"""A mistake in any of the county's files is told with its file, line and column; the rows are in mistakes.yaml."""

import shutil
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from config.county import DEFAULTS, load_county
from core.errors import ConfigInvalid

ROWS = YAML(typ="safe").load(Path(__file__).parent / "mistakes.yaml")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["label"])
def test_a_mistake_is_told_with_its_place(tmp_path: Path, row: dict[str, str]) -> None:
    folder = tmp_path / "county"
    shutil.copytree(DEFAULTS, folder)
    text = (folder / row["file"]).read_text(encoding="utf-8")
    assert row["old"] in text
    (folder / row["file"]).write_text(text.replace(row["old"], row["new"], 1), encoding="utf-8")
    with pytest.raises(ConfigInvalid) as caught:
        load_county(folder)
    told = [str(problem) for problem in caught.value.problems]
    assert [line for line in told if row["problem"] in line and line.startswith((row["file"], "menus:"))], told


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("{", "not a GeoJSON FeatureCollection", id="no JSON"),
        pytest.param('{"type": "Point"}', "not a GeoJSON FeatureCollection", id="another kind of GeoJSON"),
        pytest.param('{"features": [{"properties": {"name": "A1"}}]}', "needs a `kind`", id="a line of no kind"),
    ],
)
def test_a_base_map_that_is_none_is_refused(tmp_path: Path, text: str, says: str) -> None:
    shutil.copytree(DEFAULTS, tmp_path / "county")
    (tmp_path / "county" / "map.geojson").write_text(text)
    with pytest.raises(ConfigInvalid) as caught:
        load_county(tmp_path / "county")
    (problem,) = caught.value.problems
    assert problem.file == "map.geojson"
    assert says in str(problem)


def test_every_file_s_mistakes_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "council.yaml").write_bytes(b"\xff\xfe")
    (tmp_path / "hours.yaml").write_text("timezone: [")
    with pytest.raises(ConfigInvalid) as caught:
        load_county(tmp_path)
    assert [each.file for each in caught.value.problems] == [
        "council.yaml",
        "services.yaml",
        "hours.yaml",
        "people.yaml",
        "rules.yaml",
        "skills.yaml",
    ]
