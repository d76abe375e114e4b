"""The board's figures for one day, counted from indexes alone: each query covers itself and reads no row."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import BigInteger, Column, ColumnElement, case, func, select, type_coerce

from core.channel import Channel
from core.clock import to_ms
from records import tables
from records.family import Family
from records.projection import NO_OUTCOME

_HOUR_MS: Final = 3_600_000
_SERVED: Final = ("served", "referred", "to_call_back", NO_OUTCOME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How a day went for one service on one channel, or for them all.

    `served` are those whom somebody had in hand to the end, whatever came of it; `settled` is a part of them.
    """

    arrived: int = 0
    answered: int = 0
    abandoned: int = 0
    settled: int = 0
    referred: int = 0
    served: int = 0
    answered_in_target: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HourCount:
    """One hour of a day, named as the clock on the wall shows it."""

    hour: int
    arrived: int = 0
    answered: int = 0
    abandoned: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """A day in figures: altogether, by service and channel, and by hour."""

    total: Count
    by_service: dict[tuple[str, Channel], Count]
    hours: tuple[HourCount, ...]


class Counts(Family):
    """A contact counts on the day that a thing happened: arrived today, answered today, closed today.

    What an agent asks a colleague during a call is part of that call, and is not counted.
    """

    table = tables.contacts

    def today(self, day_start: datetime, day_end: datetime | None = None) -> Today:
        """Figures from `day_start` (local midnight, aware) to the next midnight there, by service, channel and hour."""
        end = day_end or day_start + timedelta(days=1)
        figures: dict[tuple[str, Channel], Counter[str]] = {}
        hours: dict[int, Counter[str]] = {}
        for column, kinds in self._kinds().items():
            for service, channel, hour, *amounts in self._amounts(column, kinds.values(), day_start, end):
                tally = Counter({name: amount for name, amount in zip(kinds, amounts, strict=True) if amount})
                figures.setdefault((service or "", Channel(channel)), Counter()).update(tally)
                hours.setdefault(_wall_hour(day_start, hour), Counter()).update(tally)
        total: Counter[str] = sum(figures.values(), Counter())
        return Today(
            total=Count(**total),
            by_service={key: Count(**tally) for key, tally in sorted(figures.items())},
            hours=tuple(_hour(hour, hours.get(hour, Counter())) for hour in range(24)),
        )

    def _kinds(self) -> dict[str, dict[str, ColumnElement[Any]]]:
        """What is counted of those whose moment, of that name, is in the day."""
        contact = self.table.c
        everyone = func.count()
        settled = (contact.outcome == "served") & contact.referred_at.is_(None)
        return {
            "arrived_at": {"arrived": everyone},
            "answered_at": {
                "answered": everyone,
                "answered_in_target": _of(contact.answered_at <= contact.due_at),
            },
            "closed_at": {
                "served": _of(contact.outcome.in_(_SERVED)),
                # Whoever hangs up in the menu has not waited for anybody.
                "abandoned": _of((contact.outcome == "abandoned") & contact.service.is_not(None)),
                "settled": _of(settled),
                "referred": _of((contact.outcome == "referred") | contact.referred_at.is_not(None)),
            },
        }

    def _amounts(
        self, column: str, amounts: Iterable[ColumnElement[Any]], start: datetime, end: datetime
    ) -> Iterable[Any]:
        contact = self.table.c
        moment: Column[Any] = contact[column]
        hour = (type_coerce(moment, BigInteger) - to_ms(start)) // _HOUR_MS
        query = (
            select(contact.service, contact.channel, hour.label("hour"), *amounts)
            .where(contact.division == self._division, moment >= start, moment < end, contact.consults.is_(None))
            .group_by(contact.service, contact.channel, hour)
        )
        return self._connection.execute(query)


def _of(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _wall_hour(day_start: datetime, hours: int) -> int:
    return (day_start.astimezone(UTC) + timedelta(hours=hours)).astimezone(day_start.tzinfo).hour


def _hour(hour: int, tally: Counter[str]) -> HourCount:
    return HourCount(hour=hour, **{name: tally[name] for name in ("arrived", "answered", "abandoned")})
