"""The shape of a scenario's file. An unknown key is an error; what a scenario means is in `scenario`."""

import math
from difflib import get_close_matches
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from core.channel import Band, Channel
from core.misfits import written
from router.rules.document import Order, Pick
from skills.need import HIGHEST_LEVEL, LOWEST_LEVEL


class AfterClose(StrEnum):
    """What becomes of those who still wait when the day closes."""

    SERVE = "serve"
    ABANDON = "abandon"


def _word(value: object) -> object:
    """YAML takes a skill called 1 for a number."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


NAME = "a name of up to 61 letters, digits, spaces and . & / ' ( ) - _ that begins with a letter or digit"
Name = Annotated[str, BeforeValidator(_word), written(r"\w[\w .&/'()-]{0,60}", NAME)]
SKILL = "a name of up to 61 letters, digits and . & / ' ( ) - _ without spaces that begins with a letter or digit"
LONGEST_TITLE = 120
Skill = Annotated[str, BeforeValidator(_word), written(r"\w[\w.&/'()-]{0,60}", SKILL)]
Level = Annotated[int, Field(ge=LOWEST_LEVEL, le=HIGHEST_LEVEL, strict=True)]
Moment = Annotated[float, Field(ge=0, allow_inf_nan=False, strict=True)]
Length = Annotated[float, Field(gt=0, allow_inf_nan=False, strict=True)]
Whole = Annotated[int, Field(ge=0, strict=True)]
AtLeastOne = Annotated[int, Field(ge=1, strict=True)]
Needs = dict[Skill, Level]


class Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Shape):
    """From one moment until just before another."""

    begin: Moment = Field(alias="from")
    end: Annotated[float, Field(ge=0, strict=True)] = Field(alias="to")

    @model_validator(mode="after")
    def _forwards(self) -> Self:
        if self.end <= self.begin:
            raise ValueError(f"This ends before it begins: its end is {self.end:g}, its beginning {self.begin:g}")
        return self


class RateSpan(Span):
    rate: Moment


class CountSpan(Span):
    count: Whole


class PatienceSpan(Span):
    exponential: Length


def _always(key: str | None) -> BeforeValidator:
    """What is not a list holds at all times. `key` is what it is in a span; None when it is keys itself."""

    def spans(value: Any) -> Any:
        if value is None or isinstance(value, list):
            return value or ()
        if key is None and not isinstance(value, dict):
            raise ValueError("This must be keys, each with its value, or a list of those")
        return [{"from": 0, "to": math.inf, **(value if key is None else {key: value})}]

    return BeforeValidator(spans)


class Gamma(Shape):
    """By its shape; the mean is 1."""

    gamma: Length


def _two(value: Any) -> Any:
    if isinstance(value, list) and len(value) == 2:
        return value
    has = f"a list of {len(value)}" if isinstance(value, list) else "no list"
    raise ValueError(f"This must be two numbers, [mean, cv], and is {has}")


class Distribution(Shape):
    """Exactly one of: an exponential's mean, a length, a lognormal's mean and coefficient of variation."""

    exponential: Length | None = None
    deterministic: Moment | None = None
    lognormal: Annotated[tuple[Length, Length], BeforeValidator(_two)] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(each is not None for each in (self.exponential, self.deterministic, self.lognormal)) != 1:
            has = len(self.model_fields_set) or "none"
            raise ValueError(
                f"This must be one of exponential, deterministic, lognormal: [mean, cv], and has {has} of them"
            )
        return self

    @property
    def mean(self) -> float:
        """In the scenario's own unit."""
        return self.lognormal[0] if self.lognormal else self.exponential or self.deterministic or 0


class Day(Shape):
    opens: Moment = Field(alias="open")
    closes: Moment = Field(alias="close")

    @model_validator(mode="after")
    def _forwards(self) -> Self:
        if self.closes <= self.opens:
            raise ValueError(f"This day closes before it opens: at {self.closes:g}, and opens at {self.opens:g}")
        return self


class Relax(Shape):
    after: Length
    needs: Needs


class ContactType(Shape):
    type: Name
    channel: Channel
    needs: Needs = {}
    rate: Annotated[tuple[RateSpan, ...], _always("rate")]
    rate_factor: Gamma | None = None
    patience: Annotated[tuple[PatienceSpan, ...], _always(None)] = ()
    target: Moment | None = None
    weight: Length = 1.0
    relax: tuple[Relax, ...] = ()
    band: Band | None = None
    wrap_up: Moment = 0


EVERY_TYPE = ""


def _by_type(value: Any) -> Any:
    """One distribution for every type is told from a mapping by its keys, even where one is spelt wrong."""
    if isinstance(value, dict) and value and not any(_is_of_one(key, each) for key, each in value.items()):
        return {str(type): distribution for type, distribution in value.items()}
    return {EVERY_TYPE: value}


def _is_of_one(key: object, value: object) -> bool:
    known = list(Distribution.model_fields)
    return key in known or (not isinstance(value, dict) and bool(get_close_matches(str(key), known)))


class Group(Shape):
    group: Name
    count: Annotated[tuple[CountSpan, ...], _always("count")]
    skills: Needs = {}
    service: Annotated[dict[str, Distribution], BeforeValidator(_by_type)]
    answer_after: Distribution | None = None
    decline: Annotated[float, Field(ge=0, lt=1, strict=True)] = 0
    capacity: Annotated[dict[Channel, AtLeastOne], Field(min_length=1)] | None = None
    breaks: tuple[Span, ...] = ()


def _title(text: str) -> str:
    """It is told on the progress bar and above the table, where a line has its place."""
    if not text.strip() or len(text) > LONGEST_TITLE or not text.isprintable():
        raise ValueError(f"This must be one line of 1 to {LONGEST_TITLE} characters that can be printed")
    return text


class Shapes(Shape):
    """A whole scenario, in its own unit of time."""

    name: Annotated[str, AfterValidator(_title)]
    time_unit: Length = 1
    horizon: Length | None = None
    warmup: Moment = 0
    replications: AtLeastOne = 1
    seed: Whole = 1
    lines: AtLeastOne | None = None
    order: Order = Order.DUE_FIRST
    pick: Pick = Pick.FEWEST_SKILLS
    day: Day | None = None
    after_close: AfterClose = AfterClose.SERVE
    contacts: tuple[ContactType, ...]
    agents: tuple[Group, ...]
