"""When made-up residents get in touch: calls in office hours, busiest mid-morning; letters and texts at any hour."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from core.channel import Channel

DAYS: Final = 14
HERE: Final = ZoneInfo("Europe/London")
_WEEKDAY: Final = 16
_WEEKEND: Final = 4
_CALLING_HOURS: Final = {8: 2, 9: 6, 10: 9, 11: 8, 12: 5, 13: 5, 14: 7, 15: 5, 16: 4}
_WRITING_HOURS: Final = {7: 2, 8: 3, 9: 5, 10: 5, 11: 4, 12: 6, 13: 4, 14: 3, 16: 4, 18: 5, 19: 6, 20: 5, 21: 3, 22: 1}
_CHANNELS: Final = {
    Channel.PHONE: 60,
    Channel.SMS: 18,
    Channel.VOICEMAIL: 4,
    Channel.EMAIL: 12,
    Channel.WEB_FORM: 6,
    Channel.LETTER: 2,
    Channel.WALK_IN: 2,
}
_OPEN: Final = (time(8, 30), time(17, 0))


def arrivals(random: Random, now: datetime) -> Iterator[tuple[datetime, Channel]]:
    """Every arrival of the fortnight before `now`, in order."""
    today = now.astimezone(HERE).date()
    for back in range(DAYS, -1, -1):
        day = today - timedelta(days=back)
        weekend = day.weekday() >= 5
        moments = [
            _moment(random, day_start=datetime.combine(day, time(), HERE), weekend=weekend)
            for _ in range(_WEEKEND if weekend else _WEEKDAY)
        ]
        yield from sorted((at, channel) for at, channel in moments if at < now)


def _moment(random: Random, *, day_start: datetime, weekend: bool) -> tuple[datetime, Channel]:
    channel = random.choices(list(_CHANNELS), list(_CHANNELS.values()))[0]
    spoken = channel in (Channel.PHONE, Channel.WALK_IN)
    if weekend and spoken:
        channel, spoken = Channel.SMS, False
    hours = _CALLING_HOURS if spoken else _WRITING_HOURS
    hour = random.choices(list(hours), list(hours.values()))[0]
    at = time(hour, random.randrange(60), random.randrange(60), random.randrange(1000) * 1000)
    if spoken and at < _OPEN[0]:
        at = at.replace(minute=30 + at.minute // 2)
    return datetime.combine(day_start.date(), at, HERE), channel
