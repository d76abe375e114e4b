"""The paths of Twilio's API 2010-04-01, each to the function that serves it."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from sandbox.rest import account, calls, conferences, media, messages, participants, queues, recordings
from sandbox.rest.asked import asked
from sandbox.rest.errors import NOT_FOUND, ApiError

router = APIRouter()
Serve = Callable[..., Awaitable[Any]]
ROOT: Final = "/2010-04-01/Accounts/{account}"
CREATED, OK = 201, 200

# method, path below the account, what serves it, the status of success
PATHS: Final[tuple[tuple[str, str, Serve, int], ...]] = (
    ("POST", "/Calls", calls.create, CREATED),
    ("GET", "/Calls", calls.find, OK),
    ("GET", "/Calls/{sid}", calls.fetch, OK),
    ("POST", "/Calls/{sid}", calls.update, OK),
    ("DELETE", "/Calls/{sid}", calls.delete, OK),
    ("POST", "/Calls/{call}/Recordings", recordings.begin, CREATED),
    ("GET", "/Calls/{call}/Recordings", recordings.find, OK),
    ("POST", "/Calls/{call}/Recordings/{sid}", recordings.change_of_call, OK),
    ("GET", "/Conferences", conferences.find, OK),
    ("GET", "/Conferences/{key}", conferences.fetch, OK),
    ("POST", "/Conferences/{key}", conferences.update, OK),
    ("POST", "/Conferences/{key}/Participants", participants.create, CREATED),
    ("GET", "/Conferences/{key}/Participants", participants.find, OK),
    ("GET", "/Conferences/{key}/Participants/{call}", participants.fetch, OK),
    ("POST", "/Conferences/{key}/Participants/{call}", participants.update, OK),
    ("DELETE", "/Conferences/{key}/Participants/{call}", participants.delete, OK),
    ("GET", "/Conferences/{conference}/Recordings", recordings.find, OK),
    ("POST", "/Conferences/{key}/Recordings/{sid}", recordings.change_of_conference, OK),
    ("POST", "/Queues", queues.create, CREATED),
    ("GET", "/Queues", queues.find, OK),
    ("GET", "/Queues/{key}", queues.fetch, OK),
    ("POST", "/Queues/{key}", queues.update, OK),
    ("DELETE", "/Queues/{key}", queues.delete, OK),
    ("GET", "/Queues/{key}/Members", queues.members, OK),
    ("GET", "/Queues/{key}/Members/{call}", queues.member, OK),
    ("POST", "/Queues/{key}/Members/{call}", queues.dequeue, OK),
    ("POST", "/Messages", messages.create, CREATED),
    ("GET", "/Messages", messages.find, OK),
    ("GET", "/Messages/{sid}", messages.fetch, OK),
    ("GET", "/Messages/{message}/Media", media.find, OK),
    ("GET", "/Recordings", recordings.find, OK),
    ("GET", "/Recordings/{sid}.wav", recordings.sound, OK),
    ("GET", "/Recordings/{sid}", recordings.fetch, OK),
    ("DELETE", "/Recordings/{sid}", recordings.delete, OK),
    ("GET", "/IncomingPhoneNumbers", account.numbers, OK),
    ("GET", "/IncomingPhoneNumbers/{sid}", account.number, OK),
    ("POST", "/IncomingPhoneNumbers/{sid}", account.update_number, OK),
    ("GET", "/Applications", account.applications, OK),
    ("GET", "/Applications/{sid}", account.application, OK),
    ("GET", "", account.fetch, OK),
)


def _endpoint(serve: Serve, status: int) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        given = {name: value for name, value in request.path_params.items() if name != "account"}
        result = await serve(await asked(request), **given)
        if isinstance(result, Response):
            return result
        return Response(status_code=204) if result is None else JSONResponse(result, status)

    return answer


async def _plain_sound(request: Request) -> Response:
    """A recording's address without an ending is its WAV file."""
    return await recordings.sound(await asked(request), request.path_params["sid"])


async def _plain_file(request: Request) -> Response:
    """A file of a text: what Twilio serves at its address without an ending."""
    return await media.content(await asked(request), request.path_params["message"], request.path_params["sid"])


async def _nowhere(request: Request) -> Response:
    await asked(request)
    raise ApiError(NOT_FOUND, f"The requested resource {request.url.path} was not found", 404)


for method, path, serve, status in PATHS:
    ending = "" if path.endswith(".wav") else ".json"
    router.add_route(ROOT + path + ending, _endpoint(serve, status), methods=[method])
router.add_route(ROOT + "/Recordings/{sid}", _plain_sound, methods=["GET"])
router.add_route(ROOT + "/Messages/{message}/Media/{sid}", _plain_file, methods=["GET"])
router.add_route(ROOT + "/{rest:path}", _nowhere, methods=["GET", "POST", "DELETE"])
