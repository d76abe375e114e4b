"""Days as somebody types them: by the county's own clock and not by the machine's."""

from datetime import datetime

from config.county import County
from core.clock import SystemClock
from core.days import past_days


def typed_days(county: County, first: datetime, last: datetime) -> tuple[datetime, datetime]:
    """`past_days` of the county, now. Raises InvalidInput."""
    return past_days(first.date(), last.date(), SystemClock().now(), county.zone)
