"""The county: its services, menus, hours, words and people, read from one folder and checked against each other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from config import crosschecks
from config import replies as ready
from config.basemap import NOTHING, basemap_of
from config.calendars import calendar_of, zone_of
from config.documents import CouncilShape, HoursShape, PeopleShape, ServicesShape
from config.loading import Read, read, text_of
from config.replies import RepliesShape, Reply, replies_of
from config.services import group_labels, services_of
from config.spoken_hours import AT_ANY_TIME, spoken
from core.channel import Channel
from core.document import Document
from core.errors import ConfigInvalid, Problem
from core.service import Service
from ivr import Menu
from router.rules.calendar import Calendar, always_open
from skills.listing import Skill, read_skills

DEFAULTS = Path(__file__).parent / "defaults"
MAIN_MENU = "main"
OFFICE = "office"
"""The calendar of those who answer."""
"""The menu that an incoming call starts with; it goes on to others by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Council:
    """Who the residents are speaking to. `middle` (lat, lng) is where a map of the county opens.

    `address`, `email` and `website` stand on our letters.

    `texts` are templates by name; the reasons and outcomes are id → label.
    """

    name: str
    short_name: str
    spoken_name: str
    phone: str
    middle: Mapping[str, float]
    texts: Mapping[str, str]
    break_reasons: Mapping[str, str]
    decline_reasons: Mapping[str, str]
    outcomes: Mapping[str, str]
    address: tuple[str, ...] = ()
    email: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """An account for the demonstration. The password is public: it is printed beside the doors."""

    username: str
    name: str
    role: str
    password: str
    skills: Mapping[str, int] = field(default_factory=dict)
    capacity: Mapping[Channel, int] = field(default_factory=dict)
    interruptible: tuple[Channel, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class County:
    """Everything a division's folder says.

    `hours_spoken` says each calendar's hours as people do. `rules_text` is the first version of the rules, as
    supervisors see it. `zone` is the county's own time; `basemap` its lines, as GeoJSON. With `open_all_hours` every
    calendar is open at every moment, and `hours_spoken` says so, whatever the file says.
    """

    council: Council
    zone: ZoneInfo
    services: Mapping[str, Service]
    group_labels: Mapping[str, str]
    menus: Mapping[str, Menu]
    calendars: Mapping[str, Calendar]
    hours_spoken: Mapping[str, str]
    rules_text: str
    skills_text: str
    skills: Mapping[str, Skill]
    people: tuple[DemoPerson, ...]
    replies: tuple[Reply, ...] = ()
    basemap: str = NOTHING
    open_all_hours: bool = False

    def is_open(self, calendar: str, now: datetime) -> bool:
        """Whether a caller finds it open."""
        return self.open_all_hours or self.calendars[calendar].is_open(now)


def load_county(folder: Path = DEFAULTS, *, open_all_hours: bool = False) -> County:
    """The county in `folder`; raises ConfigInvalid with every problem in every file."""
    found: list[Problem] = []
    council = _gathered(found, lambda: read(folder / "council.yaml", CouncilShape))
    services = _gathered(found, lambda: read(folder / "services.yaml", ServicesShape))
    hours = _gathered(found, lambda: read(folder / "hours.yaml", HoursShape))
    people = _gathered(found, lambda: read(folder / "people.yaml", PeopleShape))
    replies = _gathered(found, lambda: _replies(folder))
    basemap = _gathered(found, lambda: basemap_of(folder))
    menus = [_gathered(found, partial(_menu, path)) for path in sorted((folder / "menus").glob("*.yaml"))]
    rules_text = _gathered(found, lambda: text_of(folder / "rules.yaml"))
    skills_text = _gathered(found, lambda: text_of(folder / "skills.yaml"))
    skills = _gathered(found, lambda: read_skills(skills_text)) if skills_text is not None else None
    if (
        council is None
        or replies is None
        or services is None
        or hours is None
        or people is None
        or skills is None
        or basemap is None
        or found
    ):
        raise ConfigInvalid(found)
    whole = [menu for menu in menus if menu is not None]
    found += crosschecks.problems(
        council=council, services=services, hours=hours, people=people, menus=whole, skills=set(skills)
    )
    found += ready.problems(replies, services.model)
    if found:
        raise ConfigInvalid(found)
    calendars = {name: calendar_of(hours.model, name) for name in hours.model.calendars}
    kept = {name: always_open(name) for name in calendars} if open_all_hours else calendars
    return County(
        council=Council(**council.model.model_dump()),
        zone=zone_of(hours.model.timezone),
        services=services_of(services.model, kept),
        group_labels=group_labels(services.model),
        menus={menu.model.menu: menu.model for menu in whole},
        calendars=kept,
        hours_spoken={
            name: AT_ANY_TIME if open_all_hours else shape.spoken or spoken(calendars[name])
            for name, shape in hours.model.calendars.items()
        },
        rules_text=rules_text or "",
        skills_text=skills_text or "",
        skills=skills,
        replies=replies_of(replies.model),
        basemap=basemap,
        people=tuple(DemoPerson(**person.model_dump()) for person in people.model.people),
        open_all_hours=open_all_hours,
    )


def _replies(folder: Path) -> Read[RepliesShape]:
    """The ready replies; none where the folder has no such file."""
    path = folder / "replies.yaml"
    if not path.exists():
        return Read(model=RepliesShape(), document=Document("", file=path.name))
    return read(path, RepliesShape)


def _menu(path: Path) -> Read[Menu]:
    return read(path, Menu, shown=f"menus/{path.name}")


Part = TypeVar("Part")


def _gathered(found: list[Problem], reading: Callable[[], Part]) -> Part | None:
    """What was read, or None with its problems added to `found`."""
    try:
        return reading()
    except ConfigInvalid as error:
        found += error.problems
        return None
