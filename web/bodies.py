"""What browsers may send: the shape and size of every input. Whether it makes sense is the centre's to say."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
MaybeLine = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000)]
MaybeText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000)]
Epoch = Annotated[int, Field(ge=0)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]


class Body(BaseModel):
    """Any input; what is not named is ignored, so that an older page still works after an update."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)


class LogIn(Body):
    username: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    password: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Beat(Body):
    microphone: bool
    phone: Literal["registered", "unregistered", "none"]


class Break(Body):
    reason: Word


class Accept(Body):
    epoch: Epoch


class Decline(Body):
    epoch: Epoch
    reason: MaybeLine = ""


class Note(Body):
    """`key` as of a reply; a page of before sends none."""

    text: Text
    key: Word | None = None


class Confirm(Body):
    how: Literal["contact", "questions", "papers"]


class Reply(Body):
    """`key` is made once per reply by the page, so that a repeated request sends nothing twice.

    For `undo_s` seconds it can be taken back.
    """

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1600)]
    key: Word
    undo_s: Annotated[float, Field(ge=0, le=30, allow_inf_nan=False)] = 0


class LetterDraft(Body):
    """`address` is in lines. Whatever is missing is the centre's to say, in a sentence."""

    name: MaybeLine = ""
    address: Annotated[str, StringConstraints(strip_whitespace=True, max_length=600)] = ""
    abroad: bool = False
    subject: MaybeLine = ""
    text: MaybeText = ""


class Letter(LetterDraft):
    """`key` and `undo_s` as of a reply."""

    key: Word
    undo_s: Annotated[float, Field(ge=0, le=30, allow_inf_nan=False)] = 0


Address = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=320)]
Seal = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Recipients = Annotated[tuple[Address, ...], Field(max_length=100)]


class Mail(Body):
    """An answer by email; see `Reply` for `key` and `undo_s`. `answers` is the message that was before the agent.

    `to` and `cc` are some of those who are offered, `files` some of the contact's, `uploads` seals of what was sent up.
    """

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50_000)]
    subject: Annotated[str, StringConstraints(strip_whitespace=True, max_length=400)] = ""
    answers: Word | None = None
    to: Recipients
    cc: Recipients = ()
    files: Annotated[tuple[Word, ...], Field(max_length=20)] = ()
    uploads: Annotated[tuple[Seal, ...], Field(max_length=20)] = ()
    key: Word
    undo_s: Annotated[float, Field(ge=0, le=30, allow_inf_nan=False)] = 0


class Link(Body):
    """Whether an email belongs to the case that is suggested."""

    accept: bool


Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class Split(Body):
    """`page` is the document of the first page of the next letter."""

    page: Word


class Turn(Body):
    """Clockwise, from how the page lies now."""

    page: Word
    degrees: Literal[90, 180, 270]


class Redact(Body):
    """Boxes are left, top, right, bottom, as shares of the page."""

    page: Word
    boxes: Annotated[tuple[tuple[Share, Share, Share, Share], ...], Field(max_length=200)] = ()


class Index(Body):
    """What a letter is. Whatever is missing is the centre's to say."""

    service: MaybeLine = ""
    person: Word | None = None
    name: MaybeLine = ""
    dated: date | None = None
    reference: MaybeLine = ""
    phone: MaybeLine = ""
    email: MaybeLine = ""
    postcode: MaybeLine | None = None


class Hold(Body):
    on: bool


class Service(Body):
    service: Word


class Person(Body):
    """Who is calling. `somebody_else`: not the person whom the number is known for, so theirs is not renamed."""

    name: Line
    somebody_else: bool = False


class Needs(Body):
    """What the caller speaks, as a tag of BCP 47, and what they need; what is empty is taken back."""

    language: Annotated[str, StringConstraints(strip_whitespace=True, max_length=20)] = ""
    access_needs: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""


class Concerns(Body):
    """Whom it is about; without a name, the caller after all."""

    name: MaybeLine
    relation: MaybeLine = ""
    authority: MaybeLine = ""


class Promise(Body):
    """What happens next in the matter, and by which day; nothing takes it back."""

    next_action: MaybeLine = ""
    by: date | None = None


class Place(Body):
    kind: Literal["road", "postcode", "pin"]
    road: MaybeLine | None = None
    junction: MaybeLine | None = None
    postcode: MaybeLine | None = None
    lat: Latitude | None = None
    lng: Longitude | None = None
    note: MaybeLine | None = None

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> Self:
        needed: dict[str, tuple[str | float | None, ...]] = {
            "road": (self.road,),
            "postcode": (self.postcode,),
            "pin": (self.lat, self.lng),
        }
        if any(value is None or value == "" for value in needed[self.kind]):
            raise ValueError(f"a place of kind {self.kind} needs its {self.kind}")
        return self


class Refer(Body):
    service: Word
    fields: Annotated[dict[str, Any], Field(max_length=60)] = {}


class PlaceLink(Body):
    """`key` is made by the page for each link that is meant; without one, a contact gets one link and no more."""

    key: Word = "first"


class PassOn(Body):
    """Exactly one of `service` and `colleague`."""

    service: Word | None = None
    colleague: Word | None = None
    reason: Line

    @model_validator(mode="after")
    def _goes_to_one(self) -> Self:
        if bool(self.service) == bool(self.colleague):
            raise ValueError("it is passed on to a service or to a colleague")
        return self


class Close(Body):
    """`rev` is that of the contact as the desk shows it: what came since is read first."""

    outcome: Word
    note: MaybeText = ""
    rev: MaybeLine = ""


class Outcome(Body):
    """How a contact ended whose wrap-up ran out."""

    outcome: Word


class Park(Body):
    """`until` without a zone is the county's own time."""

    until: datetime
    reason: Line


class Join(Body):
    """`other` is joined to the contact that the address names."""

    other: Word
    reason: Line


class Visit(Body):
    """Somebody at the front desk. `key` is made once per visitor by the page."""

    name: MaybeLine = ""
    words: MaybeText = ""
    service: MaybeLine = ""
    needs: Annotated[list[Word], Field(max_length=20)] = []
    key: Word


class Call(Body):
    desk: Line


class Why(Body):
    why: Line


class SendOnBreak(Why):
    reason: Word


class Give(Why):
    agent: Word


class JoinFor(Why):
    other: Word


class RulesText(Body):
    text: Annotated[str, StringConstraints(max_length=200_000)]


class Publish(RulesText):
    why: Line
    based_on: Annotated[int, Field(ge=0)]


class WhatIf(RulesText):
    """Whole days of the county, both included."""

    first: date
    last: date


class RollBack(Body):
    version: Annotated[int, Field(ge=1)]
    why: MaybeLine = ""


class Pin(Body):
    """A pin, words, or both; words alone where the resident has no map to put a pin on."""

    lat: Latitude | None = None
    lng: Longitude | None = None
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.lat is None) != (self.lng is None) or (self.lat is None and not self.note):
            raise ValueError("Put the pin on the map, or say in words where it is.")
        return self


class Words(Body):
    """Words to be tried on the guess; how many there may be is the centre's to say."""

    text: MaybeText = ""


class Teach(Words):
    """An example. `contact` is the suggestion that it settles."""

    about: MaybeLine = ""
    contact: Word | None = None
