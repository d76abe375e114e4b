"""The shapes of the county's YAML documents. An unknown key is an error; what they become is in `county`."""

import re
from datetime import date, time
from typing import Annotated, Final, Literal, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from core import address
from core.assurance import Level as Proof
from core.channel import Band, Channel
from core.errors import InvalidInput
from core.misfits import SLUG, written
from core.service import FieldKind
from router.rules.lengths import Length

Name = Annotated[str, SLUG]
Words = Annotated[str, Field(min_length=1)]


class Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _phone(text: str) -> str:
    try:
        return address.phone(text).value
    except InvalidInput as error:
        raise ValueError(str(error)) from None


class MiddleShape(Shape):
    """Where maps open; in Great Britain, as every place we keep is."""

    lat: Annotated[float, Field(ge=49, le=61)]
    lng: Annotated[float, Field(ge=-9, le=3)]


class CouncilShape(Shape):
    """council.yaml"""

    name: Words
    short_name: Words
    spoken_name: Words
    phone: Annotated[str, AfterValidator(_phone)]
    middle: MiddleShape
    texts: dict[Name, Words]
    break_reasons: dict[Name, Words]
    outcomes: dict[Name, Words]
    decline_reasons: dict[Name, Words]
    address: tuple[Words, ...] = Field(default=(), max_length=5)
    email: str = ""
    website: str = ""


FIELD_NAME: Final = written("[a-z][a-z0-9_]*", "a name of small letters, digits and _ that begins with a letter")


class FieldShape(Shape):
    name: Annotated[str, FIELD_NAME]
    label: Words
    ask: str = ""
    public: bool = True
    kind: FieldKind = FieldKind.TEXT
    required: bool = True
    choices: tuple[Words, ...] = ()
    hint: str = ""
    past: bool = False


class DestinationShape(Shape):
    kind: Literal["open311", "mailbox"]
    to: Words
    name: Words


class AssuranceShape(Shape):
    """What a resident must prove; what is left out is as the group says, or as `core.assurance` has it."""

    view: Proof | None = None
    change: Proof | None = None
    hear: Proof | None = None


class ServiceShape(Shape):
    label: Words
    spoken: Words
    skill: Name | None = None
    calendar: Name | None = None
    band: Band | None = None
    hard: bool = False
    targets: dict[Channel, Length] = {}
    words: tuple[Words, ...] = Field(min_length=1)
    destination: DestinationShape | None = None
    fields: tuple[FieldShape, ...] = ()
    group_fields: bool = True
    public: bool = True
    assurance: AssuranceShape = AssuranceShape()


class GroupShape(Shape):
    """A parent service: what its services share unless they say otherwise. Its fields come before theirs."""

    label: Words
    skill: Name | None = None
    calendar: Name = "office"
    destination: DestinationShape | None = None
    fields: tuple[FieldShape, ...] = ()
    assurance: AssuranceShape = AssuranceShape()
    services: dict[Name, ServiceShape] = Field(min_length=1)

    def fields_of(self, name: str) -> tuple[FieldShape, ...]:
        """Everything that a referral of this service is asked for, in order."""
        service = self.services[name]
        return (*self.fields, *service.fields) if service.group_fields else service.fields


class ServicesShape(Shape):
    """services.yaml"""

    targets: dict[Channel, Length]
    services: dict[Name, GroupShape] = Field(min_length=1)


_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(([01]\d|2[0-3]):([0-5]\d)|24:00)")


def _hours(text: object) -> object:
    """`08:30-17:00` as two times; `24:00` is the day's end."""
    if not isinstance(text, str) or not _HOURS.fullmatch(text):
        raise ValueError("Hours are written as `08:30-17:00`")
    start, end = text.split("-")
    closes = time.max if end == "24:00" else time.fromisoformat(end)
    if closes <= time.fromisoformat(start):
        raise ValueError("These hours end before they begin")
    return (time.fromisoformat(start), closes)


Hours = Annotated[tuple[time, time], BeforeValidator(_hours)]
Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
DAYS: Final[tuple[Day, ...]] = get_args(Day)


class HolidayShape(Shape):
    date: date
    name: Words


class CalendarShape(Shape):
    label: Words
    spoken: Words | None = None
    hours: dict[Day, tuple[Hours, ...]]
    holidays: Name | None = None


class HoursShape(Shape):
    """hours.yaml"""

    timezone: Words
    holidays: dict[Name, tuple[HolidayShape, ...]]
    calendars: dict[Name, CalendarShape] = Field(min_length=1)


Level = Annotated[int, Field(ge=1, le=5)]


Interruptible = Literal[
    Channel.SMS, Channel.WHATSAPP, Channel.EMAIL, Channel.LETTER, Channel.WEB_FORM, Channel.VOICEMAIL
]


class PersonShape(Shape):
    username: Name
    name: Words
    role: Literal["agent", "supervisor", "reception"]
    password: Annotated[str, Field(min_length=8)]
    skills: dict[Name, Level] = {}
    capacity: dict[Channel, Annotated[int, Field(ge=1, le=20)]] = {}
    interruptible: tuple[Interruptible, ...] = ()


class PeopleShape(Shape):
    """people.yaml: accounts for the demonstration only."""

    people: tuple[PersonShape, ...]
