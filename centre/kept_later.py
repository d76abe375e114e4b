"""What is done outside and not yet in the record: it must not look as if nothing had happened."""

from collections.abc import Awaitable

from core.errors import SwitchboardError, Unavailable


class KeptLater(SwitchboardError):
    """It is done outside and not yet in the record."""


async def kept(writing: Awaitable[object]) -> None:
    """Write down what has happened outside."""
    try:
        await writing
    except Unavailable as error:
        raise KeptLater("It was done, and the record was away.") from error
