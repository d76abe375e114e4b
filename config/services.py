"""services.yaml as `core.service.Service` values: groups passed down to their services, lengths become seconds."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from config.documents import DestinationShape, FieldShape, GroupShape, ServiceShape, ServicesShape
from core.assurance import CONTACT, STRICT, Assurance
from core.channel import Channel
from core.service import Destination, ReferralField, Service
from router.rules.calendar import Calendar
from router.rules.lengths import length

SECOND = timedelta(seconds=1)


def services_of(document: ServicesShape, calendars: Mapping[str, Calendar]) -> dict[str, Service]:
    """Every service by its id, such as `highways/pothole`, in the document's order."""
    return {
        f"{parent}/{name}": _service(parent, name, document, calendars)
        for parent, group in document.services.items()
        for name in group.services
    }


def group_labels(document: ServicesShape) -> dict[str, str]:
    """The label of each parent."""
    return {parent: group.label for parent, group in document.services.items()}


def _service(parent: str, name: str, document: ServicesShape, calendars: Mapping[str, Calendar]) -> Service:
    group = document.services[parent]
    service = group.services[name]
    calendar = service.calendar or group.calendar
    return Service(
        id=f"{parent}/{name}",
        label=service.label,
        spoken=service.spoken,
        skill=service.skill or group.skill or parent,
        calendar=calendar,
        band=service.band,
        hard=service.hard,
        targets_s=_targets(document, service, calendars[calendar]),
        words=service.words,
        destination=_destination(group, service),
        fields=tuple(_field(each) for each in group.fields_of(name)),
        public=service.public,
        assurance=_assurance(group, service),
    )


def _assurance(group: GroupShape, service: ServiceShape) -> Assurance:
    """The service's own word first, then its group's; no group makes light of a service that is hard."""
    shared = {} if service.hard else group.assurance.model_dump(exclude_none=True)
    own = service.assurance.model_dump(exclude_none=True)
    return replace(STRICT if service.hard else CONTACT, **{**shared, **own})


def _targets(document: ServicesShape, service: ServiceShape, calendar: Calendar) -> dict[Channel, int]:
    """Working seconds; a working day is as long as the service's own calendar has it."""
    written = {**document.targets, **service.targets}
    return {channel: length(text, calendar) // SECOND for channel, text in written.items()}


def _destination(group: GroupShape, service: ServiceShape) -> Destination | None:
    shape: DestinationShape | None = service.destination or group.destination
    return Destination(**shape.model_dump()) if shape else None


def _field(shape: FieldShape) -> ReferralField:
    return ReferralField(**shape.model_dump())
