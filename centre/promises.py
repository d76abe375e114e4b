"""When an answer may be expected, in the words people use. Pure."""

from datetime import datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

MINUTES = timedelta(minutes=90)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def by_when(due: datetime, now: datetime, zone: ZoneInfo) -> str:
    """`within 2 minutes`, `today`, `tomorrow`, `by Tuesday` or `by 4 December`, where it is `zone`'s time.

    Never sooner than `due`.
    """
    if due <= now:
        return "as soon as we can"
    if due - now <= MINUTES:
        minutes = ceil((due - now).total_seconds() / 60)
        minutes = minutes if minutes <= 5 else ceil(minutes / 5) * 5
        return f"within {minutes} minute{'' if minutes == 1 else 's'}"
    day, today = due.astimezone(zone).date(), now.astimezone(zone).date()
    ahead = (day - today).days
    if ahead <= 1:
        return "today" if ahead <= 0 else "tomorrow"
    return f"by {DAYS[day.weekday()]}" if ahead < 7 else f"by {day.day} {day:%B}"
