"""Recordings: of the account, of a call, of a conference; their sound; begun, paused and stopped."""

from email.utils import parsedate_to_datetime
from typing import Any, Final

from fastapi.responses import FileResponse, Response

from sandbox.carrier.call import API_VERSION
from sandbox.carrier.recordings import By, Recording, Told
from sandbox.rest.asked import Asked
from sandbox.rest.calls import line_of, uri
from sandbox.rest.conferences import room_of
from sandbox.rest.dates import within_dates
from sandbox.rest.errors import INVALID_PARAMETER, ApiError, not_found
from sandbox.rest.lists import listed, where

CURRENT: Final = "Twilio.CURRENT"
STATUSES: Final = ("in-progress", "paused", "stopped")


def shape(asked: Asked, thing: dict[str, Any]) -> dict[str, Any]:
    return {
        **thing,
        "account_sid": asked.carrier.account.sid,
        "api_version": API_VERSION,
        "date_updated": thing["date_created"],
        "price": None,
        "price_unit": "USD",
        "error_code": None,
        "encryption_details": None,
        "media_url": asked.carrier.recordings.url(thing["sid"]),
        "uri": uri(asked, f"Recordings/{thing['sid']}"),
        "subresource_uris": {},
    }


async def fetch(asked: Asked, sid: str) -> dict[str, Any]:
    thing = asked.carrier.recordings.get(sid)
    if thing is None:
        raise not_found(asked.path)
    return shape(asked, thing)


async def find(asked: Asked, *, call: str = "", conference: str = "") -> dict[str, Any]:
    """By CallSid, ConferenceSid and DateCreated; newest first."""
    call = call or asked.text("CallSid")
    conference = conference or asked.text("ConferenceSid")

    def matches(thing: dict[str, Any]) -> bool:
        return (not call or thing["call_sid"] == call) and (not conference or thing["conference_sid"] == conference)

    def in_time(thing: dict[str, Any]) -> bool:
        return within_dates(asked, "DateCreated", parsedate_to_datetime(thing["date_created"]))

    things = where(asked.carrier.recordings.all(), matches, in_time)
    return listed(asked, "recordings", things, lambda thing: shape(asked, thing))


async def delete(asked: Asked, sid: str) -> None:
    if not asked.carrier.recordings.delete(sid):
        raise not_found(asked.path)


async def sound(asked: Asked, sid: str) -> Response:
    """The WAV file itself."""
    path = asked.carrier.recordings.path(sid)
    if asked.carrier.recordings.get(sid) is None or not path.is_file():
        raise not_found(asked.path)
    return FileResponse(path, media_type="audio/x-wav")


async def begin(asked: Asked, call: str) -> dict[str, Any]:
    """Begins to record a call that is up."""
    line = line_of(asked, call)
    if line.call.answered is None or line.call.over:
        raise ApiError(21220, "Requested resource is not eligible for recording")
    address = asked.url("RecordingStatusCallback")
    told = None
    if address:
        events = asked.words("RecordingStatusCallbackEvent", "completed")
        told = Told(url=address, method=asked.method("RecordingStatusCallbackMethod"), events=events)
    recording = await asked.carrier.recordings.start(line.call.sid, By.API, call_sid=line.call.sid, told=told)
    return shape(asked, recording.as_thing())


async def change_of_call(asked: Asked, call: str, sid: str) -> dict[str, Any]:
    line = line_of(asked, call)
    running = asked.carrier.recordings.running(call_sid=line.call.sid)
    return await _change(asked, running.sid if sid == CURRENT and running else sid)


async def change_of_conference(asked: Asked, key: str, sid: str) -> dict[str, Any]:
    room = room_of(asked, key)
    running = asked.carrier.recordings.running(conference_sid=room.sid)
    return await _change(asked, running.sid if sid == CURRENT and running else sid)


async def _change(asked: Asked, sid: str) -> dict[str, Any]:
    status = asked.text("Status")
    if status not in STATUSES:
        raise ApiError(INVALID_PARAMETER, f"Status must be one of {', '.join(STATUSES)}")
    recordings = asked.carrier.recordings
    changed: Recording | None = (
        await recordings.stop(sid) if status == "stopped" else await recordings.pause(sid, status == "paused")
    )
    if changed is None:
        raise not_found(asked.path)
    return shape(asked, changed.as_thing())
