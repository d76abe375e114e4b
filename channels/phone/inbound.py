"""What the carrier tells us about calls: its form parameters read once, into our words. Nothing is decided here.

A word that we do not know becomes UNKNOWN and the raw parameters are kept; a parameter without which the request
makes no sense raises InvalidInput that names it. Source: CARRIER §2.3–2.4 (Twilio, "TwiML for Programmable Voice").
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from channels.form import number, optional, required
from core.errors import InvalidInput

Form = Mapping[str, str]
OWN_NAMES = frozenset({"contact", "menu", "at", "tries", "turns", "party", "epoch"})
"""What our own addresses carry (`addresses`); no parameter of the carrier's is spelt so."""


class CallStatus(StrEnum):
    QUEUED = "queued"
    INITIATED = "initiated"
    RINGING = "ringing"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    BUSY = "busy"
    FAILED = "failed"
    NO_ANSWER = "no-answer"
    CANCELED = "canceled"
    UNKNOWN = "unknown"

    @property
    def over(self) -> bool:
        """Whether a call in this state can do nothing more."""
        return self in OVER


OVER = frozenset({CallStatus.COMPLETED, CallStatus.BUSY, CallStatus.FAILED, CallStatus.NO_ANSWER, CallStatus.CANCELED})


class QueueResult(StrEnum):
    """How a caller came out of `<Enqueue>`."""

    BRIDGED = "bridged"
    BRIDGING = "bridging-in-process"
    ERROR = "error"
    HANG_UP = "hangup"
    LEFT = "leave"
    REDIRECTED = "redirected"
    REDIRECTED_FROM_BRIDGED = "redirected-from-bridged"
    FULL = "queue-full"
    SYSTEM_ERROR = "system-error"
    UNKNOWN = "unknown"


class ConferenceWord(StrEnum):
    """What happened in a conference."""

    STARTED = "conference-start"
    ENDED = "conference-end"
    JOINED = "participant-join"
    LEFT = "participant-leave"
    MUTED = "participant-mute"
    UNMUTED = "participant-unmute"
    HELD = "participant-hold"
    UNHELD = "participant-unhold"
    MODIFIED = "participant-modify"
    SPEECH_STARTED = "participant-speech-start"
    SPEECH_STOPPED = "participant-speech-stop"
    ANNOUNCED = "announcement-end"
    ANNOUNCEMENT_FAILED = "announcement-fail"
    UNKNOWN = "unknown"


class RecordingStatus(StrEnum):
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    ABSENT = "absent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What every voice request says. `from_` is as the carrier sent it: core.address.caller reads it.

    `query` is what we wrote into the address ourselves, which web lays beside the form: the contact, and where a
    lost session resumes (`ivr.Session.from_query`). The signature covers both.
    """

    sid: str
    account_sid: str
    from_: str
    to: str
    status: CallStatus
    direction: str = "inbound"
    parent_sid: str | None = None
    raw: Form = field(default_factory=dict)
    query: Form = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a caller pressed or said at a menu; both None when they did neither."""

    call: Call
    digits: str | None
    speech: str | None
    confidence: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A caller in the queue asks what to hear next; `digits` when a key sent them here."""

    call: Call
    waited_s: int
    digits: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLeft:
    call: Call
    result: QueueResult
    waited_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A caller left a message. `url` is the WAV; None when nothing was recorded."""

    call: Call
    url: str | None
    sid: str | None
    duration_s: int
    hung_up: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingChange:
    """A recording is ready to be fetched, or there is none after all."""

    call_sid: str
    sid: str
    status: RecordingStatus
    url: str | None
    duration_s: int
    raw: Form
    query: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChange:
    """A leg moved on. `sequence` counts from 0 within the call, or is None; arrival order is not guaranteed."""

    call: Call
    sequence: int | None
    duration_s: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceChange:
    """Something happened in a conference. `name` is the contact's id; `call_sid`, `label` are the participant's."""

    sid: str
    name: str
    word: ConferenceWord
    sequence: int | None
    call_sid: str | None
    label: str | None
    reason: str | None
    raw: Form
    query: Form


