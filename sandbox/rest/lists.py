"""Lists, a page at a time, in Twilio's shape."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from sandbox.rest.asked import Asked

T = TypeVar("T")
LARGEST_PAGE = 1000


def listed(asked: Asked, key: str, things: Sequence[T], shape: Callable[[T], dict[str, Any]]) -> dict[str, Any]:
    """One page of `things` under `key`, with the addresses of its neighbours."""
    size = asked.number("PageSize", 50, 1, LARGEST_PAGE)
    page = asked.number("Page", 0, 0, 1_000_000)
    first = page * size
    shown = things[first : first + size]
    more = first + size < len(things)
    return {
        key: [shape(thing) for thing in shown],
        "page": page,
        "page_size": size,
        "start": first,
        "end": first + max(0, len(shown) - 1),
        "uri": _uri(asked, page, size),
        "first_page_uri": _uri(asked, 0, size),
        "next_page_uri": _uri(asked, page + 1, size) if more else None,
        "previous_page_uri": _uri(asked, page - 1, size) if page else None,
    }


def _uri(asked: Asked, page: int, size: int) -> str:
    kept = {name: value for name, value in asked.params.items() if name not in ("Page", "PageSize", "PageToken")}
    return f"{asked.path}?{urlencode(kept | {'PageSize': size, 'Page': page})}"


def where(things: Iterable[T], *tests: Callable[[T], bool]) -> list[T]:
    """Those that pass every test."""
    return [thing for thing in things if all(test(thing) for test in tests)]
