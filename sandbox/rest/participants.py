"""A conference's participants: call one in, fetch, list, change (mute, hold, coach), remove."""

from typing import Any, Final

from sandbox.carrier import room_events
from sandbox.carrier.announce import announce, play_on_hold
from sandbox.carrier.line import Line
from sandbox.carrier.pages import Source, Unusable
from sandbox.carrier.recordings import Told
from sandbox.carrier.rooms import Left, Participant, Room, Stage, Wishes
from sandbox.carrier.states import Did
from sandbox.carrier.verbs.dial_conference import Waiting
from sandbox.rest.asked import Asked
from sandbox.rest.calls import callback_of, check_from, check_to, uri
from sandbox.rest.conferences import room_of
from sandbox.rest.dates import rfc2822
from sandbox.rest.errors import INVALID_PARAMETER, ApiError, not_found
from sandbox.rest.lists import listed, where

EVENTS: Final = frozenset({"start", "end", "join", "leave", "mute", "hold", "modify", "speaker", "announcement"})


def shape(asked: Asked, room: Room, line: Line, wishes: Wishes, one: Participant | None) -> dict[str, Any]:
    """One who is there, or (`one` is None) who is still being called."""
    status = "connected"
    if one is None:
        status = {"ringing": "ringing", "in-progress": "connecting"}.get(line.call.status.value, "queued")
    return {
        "account_sid": asked.carrier.account.sid,
        "call_sid": line.call.sid,
        "conference_sid": room.sid,
        "label": wishes.label or None,
        "muted": wishes.muted,
        "hold": bool(one and one.hold),
        "coaching": bool(wishes.coach),
        "call_sid_to_coach": wishes.coach or None,
        "start_conference_on_enter": wishes.start,
        "end_conference_on_exit": wishes.end,
        "status": status,
        "queue_time": "0",
        "date_created": rfc2822(one.joined if one else line.call.created),
        "date_updated": rfc2822(one.joined if one else line.call.created),
        "uri": uri(asked, f"Conferences/{room.sid}/Participants/{line.call.sid}"),
    }


def _shown(asked: Asked, one: Participant) -> dict[str, Any]:
    return shape(asked, one.room, one.line, one.wishes, one)


async def create(asked: Asked, key: str) -> dict[str, Any]:
    """Calls a party into the conference of that sid, or of that name (made on demand)."""
    to = check_to(asked.needed("To", 21201))
    caller = check_from(asked, asked.needed("From", 21213))
    room = asked.carrier.rooms.find(key)
    if key.startswith("CF") and (room is None or room.stage is Stage.COMPLETED):
        raise not_found(asked.path)
    address = asked.text("WaitUrl", "default")
    waiting = Waiting(address, address, asked.method("WaitMethod"))
    try:
        wishes = _wishes(asked)
        line = asked.carrier.call_into_room(
            room.name if room else key,
            caller=caller,
            called=to,
            wishes=wishes,
            waiting=waiting,
            callback=callback_of(asked),
            timeout_s=asked.number("Timeout", 60, 5, 600),
            limit_s=asked.number("TimeLimit", 14400, 1, 86400),
        )
    except Unusable as unusable:
        raise ApiError(unusable.code, str(unusable), 409) from unusable
    return shape(asked, asked.carrier.rooms.named(room.name if room else key), line, wishes, None)


def _wishes(asked: Asked) -> Wishes:
    coach = asked.text("CallSidToCoach")
    if asked.flag("Coaching", bool(coach)) != bool(coach):
        raise ApiError(INVALID_PARAMETER, "Coaching and CallSidToCoach go together")
    label = asked.text("Label")
    if len(label) > 128 or "/" in label:
        raise ApiError(16023, "Label may have at most 128 characters, without '/'")
    return Wishes(
        muted=asked.flag("Muted", False),
        beep=asked.text("Beep", "true"),
        start=asked.flag("StartConferenceOnEnter", True),
        end=asked.flag("EndConferenceOnExit", False),
        label=label,
        coach=coach,
        most=asked.number("MaxParticipants", 250, 2, 250),
        record=asked.text("ConferenceRecord") in ("true", "record-from-start"),
        told=_told(asked),
        recording_told=_recording_told(asked),
    )


