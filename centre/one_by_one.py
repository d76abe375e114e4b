"""What a provider lists, taken one by one: whatever is wrong with one of them, those behind it are taken."""

from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

import structlog

from core.errors import Unavailable

log = structlog.get_logger()

T = TypeVar("T")


async def one_by_one(items: Iterable[T], act: Callable[[T], Awaitable[int]], *, what: str) -> int:
    """The sum of what `act` answers. Unavailable ends it: what is away for one is away for all.

    Any other failure is logged under `what`, without what was in it, and counts as nothing.
    """
    done = 0
    for each in items:
        try:
            done += await act(each)
        except Unavailable:
            raise
        except Exception as error:
            log.error("listed_item_left_out", what=what, error=type(error).__name__, exc_info=error)
    return done
