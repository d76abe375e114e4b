"""Days as somebody types them: whole ones, by the county's own clock and not by the machine's."""

from datetime import datetime, time, timedelta

from config.county import load_county
from config.settings import Settings
from switchboard.failing import Stopped

LATEST_YEAR = 9000


def whole_days(settings: Settings, first: datetime, last: datetime) -> tuple[datetime, datetime]:
    """From the first moment of `first` until the last of `last`. Raises Stopped for days that are none."""
    if last < first:
        raise Stopped("The last day comes before the first.")
    if last.year > LATEST_YEAR:
        raise Stopped("Choose days that have been.")
    zone = load_county(settings.county_folder).zone
    return (
        datetime.combine(first.date(), time(), zone),
        datetime.combine(last.date() + timedelta(days=1), time(), zone),
    )
