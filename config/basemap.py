"""map.geojson: the county's own lines, drawn where there are no map pictures. A county may do without."""

import json
from pathlib import Path
from typing import Final

from config.loading import text_of
from core.errors import ConfigInvalid, Problem

NAME: Final = "map.geojson"
NOTHING: Final = '{"type":"FeatureCollection","features":[]}'


def basemap_of(folder: Path) -> str:
    """The file's text, a GeoJSON FeatureCollection (RFC 7946) whose features say `kind` and `name`; one without
    features where the folder has none. Raises ConfigInvalid when it is something else.
    """
    path = folder / NAME
    if not path.exists():
        return NOTHING
    text = text_of(path)
    try:
        features = json.loads(text)["features"]
        named = all({"kind", "name"} <= set(each["properties"]) for each in features)
    except (ValueError, LookupError, TypeError) as error:
        raise _invalid("This file is not a GeoJSON FeatureCollection.") from error
    if not named:
        raise _invalid("Each feature needs a `kind` (a, b, road, river, water, green, built, town) and a `name`.")
    return text


def _invalid(message: str) -> ConfigInvalid:
    return ConfigInvalid([Problem(message=message, file=NAME)])
