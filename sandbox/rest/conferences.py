"""Conferences: fetch, list, update (end, announce)."""

from typing import Any

from sandbox.carrier.announce import announce
from sandbox.carrier.call import API_VERSION
from sandbox.carrier.pages import Source
from sandbox.carrier.rooms import Room, Stage
from sandbox.rest.asked import Asked
from sandbox.rest.calls import uri
from sandbox.rest.dates import rfc2822, within_dates
from sandbox.rest.errors import INVALID_PARAMETER, ApiError, not_found
from sandbox.rest.lists import listed, where


def shape(asked: Asked, room: Room) -> dict[str, Any]:
    own = f"Conferences/{room.sid}"
    return {
        "sid": room.sid,
        "account_sid": asked.carrier.account.sid,
        "friendly_name": room.name,
        "status": room.stage.value,
        "region": "ie1",
        "date_created": rfc2822(room.created),
        "date_updated": rfc2822(room.updated or room.created),
        "api_version": API_VERSION,
        "reason_conference_ended": room.ended_why or None,
        "call_sid_ending_conference": room.ended_by or None,
        "uri": uri(asked, own),
        "subresource_uris": {
            "participants": uri(asked, own, "Participants"),
            "recordings": uri(asked, own, "Recordings"),
        },
    }


def room_of(asked: Asked, key: str) -> Room:
    """By sid, or by the name of an open one."""
    room = asked.carrier.rooms.find(key)
    if room is None:
        raise not_found(asked.path)
    return room


async def fetch(asked: Asked, key: str) -> dict[str, Any]:
    return shape(asked, room_of(asked, key))


async def find(asked: Asked) -> dict[str, Any]:
    """By FriendlyName, Status and dates; newest first."""

    def matches(room: Room) -> bool:
        pairs = (("FriendlyName", room.name), ("Status", room.stage.value))
        return all(asked.text(name) == value for name, value in pairs if asked.text(name))

    def in_time(room: Room) -> bool:
        return within_dates(asked, "DateCreated", room.created) and within_dates(asked, "DateUpdated", room.updated)

    rooms = where(asked.carrier.rooms, matches, in_time)
    return listed(asked, "conferences", rooms, lambda room: shape(asked, room))


async def update(asked: Asked, key: str) -> dict[str, Any]:
    room = room_of(asked, key)
    status = asked.text("Status")
    if status and status != "completed":
        raise ApiError(INVALID_PARAMETER, "Status must be completed")
    if status and room.stage is Stage.COMPLETED:
        raise not_found(asked.path)
    if status:
        await room.end("conference-ended-via-api")
    elif address := asked.url("AnnounceUrl"):
        source = Source(url=address, method=asked.method("AnnounceMethod"))
        for one in room.participants.values():
            announce(one, source)
    return shape(asked, room)
