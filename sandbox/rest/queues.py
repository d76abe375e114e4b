"""Queues and those who wait in them."""

from typing import Any

from sandbox.carrier.pages import Source
from sandbox.carrier.queues import Member, Queue
from sandbox.rest.asked import Asked
from sandbox.rest.calls import uri
from sandbox.rest.dates import rfc2822
from sandbox.rest.errors import ApiError, not_found
from sandbox.rest.lists import listed


def shape(asked: Asked, queue: Queue) -> dict[str, Any]:
    return {
        "sid": queue.sid,
        "account_sid": asked.carrier.account.sid,
        "friendly_name": queue.name,
        "current_size": len(queue.members),
        "max_size": queue.most,
        "average_wait_time": queue.average_wait,
        "date_created": rfc2822(queue.created),
        "date_updated": rfc2822(queue.created),
        "uri": uri(asked, f"Queues/{queue.sid}"),
        "subresource_uris": {"members": uri(asked, f"Queues/{queue.sid}/Members")},
    }


def member_shape(asked: Asked, member: Member) -> dict[str, Any]:
    sid = member.line.call.sid
    return {
        "call_sid": sid,
        "queue_sid": member.queue.sid,
        "date_enqueued": rfc2822(member.enqueued),
        "position": member.queue.position(member),
        "wait_time": member.waited,
        "uri": uri(asked, f"Queues/{member.queue.sid}/Members/{sid}"),
    }


def queue_of(asked: Asked, key: str) -> Queue:
    queue = asked.carrier.queues.find(key)
    if queue is None:
        raise not_found(asked.path)
    return queue


async def create(asked: Asked) -> dict[str, Any]:
    name = asked.needed("FriendlyName", 22002)
    if asked.carrier.queues.find(name):
        raise ApiError(22003, f"Queue FriendlyName {name} already exists")
    return shape(asked, asked.carrier.queues.named(name, asked.number("MaxSize", 1000, 1, 5000)))


async def fetch(asked: Asked, key: str) -> dict[str, Any]:
    return shape(asked, queue_of(asked, key))


async def update(asked: Asked, key: str) -> dict[str, Any]:
    queue = queue_of(asked, key)
    queue.most = asked.number("MaxSize", queue.most, 1, 5000)
    return shape(asked, queue)


async def find(asked: Asked) -> dict[str, Any]:
    return listed(asked, "queues", list(asked.carrier.queues), lambda queue: shape(asked, queue))


async def delete(asked: Asked, key: str) -> None:
    queue = queue_of(asked, key)
    if queue.members:
        raise ApiError(22004, "Queue is not empty", 409)
    asked.carrier.queues.drop(queue)


async def members(asked: Asked, key: str) -> dict[str, Any]:
    found = queue_of(asked, key).members
    return listed(asked, "queue_members", found, lambda member: member_shape(asked, member))


async def member(asked: Asked, key: str, call: str) -> dict[str, Any]:
    return member_shape(asked, _member(asked, key, call))


async def dequeue(asked: Asked, key: str, call: str) -> dict[str, Any]:
    """Takes the caller out of the queue and into the document at `Url`. A second time finds nobody."""
    found = _member(asked, key, call)
    address = asked.url("Url")
    if not address:
        raise ApiError(21205, "Url parameter is required.")
    shown = member_shape(asked, found)
    found.queue.leave(found)
    asked.carrier.redirect(found.line, Source(url=address, method=asked.method("Method")))
    return shown


def _member(asked: Asked, key: str, call: str) -> Member:
    waiting = queue_of(asked, key).members
    found = waiting[:1] if call == "Front" else [one for one in waiting if one.line.call.sid == call]
    if not found:
        raise not_found(asked.path)
    return found[0]
