"""Days as somebody types them: by the county's own clock and not by the machine's."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from config.county import County
from core.clock import SystemClock
from core.days import past_days
from core.errors import InvalidInput
from switchboard.failing import Misused


def typed_days(county: County, first: datetime, last: datetime) -> tuple[datetime, datetime]:
    """`past_days` of the county, now. Raises Misused."""
    with about_days():
        return past_days(first.date(), last.date(), SystemClock().now(), county.zone)


@contextmanager
def about_days() -> Iterator[None]:
    """For what nothing but the days that were typed can be wrong with."""
    try:
        yield
    except InvalidInput as error:
        raise Misused(str(error)) from None
