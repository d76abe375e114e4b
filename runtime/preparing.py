"""What must be in the record before the first contact: tables, the first rules, with the sandbox made-up people."""

from argon2 import PasswordHasher

from centre.teaching import ask_for_other_weights
from config.county import County
from config.settings import Settings
from core.clock import SystemClock
from records.record import Record
from records.sample import load_sample
from records.tx import Tx

FIRST_RULES = "The rules that Switchboard comes with"


def prepare(settings: Settings, county: County, record: Record) -> None:
    """Bring the record up to date; quick when there is nothing to do, and safe from several processes at once."""
    record.migrate()
    with record.transaction() as tx:
        if tx.rules.current() is None:
            tx.rules.publish(county.rules_text, "Switchboard", FIRST_RULES)
        ask_for_other_weights(tx)
        if settings.sandbox:
            _people(tx, county)
    if settings.sandbox:
        load_sample(record, dict(county.services), SystemClock().now())


def _people(tx: Tx, county: County) -> None:
    """The demonstration's accounts; never beside a real carrier, for their passwords are public."""
    hasher = PasswordHasher()
    for person in county.people:
        if tx.accounts.by_username(person.username) is None:
            tx.accounts.create(
                person.username,
                person.name,
                person.role,
                hasher.hash(person.password),
                skills=dict(person.skills),
                capacity={channel.value: most for channel, most in person.capacity.items()},
                interruptible=[channel.value for channel in person.interruptible],
            )