def _told(asked: Asked) -> room_events.Told | None:
    address = asked.url("ConferenceStatusCallback")
    if not address:
        return None
    events = asked.words("ConferenceStatusCallbackEvent", "start end")
    if not events <= EVENTS:
        raise ApiError(INVALID_PARAMETER, f"ConferenceStatusCallbackEvent must be made of: {', '.join(sorted(EVENTS))}")
    return room_events.Told(url=address, method=asked.method("ConferenceStatusCallbackMethod"), events=events)


def _recording_told(asked: Asked) -> Told | None:
    address = asked.url("ConferenceRecordingStatusCallback")
    if not address:
        return None
    events = asked.words("ConferenceRecordingStatusCallbackEvent", "completed")
    return Told(url=address, method=asked.method("ConferenceRecordingStatusCallbackMethod"), events=events)


def _one(asked: Asked, key: str, call: str) -> Participant:
    one = room_of(asked, key).find(call)
    if one is None:
        raise not_found(asked.path)
    return one


async def fetch(asked: Asked, key: str, call: str) -> dict[str, Any]:
    """By call sid or label; also while it still rings."""
    room = room_of(asked, key)
    one = room.find(call)
    if one is not None:
        return _shown(asked, one)
    for line, wishes in room.coming.values():
        if call in (line.call.sid, wishes.label):
            return shape(asked, room, line, wishes, None)
    raise not_found(asked.path)


async def find(asked: Asked, key: str) -> dict[str, Any]:
    """By Muted, Hold and Coaching; those there and those still being called."""
    room = room_of(asked, key)
    shown = [_shown(asked, one) for one in room.participants.values()]
    shown += [shape(asked, room, line, wishes, None) for line, wishes in room.coming.values()]

    def matches(one: dict[str, Any]) -> bool:
        return all(
            one[name.lower()] == asked.flag(name, False) for name in ("Muted", "Hold", "Coaching") if asked.has(name)
        )

    return listed(asked, "participants", where(shown, matches), lambda one: one)


async def update(asked: Asked, key: str, call: str) -> dict[str, Any]:
    one = _one(asked, key, call)
    room = one.room
    try:
        await _coach(asked, room, one)
    except Unusable as unusable:
        raise ApiError(unusable.code, str(unusable)) from unusable
    if asked.has("Muted"):
        await room.mute(one, asked.flag("Muted", False))
    if asked.has("Hold"):
        await _hold(asked, room, one)
    if asked.has("EndConferenceOnExit"):
        one.wishes.end = asked.flag("EndConferenceOnExit", False)
        room_events.participant(one, "participant-modify")
    if address := asked.url("AnnounceUrl"):
        announce(one, Source(url=address, method=asked.method("AnnounceMethod")))
    return _shown(asked, one)


async def _coach(asked: Asked, room: Room, one: Participant) -> None:
    if asked.has("Coaching") or asked.has("CallSidToCoach"):
        on = asked.flag("Coaching", True)
        sid = asked.text("CallSidToCoach", one.wishes.coach)
        if on and not sid:
            raise ApiError(INVALID_PARAMETER, "CallSidToCoach is needed for coaching")
        await room.coach(one, sid if on else "")


async def _hold(asked: Asked, room: Room, one: Participant) -> None:
    on, address = asked.flag("Hold", False), asked.url("HoldUrl")
    begins = on and not one.hold
    await room.put_on_hold(one, on, silent=bool(address))
    if begins and address:
        method = asked.text("HoldMethod", "GET").upper()
        play_on_hold(one, Source(url=address, method=method))


async def delete(asked: Asked, key: str, call: str) -> None:
    """Out of the conference; its call goes on with what follows the Dial, or ends. One still called in is canceled."""
    room = room_of(asked, key)
    one = room.find(call)
    if one is not None:
        if not one.out.done():
            one.out.set_result(Left.KICKED)
        return
    for line, wishes in list(room.coming.values()):
        if call in (line.call.sid, wishes.label):
            line.hang_up(Did.CANCEL)
            return
    raise not_found(asked.path)
