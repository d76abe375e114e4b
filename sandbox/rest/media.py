"""Media of messages: list, and the file itself."""

from typing import Any

from fastapi.responses import FileResponse, Response

from sandbox.rest.asked import Asked
from sandbox.rest.calls import uri
from sandbox.rest.errors import not_found
from sandbox.rest.lists import listed


async def find(asked: Asked, message: str) -> dict[str, Any]:
    text = asked.carrier.texts.get(message)
    if text is None:
        raise not_found(asked.path)

    def shape(kept: dict[str, Any]) -> dict[str, Any]:
        times = {"date_created": text["date_created"], "date_updated": text["date_updated"]}
        where = uri(asked, f"Messages/{message}/Media/{kept['sid']}")
        return {**kept, **times, "account_sid": text["account_sid"], "uri": where}

    return listed(asked, "media_list", asked.carrier.texts.pictures.of(message), shape)


async def content(asked: Asked, message: str, sid: str) -> Response:
    """The file itself, as it was sent."""
    pictures = asked.carrier.texts.pictures
    kept = pictures.get(sid)
    if kept is None or kept["parent_sid"] != message or not pictures.path(sid).is_file():
        raise not_found(asked.path)
    return FileResponse(pictures.path(sid), media_type=kept["content_type"])
