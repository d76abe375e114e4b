"""A conference's status callbacks, to where its first participant said, numbered from one."""

from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final

from sandbox.carrier.callbacks import notify
from sandbox.carrier.deliver import Target

if TYPE_CHECKING:
    from sandbox.carrier.rooms import Participant, Room

ASKED_BY: Final[dict[str, str]] = {
    "conference-start": "start",
    "conference-end": "end",
    "participant-join": "join",
    "participant-leave": "leave",
    "participant-mute": "mute",
    "participant-unmute": "mute",
    "participant-hold": "hold",
    "participant-unhold": "hold",
    "participant-modify": "modify",
    "participant-speech-start": "speaker",
    "participant-speech-stop": "speaker",
    "announcement-end": "announcement",
    "announcement-fail": "announcement",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Where, and which of: start end join leave mute hold modify speaker announcement."""

    url: str
    method: str = "POST"
    events: frozenset[str] = frozenset()


def room(conference: "Room", event: str, more: Mapping[str, str] | None = None) -> None:
    """Tells one event, if it was asked for."""
    told = conference.told
    if told is None or ASKED_BY[event] not in told.events:
        return
    conference.sequence += 1
    carrier = conference.carrier
    params = {
        "ConferenceSid": conference.sid,
        "FriendlyName": conference.name,
        "AccountSid": carrier.settings.account_sid,
        "StatusCallbackEvent": event,
        "SequenceNumber": str(conference.sequence),
        "Timestamp": format_datetime(carrier.clock.now()),
        **(more or {}),
    }
    notify(carrier, Target(url=told.url, method=told.method), params, sid=conference.sid)


def participant(one: "Participant", event: str, more: Mapping[str, str] | None = None) -> None:
    """An event of one participant."""
    room(one.room, event, {**described(one), **(more or {})})


def described(one: "Participant") -> dict[str, str]:
    wishes = one.wishes
    said = {
        "CallSid": one.line.call.sid,
        "Muted": _word(wishes.muted),
        "Hold": _word(one.hold),
        "Coaching": _word(bool(wishes.coach)),
        "EndConferenceOnExit": _word(wishes.end),
        "StartConferenceOnEnter": _word(wishes.start),
    }
    if wishes.coach:
        said["CallSidToCoach"] = wishes.coach
    if wishes.label:
        said["ParticipantLabel"] = wishes.label
    return said


def left(one: "Participant") -> dict[str, str]:
    return {"ParticipantCallStatus": one.line.call.status.value}


def ended(conference: "Room", by: "Participant | None") -> dict[str, str]:
    said = {"ReasonConferenceEnded": conference.ended_why, "Reason": conference.ended_why.replace("-", " ")}
    if by is not None:
        said["CallSidEndingConference"] = by.line.call.sid
        if by.wishes.label:
            said["ParticipantLabelEndingConference"] = by.wishes.label
    return said


def _word(flag: bool) -> str:
    return "true" if flag else "false"
