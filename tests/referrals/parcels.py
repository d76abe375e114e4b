"""Parcels and services for the tests of this folder."""

from datetime import UTC, datetime

from core.service import Destination, FieldKind, ReferralField, Service
from referrals.partner import Parcel, Place, Reporter

POTHOLE = Service(
    id="highways/pothole",
    label="Potholes",
    spoken="a pothole",
    skill="highways",
    destination=Destination(kind="open311", to="POTHOLE", name="Westmere Highways"),
    fields=(
        ReferralField(name="place", label="Place", kind=FieldKind.PLACE),
        ReferralField(name="depth", label="Depth", kind=FieldKind.CHOICE, choices=("shallow", "deep")),
        ReferralField(name="details", label="Details", kind=FieldKind.LONG_TEXT, required=False),
    ),
)

AWARDS = Service(
    id="student-support/awards",
    label="Student awards",
    spoken="student awards",
    skill="student-support",
    destination=Destination(kind="mailbox", to="awards@westmere.example.org", name="Student support"),
    fields=(
        ReferralField(name="student", label="Student's name"),
        ReferralField(name="born", label="Date of birth", kind=FieldKind.DATE, past=True),
        ReferralField(name="phone", label="Telephone", kind=FieldKind.PHONE, required=False),
        ReferralField(name="email", label="Email", kind=FieldKind.EMAIL, required=False),
        ReferralField(name="urgent", label="Urgent", kind=FieldKind.YES_NO, required=False),
    ),
)

MADE = datetime(2026, 11, 30, 10, 15, tzinfo=UTC)


def parcel(service: Service = POTHOLE, *, id: str = "ref_01", **fields: str) -> Parcel:
    """A complete parcel for `service`."""
    filled = {"place": "Mill Lane by the bridge", "depth": "deep"} if service is POTHOLE else {"student": "Zoë Müller"}
    return Parcel(
        id=id,
        reference="482-193-075",
        service=service,
        fields=filled | fields,
        made_at=MADE,
        place=Place(text="Mill Lane by the bridge", lat=51.7548, lng=-1.2544),
        reporter=Reporter(name="Ada Mary Pike", phone="+447700900123"),
        summary="A deep hole; cycles swerve round it.",
    )
