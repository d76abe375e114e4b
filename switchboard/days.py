"""Days as somebody types them: by the county's own clock and not by the machine's."""

from datetime import datetime

from config.county import load_county
from config.settings import Settings
from core.clock import SystemClock
from core.days import past_days


def typed_days(settings: Settings, first: datetime, last: datetime) -> tuple[datetime, datetime]:
    """`past_days` of the county, now. Raises InvalidInput."""
    zone = load_county(settings.county_folder).zone
    return past_days(first.date(), last.date(), SystemClock().now(), zone)
