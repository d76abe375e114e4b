"""Dates as Twilio's API writes and compares them."""

from datetime import UTC, date, datetime
from email.utils import format_datetime

from sandbox.rest.asked import Asked
from sandbox.rest.errors import INVALID_PARAMETER, ApiError


def rfc2822(moment: datetime | None) -> str | None:
    return format_datetime(moment) if moment else None


def within_dates(asked: Asked, name: str, moment: datetime | None) -> bool:
    """`StartTime`, `StartTime<` and `StartTime>` with a day or a moment; what has no such date fails any of them."""
    for suffix in ("", "<", ">"):
        if asked.has(name + suffix):
            if moment is None:
                return False
            if not _holds(asked.text(name + suffix), suffix, moment):
                return False
    return True


def _holds(text: str, suffix: str, moment: datetime) -> bool:
    asked_for, is_day = _moment(text)
    if suffix == "<":
        return moment.date() <= asked_for.date() if is_day else moment <= asked_for
    if suffix == ">":
        return moment.date() >= asked_for.date() if is_day else moment >= asked_for
    return moment.date() == asked_for.date()


def _moment(text: str) -> tuple[datetime, bool]:
    try:
        if len(text) == 10:
            day = date.fromisoformat(text)
            return datetime(day.year, day.month, day.day, tzinfo=UTC), True
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ApiError(INVALID_PARAMETER, f"{text} is no date") from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)), False
