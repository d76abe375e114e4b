"""What no file shows by itself: a queue for a service that is not there, a calendar nobody wrote, a text misspelt."""

from collections.abc import Iterator, Sequence

from config.calendars import calendar_of
from config.documents import CouncilShape, GroupShape, HoursShape, PeopleShape, ServicesShape
from config.loading import Read
from core import address
from core.errors import InvalidInput, Problem
from core.service import FieldKind
from ivr import Menu
from ivr.checking import check, check_together
from ivr.nodes.base import KNOWN_SERVICE, Node, Path
from ivr.nodes.describe import DescribeNode
from ivr.nodes.hours import HoursNode
from ivr.nodes.queue import QueueNode
from ivr.nodes.text import TextNode
from ivr.nodes.voicemail import VoicemailNode
from router.rules.compiling import TRIAGE
from router.rules.lengths import a_year, length

MAIN = "main"


def problems(
    *,
    council: Read[CouncilShape],
    services: Read[ServicesShape],
    hours: Read[HoursShape],
    people: Read[PeopleShape],
    menus: Sequence[Read[Menu]],
    skills: set[str],
) -> list[Problem]:
    """Every problem between the files, file by file."""
    ids = {f"{parent}/{name}" for parent, group in services.model.services.items() for name in group.services}
    return [
        *_of_hours(hours),
        *_of_services(services, set(hours.model.calendars), skills),
        *_of_promises(services, hours),
        *_of_people(people, skills),
        *_of_menus(menus),
        *(p for menu in menus for p in _of_menu(menu, ids, set(hours.model.calendars), set(council.model.texts))),
    ]


def _of_hours(hours: Read[HoursShape]) -> Iterator[Problem]:
    for name, calendar in hours.model.calendars.items():
        if calendar.holidays is not None and calendar.holidays not in hours.model.holidays:
            yield hours.problem(("calendars", name, "holidays"), f"There are no holidays called `{calendar.holidays}`.")
        try:
            calendar_of(hours.model, name)
        except InvalidInput as error:
            yield hours.problem(
                ("timezone",) if error.field == "timezone" else ("calendars", name, "hours"), str(error)
            )


def _of_services(services: Read[ServicesShape], calendars: set[str], skills: set[str]) -> Iterator[Problem]:
    parent, name = TRIAGE.split("/")
    if parent not in services.model.services or name not in services.model.services[parent].services:
        message = f"There is no service `{TRIAGE}`, where everything goes that nobody knows."
        yield services.problem(("services",), message)
    for parent, group in services.model.services.items():
        if group.calendar not in calendars:
            yield services.problem(("services", parent, "calendar"), f"There is no calendar `{group.calendar}`.")
        for name, service in group.services.items():
            path = ("services", parent, "services", name)
            if service.calendar is not None and service.calendar not in calendars:
                yield services.problem((*path, "calendar"), f"There is no calendar `{service.calendar}`.")
            skill = service.skill or group.skill or parent
            if skill not in skills:
                yield services.problem(path, f"There is no skill `{skill}` in skills.yaml.")
            for message in _of_referral(group, name):
                yield services.problem(path, message)


def _of_promises(services: Read[ServicesShape], hours: Read[HoursShape]) -> Iterator[Problem]:
    """A target that its calendar does not reach: nobody who came could be given a due time."""
    for parent, group in services.model.services.items():
        for name, service in group.services.items():
            try:
                calendar = calendar_of(hours.model, service.calendar or group.calendar)
            except (InvalidInput, KeyError):
                continue  # told already, as a mistake of the calendar
            for channel, text in {**services.model.targets, **service.targets}.items():
                if length(text, calendar) > a_year(calendar):
                    path = ("services", parent, "services", name, "targets", channel)
                    message = f"The calendar `{calendar.name}` is open for less than {text} in a year."
                    yield services.problem(path, message)


def _of_referral(group: GroupShape, name: str) -> Iterator[str]:
    service = group.services[name]
    fields = group.fields_of(name)
    names = [field.name for field in fields]
    for repeated in sorted({name for name in names if names.count(name) > 1}):
        yield f"The field `{repeated}` stands here twice."
    for field in fields:
        if (field.kind is FieldKind.CHOICE) != bool(field.choices):
            yield f"The field `{field.name}` has choices only if its kind is `choice`, and then it needs some."
    destination = service.destination or group.destination
    if destination is None:
        yield "A service says where its referrals go: `destination`."
    elif destination.kind == "mailbox":
        try:
            address.email(destination.to)
        except InvalidInput:
            yield f"The mailbox `{destination.to}` is not an email address."
    elif not any(field.kind is FieldKind.PLACE for field in fields):
        yield "A referral by Open311 needs a field of the kind `place`."


def _of_people(people: Read[PeopleShape], skills: set[str]) -> Iterator[Problem]:
    names = [person.username for person in people.model.people]
    for place, person in enumerate(people.model.people):
        if person.username in names[:place]:
            yield people.problem(("people", place, "username"), f"There is already a `{person.username}`.")
        for skill in person.skills:
            if skill not in skills:
                yield people.problem(("people", place, "skills", skill), f"There is no skill `{skill}` in skills.yaml.")


def _of_menus(menus: Sequence[Read[Menu]]) -> Iterator[Problem]:
    by_name = {menu.model.menu: menu for menu in menus}
    for place, menu in enumerate(menus):
        if any(earlier.model.menu == menu.model.menu for earlier in menus[:place]):
            yield menu.problem(("menu",), f"Another file already holds the menu `{menu.model.menu}`.")
    if MAIN not in by_name:
        yield Problem(message=f"There is no menu `{MAIN}`, with which every call begins.", file="menus")
    for name, faults in check_together({name: menu.model for name, menu in by_name.items()}).items():
        for fault in faults:
            yield by_name[name].problem(fault.path, fault.message)


def _of_menu(menu: Read[Menu], services: set[str], calendars: set[str], texts: set[str]) -> Iterator[Problem]:
    for fault in check(menu.model):
        yield menu.problem(fault.path, fault.message)
    for node_id, node in menu.model.nodes.items():
        path = ("nodes", node_id)
        for within, service in _services_of(node):
            if service not in services:
                yield menu.problem((*path, *within), f"There is no service `{service}`.")
        if isinstance(node, HoursNode) and node.calendar not in calendars:
            yield menu.problem((*path, "calendar"), f"There is no calendar `{node.calendar}`.")
        if isinstance(node, TextNode) and node.template not in texts:
            yield menu.problem((*path, "template"), f"There is no text `{node.template}` in council.yaml.")


def _services_of(node: Node) -> Iterator[tuple[Path, str]]:
    """Every service that a node names, with its place in the node."""
    match node:
        case QueueNode() | VoicemailNode():
            named = (("service", node.service), ("fallback", node.fallback))
            yield from (((key,), service) for key, service in named if service and service != KNOWN_SERVICE)
        case DescribeNode():
            yield from ((("straight", place), service) for place, service in enumerate(node.straight))
            yield from ((("ways", service), service) for service in node.ways)
