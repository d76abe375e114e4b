"""services.yaml as `core.service.Service` values: groups passed down to their services, lengths become seconds."""

from config.documents import DestinationShape, FieldShape, GroupShape, HoursShape, ServiceShape, ServicesShape
from config.lengths import seconds
from core.channel import Channel
from core.service import Destination, ReferralField, Service

DAY_S = 24 * 3600


def services_of(document: ServicesShape, hours: HoursShape) -> dict[str, Service]:
    """Every service by its id, such as `highways/pothole`, in the document's order."""
    return {
        f"{parent}/{name}": _service(f"{parent}/{name}", group, service, document, hours)
        for parent, group in document.services.items()
        for name, service in group.services.items()
    }


def group_labels(document: ServicesShape) -> dict[str, str]:
    """The label of each parent."""
    return {parent: group.label for parent, group in document.services.items()}


def working_day_s(hours: HoursShape, calendar: str) -> int:
    """How long the calendar's longest day is open, in seconds; a day that is always open counts 24 hours."""
    days = hours.calendars[calendar].hours.values()
    return max((sum(_span(hour) for hour in day) for day in days), default=DAY_S)


def _span(hours: tuple[object, object]) -> int:
    opens, closes = (_second(moment) for moment in hours)
    return closes - opens


def _second(moment: object) -> int:
    hour, minute, second = (getattr(moment, part) for part in ("hour", "minute", "second"))
    at = int(hour) * 3600 + int(minute) * 60 + int(second)
    # Midnight at the end of a day is kept as its last instant.
    return DAY_S if at == DAY_S - 1 else at


def _service(
    service_id: str, group: GroupShape, service: ServiceShape, document: ServicesShape, hours: HoursShape
) -> Service:
    calendar = service.calendar or group.calendar
    day_s = working_day_s(hours, calendar)
    lengths = {**document.targets, **service.targets}
    targets: dict[Channel, int] = {channel: seconds(length, working_day_s=day_s) for channel, length in lengths.items()}
    return Service(
        id=service_id,
        label=service.label,
        spoken=service.spoken,
        skill=service.skill or group.skill or service_id.split("/", 1)[0],
        calendar=calendar,
        band=service.band,
        hard=service.hard,
        targets_s=targets,
        words=service.words,
        destination=_destination(service.destination or group.destination),
        fields=tuple(_field(each) for each in (*group.fields, *service.fields)),
    )


def _destination(shape: DestinationShape | None) -> Destination | None:
    return Destination(**shape.model_dump()) if shape else None


def _field(shape: FieldShape) -> ReferralField:
    return ReferralField(**shape.model_dump())