def call(form: Form) -> Call:
    """Any voice request: `/phone/incoming` and `/phone/hold` need no more than this."""
    return Call(
        sid=required(form, "CallSid"),
        account_sid=required(form, "AccountSid"),
        from_=form.get("From", ""),
        to=required(form, "To"),
        status=_word(CallStatus, form.get("CallStatus"), CallStatus.UNKNOWN),
        direction=form.get("Direction", "inbound"),
        parent_sid=optional(form, "ParentCallSid"),
        raw=dict(form),
        query=_ours(form),
    )


def answer(form: Form) -> Answer:
    """The action of a Gather (`/phone/step`)."""
    return Answer(
        call=call(form),
        digits=optional(form, "Digits"),
        speech=optional(form, "SpeechResult"),
        confidence=_fraction(form.get("Confidence")),
    )


def waiting(form: Form) -> Waiting:
    """The queue's waitUrl, or the key pressed in it (`/phone/wait`)."""
    return Waiting(call=call(form), waited_s=number(form, "QueueTime") or 0, digits=optional(form, "Digits"))


def queue_left(form: Form) -> QueueLeft:
    """The action of an Enqueue (`/phone/queue-left`)."""
    return QueueLeft(
        call=call(form),
        result=_word(QueueResult, required(form, "QueueResult"), QueueResult.UNKNOWN),
        waited_s=number(form, "QueueTime") or 0,
    )


def recorded(form: Form) -> Recorded:
    """The action of a Record (`/phone/voicemail`)."""
    return Recorded(
        call=call(form),
        url=optional(form, "RecordingUrl"),
        sid=optional(form, "RecordingSid"),
        duration_s=number(form, "RecordingDuration") or 0,
        hung_up=form.get("Digits") == "hangup",
    )


def recording_change(form: Form) -> RecordingChange:
    """A recordingStatusCallback (`/phone/recording`)."""
    return RecordingChange(
        call_sid=required(form, "CallSid"),
        sid=required(form, "RecordingSid"),
        status=_word(RecordingStatus, form.get("RecordingStatus"), RecordingStatus.UNKNOWN),
        url=optional(form, "RecordingUrl"),
        duration_s=number(form, "RecordingDuration") or 0,
        raw=dict(form),
        query=_ours(form),
    )


def status_change(form: Form) -> StatusChange:
    """A call's status callback (`/phone/status`)."""
    return StatusChange(
        call=call(form), sequence=number(form, "SequenceNumber"), duration_s=number(form, "CallDuration")
    )


def conference_change(form: Form) -> ConferenceChange:
    """A conference's status callback (`/phone/conference`)."""
    return ConferenceChange(
        sid=required(form, "ConferenceSid"),
        name=required(form, "FriendlyName"),
        word=_word(ConferenceWord, required(form, "StatusCallbackEvent"), ConferenceWord.UNKNOWN),
        sequence=number(form, "SequenceNumber"),
        call_sid=optional(form, "CallSid"),
        label=optional(form, "ParticipantLabel"),
        reason=optional(form, "ReasonParticipantLeft") or optional(form, "ReasonConferenceEnded"),
        raw=dict(form),
        query=_ours(form),
    )


READERS = {
    "incoming": call,
    "step": answer,
    "wait": waiting,
    "queue-left": queue_left,
    "voicemail": recorded,
    "recording": recording_change,
    "status": status_change,
    "conference": conference_change,
    "hold": call,
    "fallback": call,
}
"""What reads each request under /phone/."""


Word = TypeVar("Word", bound=StrEnum)


def _word(kind: type[Word], text: str | None, unknown: Word) -> Word:
    return kind(text) if text in set(kind) else unknown


def _ours(form: Form) -> Form:
    return {name: value for name, value in form.items() if name in OWN_NAMES}


def _fraction(text: str | None) -> float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError as error:
        raise InvalidInput("The speech confidence is not a number.", field="Confidence") from error
    return min(max(value, 0.0), 1.0)
