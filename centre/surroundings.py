"""What every screen shows of the council, as JSON: its name, services and their forms, reasons, outcomes. Pure."""

from collections.abc import Mapping
from typing import Any

from config.county import County
from core.service import Service


def surroundings(county: County) -> dict[str, Any]:
    """The same for everybody until the county's folder changes."""
    return {
        "council": {
            "name": county.council.name,
            "phone": county.council.phone,
            "middle": dict(county.council.middle),
        },
        "zone": county.zone.key,
        "break_reasons": _listed(county.council.break_reasons),
        "decline_reasons": _listed(county.council.decline_reasons),
        "outcomes": _listed(county.council.outcomes),
        "services": [_service(county, service) for service in county.services.values()],
    }


def _listed(words: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"id": id, "label": label} for id, label in words.items()]


def _service(county: County, service: Service) -> dict[str, Any]:
    destination = service.destination
    return {
        "id": service.id,
        "label": service.label,
        "parent_label": county.group_labels.get(service.parent, service.parent),
        "fields": [
            {
                "name": field.name,
                "label": field.label,
                "kind": field.kind.value,
                "required": field.required,
                "choices": list(field.choices),
                "hint": field.hint,
                "past": field.past,
            }
            for field in service.fields
        ],
        "destination": {"kind": destination.kind, "name": destination.name} if destination else None,
    }
