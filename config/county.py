"""The county: its services, menus, hours, words and people, read from one folder and checked against each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config import crosschecks
from config.calendars import calendar_of
from config.documents import CouncilShape, HoursShape, PeopleShape, ServicesShape
from config.loading import Document, Model, read
from config.services import group_labels, services_of
from core.channel import Channel
from core.errors import ConfigInvalid, Problem
from core.service import Service
from ivr import Menu
from router.rules.calendar import Calendar

DEFAULTS = Path(__file__).parent / "defaults"
MAIN_MENU = "main"
"""The menu that an incoming call starts with; it goes on to others by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Council:
    """Who the residents are speaking to. `texts` are templates by name; the reasons and outcomes are id → label."""

    name: str
    short_name: str
    spoken_name: str
    phone: str
    texts: Mapping[str, str]
    break_reasons: Mapping[str, str]
    decline_reasons: Mapping[str, str]
    outcomes: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """An account for the demonstration. The password is public: it is printed beside the doors."""

    username: str
    name: str
    role: str
    password: str
    skills: Mapping[str, int] = field(default_factory=dict)
    capacity: Mapping[Channel, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class County:
    """Everything a division's folder says.

    `hours_spoken` says each calendar's hours as people do. `rules_text` is the first version of the rules, as
    supervisors see it.
    """

    council: Council
    services: Mapping[str, Service]
    group_labels: Mapping[str, str]
    menus: Mapping[str, Menu]
    calendars: Mapping[str, Calendar]
    hours_spoken: Mapping[str, str]
    rules_text: str
    skills_text: str
    people: tuple[DemoPerson, ...]


def load_county(folder: Path = DEFAULTS) -> County:
    """The county in `folder`; raises ConfigInvalid with every problem in every file."""
    found: list[Problem] = []
    council = _read(found, folder / "council.yaml", CouncilShape)
    services = _read(found, folder / "services.yaml", ServicesShape)
    hours = _read(found, folder / "hours.yaml", HoursShape)
    people = _read(found, folder / "people.yaml", PeopleShape)
    menus = [_read(found, path, Menu, shown=f"menus/{path.name}") for path in sorted((folder / "menus").glob("*.yaml"))]
    rules_text, skills_text = (_text(found, folder / name) for name in ("rules.yaml", "skills.yaml"))
    if council is None or services is None or hours is None or people is None or found:
        raise ConfigInvalid(found)
    whole = [menu for menu in menus if menu is not None]
    found += crosschecks.problems(council=council, services=services, hours=hours, people=people, menus=whole)
    if found:
        raise ConfigInvalid(found)
    return County(
        council=Council(**council.model.model_dump()),
        services=services_of(services.model, hours.model),
        group_labels=group_labels(services.model),
        menus={menu.model.menu: menu.model for menu in whole},
        calendars={name: calendar_of(hours.model, name) for name in hours.model.calendars},
        hours_spoken={name: calendar.spoken for name, calendar in hours.model.calendars.items()},
        rules_text=rules_text,
        skills_text=skills_text,
        people=tuple(DemoPerson(**person.model_dump()) for person in people.model.people),
    )


def _read(found: list[Problem], path: Path, model: type[Model], *, shown: str | None = None) -> Document[Model] | None:
    """What a file holds, or None with its problems added to `found`."""
    try:
        return read(path, model, shown=shown)
    except ConfigInvalid as error:
        found += error.problems
        return None


def _text(found: list[Problem], path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        found.append(Problem(message="This file cannot be read.", file=path.name))
        return ""
