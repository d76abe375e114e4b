"""How Twilio's API says no: a status, one of its numbers, a sentence."""

from typing import Final

from fastapi import Request
from fastapi.responses import JSONResponse

NOT_FOUND: Final = 20404
UNAUTHORISED: Final = 20003
NOT_ALLOWED: Final = 20004
INVALID_PARAMETER: Final = 20001


class ApiError(Exception):
    """Becomes the error body that Twilio's libraries turn into TwilioRestException."""

    def __init__(self, code: int, message: str, status: int = 400) -> None:
        self.code = code
        self.message = message
        self.status = status
        super().__init__(message)


def not_found(path: str) -> ApiError:
    return ApiError(NOT_FOUND, f"The requested resource {path} was not found", 404)


async def say_api_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ApiError)
    body = {
        "code": error.code,
        "message": error.message,
        "more_info": f"https://www.twilio.com/docs/errors/{error.code}",
        "status": error.status,
    }
    headers = {"WWW-Authenticate": 'Basic realm="Twilio API"'} if error.status == 401 else None
    return JSONResponse(body, error.status, headers)
