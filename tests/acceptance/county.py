"""The county as a test wants it: the defaults, open at every hour, so that a test runs the same at night."""

import shutil
from copy import deepcopy
from pathlib import Path

from ruamel.yaml import YAML

from config.settings import DEFAULTS


def always_open(beside: Path) -> dict[str, str]:
    """What to give a house so that its offices never close: `House(folder, **always_open(folder))`."""
    folder = beside / "county"
    shutil.copytree(DEFAULTS, folder)
    yaml = YAML()
    hours = yaml.load(folder / "hours.yaml")
    calendars = hours["calendars"]
    calendars["office"]["hours"] = deepcopy(calendars["always"]["hours"])
    calendars["office"].pop("holidays", None)
    yaml.dump(hours, folder / "hours.yaml")
    return {"COUNTY_FOLDER": str(folder)}


def elsewhere(beside: Path, *, middle: dict[str, float], zone: str) -> dict[str, str]:
    """As `always_open`, of a county with another middle and time, and without lines of its own for the map."""
    given = always_open(beside)
    folder = Path(given["COUNTY_FOLDER"])
    (folder / "map.geojson").unlink()
    yaml = YAML()
    for name, key, value in (("council.yaml", "middle", middle), ("hours.yaml", "timezone", zone)):
        document = yaml.load(folder / name)
        document[key] = value
        yaml.dump(document, folder / name)
    return given
