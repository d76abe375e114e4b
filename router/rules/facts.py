"""What the rules may know about a contact, and the names by which a rule's condition calls it. No I/O."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from core.channel import Channel
from core.service import Service
from router.rules.calendar import Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One contact, as the rules see it. `arrived_at` is when the resident got in touch, aware.

    `case_id` is the open case that it belongs to, `case_owner` the agent who owns it, `last_agent` whoever spoke with
    this resident last.
    """

    contact_id: str
    channel: Channel
    service: str
    arrived_at: datetime
    to: str = ""
    known: bool = False
    contacts_before: int = 0
    language: str = "en"
    access_needs: tuple[str, ...] = ()
    case_id: str | None = None
    case_owner: str | None = None
    last_agent: str | None = None
    returned: bool = False
    said: Mapping[str, str] = field(default_factory=dict)


KINDS: Final[dict[str, str]] = {
    "contact.channel": "words",
    "contact.service": "words",
    "contact.group": "words",
    "contact.to": "words",
    "contact.hour": "number",
    "contact.weekday": "words",
    "contact.open": "yes or no",
    "contact.returned": "yes or no",
    "contact.said": "words by name",
    "caller.known": "yes or no",
    "caller.contacts_before": "number",
    "caller.language": "words",
    "caller.access_needs": "list of words",
    "case.open": "yes or no",
    "case.owner": "words",
}
"""Every name a condition may use, and what it holds."""

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def named(facts: Facts, service: Service, calendar: Calendar) -> dict[str, Any]:
    """The facts under the names of KINDS. Hours and days are the service's own calendar's."""
    local = facts.arrived_at.astimezone(calendar.zone)
    return {
        "contact.channel": facts.channel.value,
        "contact.service": service.id,
        "contact.group": service.parent,
        "contact.to": facts.to,
        "contact.hour": local.hour,
        "contact.weekday": WEEKDAYS[local.weekday()],
        "contact.open": calendar.is_open(facts.arrived_at),
        "contact.returned": facts.returned,
        "contact.said": dict(facts.said),
        "caller.known": facts.known,
        "caller.contacts_before": facts.contacts_before,
        "caller.language": facts.language,
        "caller.access_needs": list(facts.access_needs),
        "case.open": facts.case_owner is not None,
        "case.owner": facts.case_owner or "",
    }
