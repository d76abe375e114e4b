"""Puts the made-up fortnight into an empty record: the same people and matters for the same seed and moment."""

from collections.abc import Mapping
from datetime import datetime
from random import Random
from typing import Final

from sqlalchemy import insert

from core.address import Address, AddressKind
from core.days import day_start
from core.service import Service
from records import tables
from records.family import Family
from records.record import Record
from records.sample.days import HERE, arrivals
from records.sample.past import Past, Resident
from records.sample.roads import FIRST, LAST, NEEDS
from records.sample.stories import Story, stories

PEOPLE: Final = 60
OWN_NUMBER: Final = "+447700900123"
"""The number of the demonstration's own phone: its owner has been in touch before."""
OWN_NAME: Final = "Margaret Ellison"
OWN_STORIES: Final = ("Pothole, {place}", "Grab rails for the bathroom", "Books renewed")

_ORDER: Final = (
    tables.people,
    tables.addresses,
    tables.cases,
    tables.contacts,
    tables.messages,
    tables.referrals,
)


def load_sample(record: Record, services: Mapping[str, Service], now: datetime, seed: int = 1) -> int:
    """Make up a fortnight until yesterday, in one transaction; how many contacts. Nothing when anybody is there.

    Today's figures are of what really comes in.
    """
    until = day_start(now, HERE)
    with record.transaction() as tx:
        if tx.contacts.count() or tx.people.count():
            return 0
        random = Random(seed)  # noqa: S311  (a past to look at, the same every time)
        past = Past(random, f"{tx.division} {seed}", services, tx.accounts.list("agent"), until)
        residents = _residents(random, past)
        told = [story for story in stories() if story.service in services] or list(stories())
        for at, channel in arrivals(random, until):
            past.tell(_whose(random, residents[1:]), _story(random, told), channel, at)
        past.tell_own(residents[0], [story for story in told if story.summary in OWN_STORIES])
        _Loading(tx.scope).keep(past)
        return len(past.rows["contacts"])


class _Loading(Family):
    """Writes whole tables at a time: a fortnight one act at a time would take seconds."""

    table = tables.contacts

    def keep(self, past: Past) -> None:
        """Insert all that was made up, parents before children."""
        for table in _ORDER:
            rows = past.rows[table.name]
            if rows:
                names = {name for row in rows for name in row}
                full = [{"division": self._division} | dict.fromkeys(names) | row for row in rows]
                self._connection.execute(insert(table), full)


def _residents(random: Random, past: Past) -> list[Resident]:
    """The first has the demonstration's own number. Two households share one, as households do."""
    every = [f"{first} {last}" for first in FIRST for last in LAST]
    names = [OWN_NAME, *random.sample([name for name in every if name != OWN_NAME], PEOPLE - 1)]
    numbers = random.sample([n for n in range(100, 1000) if n != int(OWN_NUMBER[-3:])], PEOPLE)
    residents = []
    for n, name in enumerate(names):
        number = OWN_NUMBER if n == 0 else f"+447700900{numbers[n - n % 30 if n in (30, 31) else n]:03d}"
        addresses = [Address(kind=AddressKind.PHONE, value=number)]
        if random.random() < 0.6:
            mailbox = f"{name.split()[0]}.{n}".lower().replace("â", "a")
            addresses.append(Address(kind=AddressKind.EMAIL, value=f"{mailbox}@example.org"))
        language, needs = random.choice(NEEDS)
        residents.append(past.person(name, tuple(addresses), language, needs))
    return residents


def _whose(random: Random, residents: list[Resident]) -> Resident:
    """Some people are in touch far more than others."""
    return residents[min(int(random.expovariate(1 / 18)), len(residents) - 1)]


def _story(random: Random, stories: list[Story]) -> Story:
    return random.choices(stories, [story.weight for story in stories])[0]
