"""What the council does for people, as data: each service's name, targets, hours, and where a referral of it goes."""

from dataclasses import dataclass, field
from enum import StrEnum

from core.assurance import CONTACT, Assurance
from core.channel import Band, Channel


class FieldKind(StrEnum):
    """How a referral's field is asked for on the desk."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    DATE = "date"
    PHONE = "phone"
    EMAIL = "email"
    PLACE = "place"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralField:
    """One thing a specialist must be told. A required field that is empty stops the referral.

    `ask` is how a resident is asked for it, where that differs from `label`; what is not `public` is an agent's to say.
    A date that is `past` has been: it cannot be later than today.
    """

    name: str
    label: str
    ask: str = ""
    public: bool = True
    kind: FieldKind = FieldKind.TEXT
    required: bool = True
    choices: tuple[str, ...] = ()
    hint: str = ""
    past: bool = False

    @property
    def asked(self) -> str:
        """The question, as a resident reads it."""
        return self.ask or self.label


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where referrals go: `kind` names the partner system (`open311` or `mailbox`), `to` its own address there.

    For `open311`, `to` is the service code; for `mailbox`, a mail address.
    """

    kind: str
    to: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One thing residents ask about. `id` is a path such as `highways/pothole`; its parent is `highways`."""

    id: str
    label: str
    spoken: str
    skill: str
    calendar: str = "office"
    band: Band | None = None
    hard: bool = False
    targets_s: dict[Channel, int] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    destination: Destination | None = None
    fields: tuple[ReferralField, ...] = ()
    public: bool = True
    """Whether residents may choose it by themselves."""
    assurance: Assurance = CONTACT
    """What a resident must prove about a matter of it."""

    @property
    def form(self) -> tuple[ReferralField, ...]:
        """What a resident is asked who writes about it."""
        return tuple(field for field in self.fields if field.public)

    @property
    def parent(self) -> str:
        return self.id.split("/", 1)[0]
