"""The shape of rules.yaml: what a supervisor writes. An unknown key is an error. What it means is in `compiling`."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Final, Generic, Literal, TypeVar

from pydantic import AfterValidator, AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field

from core.channel import Band, Channel
from router.rules.lengths import Length, Notes, Ring, Wait
from skills.need import HIGHEST_LEVEL, LOWEST_LEVEL

Words = Annotated[str, Field(min_length=1)]
Level = Annotated[int, Field(ge=LOWEST_LEVEL, le=HIGHEST_LEVEL, strict=True)]
Weight = Annotated[float, Field(ge=0.001, le=1000, strict=True)]
MOST_SHARE: Final = 0.9
FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2099
Share = Annotated[float, Field(ge=0, le=MOST_SHARE, strict=True)]
Truth = Annotated[bool, Field(strict=True)]


def _aware(value: Any) -> Any:
    # YAML reads `2026-11-23 10:00:00` as a moment by itself; a test may also leave the seconds out.
    if not isinstance(value, str):
        return value
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        raise ValueError(f"This must be a moment like 2026-11-23 10:00, and is `{value[:40]}`") from None


def _some(value: Any) -> Any:
    # The validator's own least length counts only what is right in the list.
    if value == []:
        raise ValueError("This must have 1 or more in it, and is an empty list. Leave it out for all of them")
    return value


AT_LEAST_ONE: Final = BeforeValidator(_some)


def _of_our_time(at: datetime) -> datetime:
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise ValueError(f"This must be a moment between {FIRST_YEAR} and {LAST_YEAR}, and is in {at.year}")
    return at


class Order(StrEnum):
    """Which of those who wait goes first within a band."""

    DUE_FIRST = "due_first"
    """Whoever's promise runs out first."""
    FIRST_COME = "first_come"
    WEIGHTED_WAIT = "weighted_wait"
    """A rule's weight times how long the first of each kind has waited."""
    LONGEST_QUEUE = "longest_queue"
    """The first of the kind of which most wait."""


class Pick(StrEnum):
    """Which of the agents who are free is asked first; whoever is idle longest, among equals."""

    FEWEST_SKILLS = "fewest_skills"
    LONGEST_IDLE = "longest_idle"
    BEST_SKILLED = "best_skilled"


class Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class NeedShape(Shape):
    skill: Words
    level: Level | None = None
    hard: Truth = False


class StepShape(Shape):
    """From `after` on, these needs instead of those before: fewer, or lower. An empty list is anybody."""

    after: Wait
    needs: tuple[NeedShape, ...]


class PreferShape(Shape):
    agent: Literal["case owner", "last agent"]
    for_: Wait = Field(validation_alias=AliasChoices("for", "for_"))


class RuleShape(Shape):
    """One rule. It decides about a contact when all of `services`, `channels` and `when` that it has are true of it."""

    name: Words
    services: Annotated[tuple[Words, ...], AT_LEAST_ONE] | None = None
    channels: Annotated[tuple[Channel, ...], AT_LEAST_ONE] | None = None
    when: Words | None = None
    band: Band | None = None
    target: Length | None = None
    needs: tuple[NeedShape, ...] | None = None
    weight: Weight | None = None
    then: tuple[StepShape, ...] = ()
    prefer: PreferShape | None = None
    ring: Ring | None = None
    wrap_up: Notes | None = None


Spelt = TypeVar("Spelt", bound=str)


class ByChannel(Shape, Generic[Spelt]):
    """A length for each channel: `other` where one is not named."""

    other: Spelt
    phone: Spelt | None = None
    sms: Spelt | None = None
    whatsapp: Spelt | None = None
    email: Spelt | None = None
    letter: Spelt | None = None
    web_form: Spelt | None = None
    chat: Spelt | None = None
    walk_in: Spelt | None = None
    voicemail: Spelt | None = None

    def of(self, channel: Channel) -> str:
        found: str | None = getattr(self, channel.value, None)
        return found or self.other


ANYBODY_AFTER: Final[Mapping[Channel, str]] = {
    Channel.PHONE: "3 min",
    Channel.CHAT: "5 min",
    Channel.WALK_IN: "5 min",
    Channel.SMS: "1 h",
    Channel.WHATSAPP: "1 h",
    Channel.VOICEMAIL: "2 h",
    Channel.WEB_FORM: "8 h",
    Channel.EMAIL: "8 h",
    Channel.LETTER: "72 h",
}
"""Where a county does not say: nobody waits for ever for a skill that can be given up."""


def _on_every_channel(written: Mapping[Channel, str]) -> dict[Channel, str]:
    return {**ANYBODY_AFTER, **written}


class DefaultsShape(Shape):
    """What holds where a rule says nothing, and how the whole division goes about it."""

    level: Level = 1
    order: Order = Order.DUE_FIRST
    pick: Pick = Pick.FEWEST_SKILLS
    share: Share = 0
    ring: ByChannel[Ring] = ByChannel[Ring](phone="20 s", other="45 s")
    wrap_up: ByChannel[Notes] = ByChannel[Notes](phone="60 s", other="30 s")
    anybody_after: Annotated[dict[Channel, Wait], AfterValidator(_on_every_channel)] = dict(ANYBODY_AFTER)


Moment = Annotated[datetime, BeforeValidator(_aware), AfterValidator(_of_our_time)]


class GivenShape(Shape):
    """A made-up contact of a test."""

    channel: Channel
    service: Words
    at: Moment = datetime(2026, 11, 23, 10, 0)  # noqa: DTZ001  # wall-clock time
    known: Truth = False
    contacts_before: Annotated[int, Field(ge=0, strict=True)] = 0
    language: str = "en"
    access_needs: tuple[str, ...] = ()
    case_owner: str | None = None
    last_agent: str | None = None
    returned: Truth = False
    said: dict[str, str] = Field(default_factory=dict)


class ExpectShape(Shape):
    """What a test wants of the plan; what it leaves out may be anything."""

    rule: str | None = None
    band: Band | None = None
    needs: dict[str, Level] | None = None
    within: Length | None = None
    preferred: str | None = None


class TestShape(Shape):
    __test__ = False

    name: Words
    given: GivenShape
    expect: ExpectShape


class RulesShape(Shape):
    """rules.yaml"""

    defaults: DefaultsShape = DefaultsShape()
    rules: tuple[RuleShape, ...] = ()
    tests: tuple[TestShape, ...] = ()
