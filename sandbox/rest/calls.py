"""Calls: create, fetch, list, update, delete; and a call's recordings."""

import re
from typing import Any, Final

from sandbox.carrier.call import API_VERSION, Callback, Direction
from sandbox.carrier.line import Line
from sandbox.carrier.pages import Source
from sandbox.carrier.states import Did, Status
from sandbox.rest.asked import Asked
from sandbox.rest.dates import rfc2822, within_dates
from sandbox.rest.errors import ApiError, not_found
from sandbox.rest.lists import listed, where

E164: Final = re.compile(r"\+[1-9]\d{6,14}")
CLIENT: Final = re.compile(r"client:[^?\s]{1,256}(\?.*)?")
EVENTS: Final = frozenset({"initiated", "ringing", "answered", "completed"})
LONGEST_TWIML: Final = 4000
INVALID_STATE: Final = 21220


def uri(asked: Asked, *parts: str) -> str:
    return f"/{API_VERSION}/Accounts/{asked.carrier.account.sid}/{'/'.join(parts)}.json"


def shape(asked: Asked, line: Line) -> dict[str, Any]:
    """A call as the API shows it."""
    call = line.call
    own = "/".join(("Calls", call.sid))
    return {
        "sid": call.sid,
        "account_sid": call.account_sid,
        "parent_call_sid": call.parent_sid or None,
        "to": call.called,
        "to_formatted": call.called,
        "from": call.caller,
        "from_formatted": call.caller,
        "phone_number_sid": asked.carrier.account.number_sid if call.direction is Direction.INBOUND else None,
        "status": call.status.value,
        "direction": call.direction.value,
        "date_created": rfc2822(call.created),
        "date_updated": rfc2822(call.ended or call.answered or call.created),
        "start_time": rfc2822(call.answered or (call.created if call.direction is Direction.INBOUND else None)),
        "end_time": rfc2822(call.ended),
        "duration": str(call.seconds) if call.over else None,
        "price": None,
        "price_unit": "USD",
        "answered_by": None,
        "api_version": API_VERSION,
        "forwarded_from": None,
        "group_sid": None,
        "caller_name": None,
        "queue_time": "0",
        "trunk_sid": None,
        "uri": uri(asked, own),
        "subresource_uris": {"recordings": uri(asked, own, "Recordings")},
    }


def line_of(asked: Asked, sid: str) -> Line:
    line = asked.carrier.lines.get(sid)
    if line is None:
        raise not_found(asked.path)
    return line


def check_to(to: str) -> str:
    if not E164.fullmatch(to) and not CLIENT.fullmatch(to):
        raise ApiError(21211, f"The phone number you are attempting to call, {to}, is not valid.")
    return to


def check_from(asked: Asked, caller: str) -> str:
    """A number must be the account's own; a client's name may be anything."""
    if caller.startswith("client:") or asked.carrier.account.owns(caller):
        return caller
    raise ApiError(21210, f"Source phone number {caller} is not yet verified for your account.")


def callback_of(asked: Asked) -> Callback | None:
    address = asked.url("StatusCallback")
    if not address:
        return None
    events = asked.words("StatusCallbackEvent", "completed")
    if not events <= EVENTS:
        raise ApiError(21626, f"StatusCallbackEvent must be made of: {', '.join(sorted(EVENTS))}")
    return Callback(url=address, method=asked.method("StatusCallbackMethod"), events=events)


def document_of(asked: Asked) -> Source | None:
    """What `Url` or `Twiml` says to perform; None when neither is given."""
    if twiml := asked.text("Twiml"):
        if len(twiml) > LONGEST_TWIML:
            raise ApiError(32018, f"Twiml may have at most {LONGEST_TWIML} characters")
        return Source(twiml=twiml)
    if url := asked.url("Url"):
        return Source(url=url, method=asked.method("Method"))
    return None


def fallback_of(asked: Asked) -> Source | None:
    address = asked.url("FallbackUrl")
    return Source(url=address, method=asked.method("FallbackMethod")) if address else None


async def create(asked: Asked) -> dict[str, Any]:
    to = check_to(asked.needed("To", 21201))
    caller = check_from(asked, asked.needed("From", 21213))
    source = document_of(asked)
    if source is None:
        if asked.text("ApplicationSid") != asked.carrier.account.application_sid:
            raise ApiError(21205, "Url parameter is required.")
        where_now = asked.carrier.account.addresses
        source = Source(url=where_now.voice_url, method=where_now.voice_method)
    line = asked.carrier.dial_out(
        caller=caller,
        called=to,
        source=source,
        fallback=fallback_of(asked),
        callback=callback_of(asked),
        timeout_s=asked.number("Timeout", 60, 1, 600),
    )
    return shape(asked, line)


async def fetch(asked: Asked, sid: str) -> dict[str, Any]:
    return shape(asked, line_of(asked, sid))


async def update(asked: Asked, sid: str) -> dict[str, Any]:
    """Ends or cancels it, or sends it to another document."""
    line = line_of(asked, sid)
    if status := asked.text("Status"):
        _end(line, status)
        return shape(asked, line)
    source = document_of(asked)
    if source is None:
        raise ApiError(21205, "Url, Twiml or Status is required.")
    if line.call.status is not Status.IN_PROGRESS:
        raise ApiError(INVALID_STATE, "Call is not in-progress. Cannot redirect.")
    if callback := callback_of(asked):
        line.call.callback = callback
    asked.carrier.redirect(line, source, fallback_of(asked))
    return shape(asked, line)


def _end(line: Line, status: str) -> None:
    if status not in ("canceled", "completed"):
        raise ApiError(INVALID_STATE, f"Status {status} is invalid; it must be canceled or completed.")
    if line.call.over:
        raise ApiError(INVALID_STATE, "Call is not in-progress. Cannot redirect.")
    if status == "completed":
        line.hang_up(Did.HANG_UP if line.call.status is Status.IN_PROGRESS else Did.CANCEL)
    elif line.call.status is Status.IN_PROGRESS:
        raise ApiError(INVALID_STATE, "Call is in-progress. Cannot cancel.")
    else:
        line.hang_up(Did.CANCEL)


async def find(asked: Asked) -> dict[str, Any]:
    """By To, From, Status, ParentCallSid, StartTime and EndTime; newest first."""

    def matches(line: Line) -> bool:
        call = line.call
        pairs = (
            ("To", call.called),
            ("From", call.caller),
            ("Status", call.status.value),
            ("ParentCallSid", call.parent_sid),
        )
        return all(asked.text(name) == value for name, value in pairs if asked.text(name))

    def in_time(line: Line) -> bool:
        start = line.call.answered or line.call.created
        return within_dates(asked, "StartTime", start) and within_dates(asked, "EndTime", line.call.ended)

    lines = where(reversed(asked.carrier.lines.values()), matches, in_time)
    return listed(asked, "calls", lines, lambda line: shape(asked, line))


async def delete(asked: Asked, sid: str) -> None:
    """Only what is over can be forgotten."""
    line = line_of(asked, sid)
    if not line.call.over:
        raise ApiError(20009, "Cannot delete record as its status is not in terminal state", 409)
    del asked.carrier.lines[sid]
