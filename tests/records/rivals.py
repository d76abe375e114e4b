"""What several processes do to one record at once. Each function runs in a process of its own."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from typing import Any

from core.clock import ManualClock
from records.record import Record
from tests.records.conftest import NOON
from tests.records.made_up import new_call


def at_once(work: Callable[..., Any], each: list[tuple[Any, ...]]) -> list[Any]:
    """Run `work` with each row of arguments in a process of its own; what each returned. A failure is raised here."""
    with multiprocessing.get_context("spawn").Pool(len(each)) as pool:
        return pool.starmap(work, each, chunksize=1)


def add_one(url: str, division: str, contact_id: str, name: str, times: int) -> None:
    """Read a number, add one, write it: what is lost when two do it unaware of each other."""
    record = Record(url, division=division, busy_ms=30_000)
    for _ in range(times):
        with record.transaction() as tx:
            facts = tx.contacts.get(contact_id, lock=True).facts
            tx.contacts.merge_facts(contact_id, {"n": facts.get("n", 0) + 1, name: facts.get(name, 0) + 1})
    record.close()


def deliver(url: str, division: str, provider_id: str, times: int) -> list[tuple[str, bool]]:
    """Deliver the same call again and again."""
    record = Record(url, division=division, busy_ms=30_000)
    answers = []
    for _ in range(times):
        with record.transaction() as tx:
            contact, created = tx.contacts.take_in(new_call(provider_id))
            answers.append((contact.id, created))
    record.close()
    return answers


def migrate(url: str) -> None:
    """Bring the tables up to date, as every process does when it starts."""
    record = Record(url, division="any")
    record.migrate()
    record.close()


def claim_all(url: str, division: str) -> list[str]:
    """Claim outbox rows until there are none; which were ours."""
    record = Record(url, division=division, clock=ManualClock(NOON), busy_ms=30_000)
    mine: list[str] = []
    while True:
        with record.reading() as tx:
            due = tx.outbox.due(tx.now, 5)
        if not due:
            break
        for row in due:
            with record.transaction() as tx:
                if tx.outbox.claim(row.id, tx.now, 60):
                    mine.append(row.id)
    record.close()
    return mine


def die_while_writing(url: str, division: str) -> None:
    """Commit one contact, write another, and be killed before its commit."""
    record = Record(url, division=division)
    with record.transaction() as tx:
        tx.contacts.take_in(new_call("CA-kept"))
    with record.transaction() as tx:
        tx.contacts.take_in(new_call("CA-lost"))
        os.kill(os.getpid(), signal.SIGKILL)


def alone(work: Callable[..., Any], *arguments: Any) -> int | None:
    """Run `work` in a process of its own; its exit code, negative for the signal that ended it."""
    process = multiprocessing.get_context("spawn").Process(target=work, args=arguments)
    process.start()
    process.join()
    return process.exitcode
