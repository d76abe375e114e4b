"""Whole days that have been, by a county's own clock."""

from datetime import date, datetime, time, timedelta, tzinfo

from core.errors import InvalidInput


def day_start(now: datetime, zone: tzinfo) -> datetime:
    """The last midnight in `zone`."""
    return datetime.combine(now.astimezone(zone).date(), time(), zone)


def past_days(first: date, last: date, now: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """From the first moment of `first` until the last of `last`, or now when that day is not over.

    Raises InvalidInput for days the wrong way round, and for days that are all to come.
    """
    today = now.astimezone(zone).date()
    if last < first:
        raise InvalidInput("The last day comes before the first.", field="last")
    if first > today:
        raise InvalidInput("Choose days that have been.", field="first")
    ends = datetime.combine(min(last, today) + timedelta(days=1), time(), zone)
    return datetime.combine(first, time(), zone), min(ends, now)
