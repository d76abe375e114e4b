"""What the stand-in partner takes: five services, each with its own attributes."""

from typing import Any, Final


def _service(code: str, name: str, words: str) -> dict[str, Any]:
    return {
        "service_code": code,
        "service_name": name,
        "description": words,
        "metadata": True,
        "type": "realtime",
        "keywords": code,
        "group": "highways",
    }


SERVICES: Final[list[dict[str, Any]]] = [
    _service("POTHOLE", "Pothole", "A hole or broken surface in a road, path or pavement"),
    _service("DRAINAGE", "Blocked drain or flooding", "A drain that does not run, or water standing on the road"),
    _service("GRASS", "Grass and hedges", "Verges, hedges and trees that hide the view or block the way"),
    _service("STREETLIGHT", "Street light", "A light that is out, on by day, or broken"),
    _service("EMERGENCY", "Danger on the road", "Something that could hurt somebody now, such as a fallen tree"),
]

ATTRIBUTES: Final[dict[str, tuple[str, str, bool]]] = {
    # code: what it asks, its kind, whether it must be given
    "road": ("Which road?", "string", False),
    "junction": ("Nearest junction or landmark?", "string", False),
    "reference": ("The council's reference", "string", False),
}


def definition(code: str) -> dict[str, Any] | None:
    """A service's own questions, in Open311's shape."""
    if code not in {service["service_code"] for service in SERVICES}:
        return None
    attributes = [
        {
            "variable": True,
            "code": name,
            "datatype": kind,
            "required": required,
            "datatype_description": None,
            "order": order,
            "description": words,
        }
        for order, (name, (words, kind, required)) in enumerate(ATTRIBUTES.items(), 1)
    ]
    return {"service_code": code, "attributes": attributes}
