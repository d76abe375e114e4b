"""How a resident's page answers when something is refused or fails: in words, with the same statuses as ever."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from core.errors import SwitchboardError
from web import errors
from web.errors import Turned
from web.public.html import el
from web.public.page import page

TITLES = {404: "There is nothing here", 429: "Please wait a little", 503: "We cannot do that just now"}
SORRY = "Something is not right"
UNREAD = "What you sent is longer than we can read. Your browser's Back button takes you to it; please shorten it."


class PublicRoute(APIRoute):
    """A route whose refusals are pages."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()

        async def with_pages(request: Request) -> Response:
            try:
                return await answer(request)
            except Turned as turned:
                return sorry(request, turned.status, str(turned), retry_after_s=turned.retry_after_s)
            except RequestValidationError:
                if request.method == "POST":
                    return sorry(request, 422, UNREAD)
                return sorry(request, 404, errors.NOT_FOUND)
            except SwitchboardError as error:
                return sorry(request, errors.status_of(error), str(error) or errors.BROKEN)

        return with_pages


def sorry(request: Request, status: int, message: str, *, retry_after_s: int | None = None) -> Response:
    """A page that says why, and where to go from there."""
    title = TITLES.get(status, SORRY)
    shown = page(
        request,
        title,
        el("h1", title),
        el("p", message, class_="lede", data_test="sorry"),
        el("p", el("a", "Back to the start", href="/ask")),
        status=status,
    )
    if retry_after_s:
        shown.headers["retry-after"] = str(retry_after_s)
    return shown


def own_site(request: Request) -> None:
    """Browsers say where a request comes from; one that another site made is refused."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Turned(403, "csrf", "That came from another site. Please open the page again from here.")


def client(request: Request) -> str:
    """Whom to count."""
    return request.client.host if request.client else ""
