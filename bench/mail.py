"""How fast a full mailbox is taken in: a real IMAP server, the record with every commit on disk, originals fsynced.

1. Made-up messages of several shapes are put into the mailbox of a Dovecot that ends with the run.
2. The mailbox is tended as `switchboard intake` tends it, until nothing is left in it.
3. Then each has to be one contact that waits, with its original as it was.
"""

import asyncio
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any, Final

import uvloop

from bench.dovecot import Dovecot
from bench.figures import Bar
from config.county import load_county
from config.settings import Settings, load_settings
from core.channel import Channel
from core.errors import SwitchboardError
from intake.mailboxes import tend
from live.embedded import Embedded
from records.tx import Tx
from runtime.parts import open_record, running
from runtime.preparing import prepare

MESSAGES: Final = 10_000
SEED: Final = 4711
BAR: Final = Bar(
    means="messages of a full mailbox taken in a second, each committed and on disk", limit=50, at_least=True
)
ADDRESS: Final = "bins@westmere.example.org"
LOOK_S: Final = 0.5
MATTERS: Final = (
    "The bin was not emptied again this week.",
    "There is a deep pothole in Mill Lane, by the school.",
    "The lamp outside number 12 has been out for a week.",
    "Please renew the three books that I have borrowed.",
    "My mother needs help at home after her fall.",
    "When does the recycling centre open on Sundays?",
)


def measure(messages: int = MESSAGES, tell: Callable[[str, float], None] = lambda _, __: None) -> dict[str, Any]:
    """`{mail_per_s, cpu_ms, messages, seconds, contacts, whole}`.

    `cpu_ms` is what a message takes of a processor in this process; `whole` is how many originals are as they were.
    """
    with tempfile.TemporaryDirectory(prefix="switchboard-bench-") as name, Dovecot() as server:
        folder = Path(name)
        with Embedded(folder / "valkey") as valkey:
            tell("filling the mailbox", 0)
            server.fill(ADDRESS, written(messages))
            settings = _settings(folder, server.port, valkey.url)
            _prepared(settings)
            return uvloop.run(_taken_in(settings, server, messages, tell))


def written(messages: int, seed: int = SEED) -> Iterator[bytes]:
    """Messages as mail servers deliver them: plain, with a page beside it, with a quoted thread, with a file."""
    dice = random.Random(seed)  # noqa: S311  # made-up mail, the same each time
    for number in range(messages):
        message = EmailMessage(policy=SMTP)
        message["Return-Path"] = f"<resident@r{number}.example.org>"
        message["From"] = f"Resident {number} <resident@r{number}.example.org>"
        message["To"], message["Subject"] = ADDRESS, f"{dice.choice(MATTERS)[:30]} {number}"
        message["Message-ID"], message["Date"] = f"<{number}@example.org>", "Mon, 02 Mar 2026 10:00:00 +0000"
        words = " ".join(dice.choices(MATTERS, k=dice.randint(1, 6)))
        message.set_content(f"Hello,\n\n{words}\n\nKind regards\nResident {number}\n")
        if number % 3 == 1:
            message.add_alternative(f"<p>Hello,</p><p>{words}</p><p>Kind regards<br>Resident {number}</p>", "html")
        if number % 10 == 2:
            message.add_attachment(dice.randbytes(40_000), maintype="image", subtype="jpeg", filename="bin.jpg")
        yield message.as_bytes()


async def _taken_in(
    settings: Settings, server: Dovecot, messages: int, tell: Callable[[str, float], None]
) -> dict[str, Any]:
    async with running(settings) as runtime:
        emails = runtime.centre.emails
        # Loaded before the first message, as it is in a process that has been up for a while.
        await runtime.centre.guessing.about(MATTERS[0])
        await runtime.centre.reconciling.reconcile()
        began, began_cpu = time.perf_counter(), time.process_time()
        lives = [asyncio.create_task(tend(emails, box)) for box in emails.mailboxes]
        try:
            while left := await asyncio.to_thread(server.left, ADDRESS):
                tell("taking messages in", 1 - left / messages)
                await asyncio.sleep(LOOK_S)
            took, cpu = time.perf_counter() - began, time.process_time() - began_cpu
        finally:
            for life in lives:
                life.cancel()
            await asyncio.gather(*lives, return_exceptions=True)
    figures = {"mail_per_s": messages / took, "cpu_ms": cpu * 1000 / messages}
    return {**figures, "messages": messages, "seconds": took, **_found(settings)}


def _prepared(settings: Settings) -> None:
    """The tables and the first rules, without the sandbox's past, which would only be in the way."""
    record = open_record(settings)
    try:
        prepare(settings.model_copy(update={"sandbox": False}), load_county(settings.county_folder), record)
    finally:
        record.close()


def _found(settings: Settings) -> dict[str, int]:
    record = open_record(settings)
    try:
        with record.reading() as tx:
            return _counted(tx, settings)
    except SwitchboardError:
        return {"contacts": 0, "whole": 0}
    finally:
        record.close()


def _counted(tx: Tx, settings: Settings) -> dict[str, int]:
    waiting = [each for each in tx.contacts.routed_open() if each.channel is Channel.EMAIL]
    originals = [tx.documents.of_contact(each.id)[0] for each in waiting]
    sizes = [(settings.documents_folder / each.path).stat().st_size == each.size for each in originals]
    return {"contacts": len(waiting), "whole": sum(sizes)}


def _settings(folder: Path, port: int, valkey: str) -> Settings:
    box = {"address": ADDRESS, "host": "127.0.0.1", "port": port, "password": "correct-horse", "security": "none"}
    return load_settings(switchboard_home=folder, redis_url=valkey, jobs_redis_url=f"{valkey}?db=1", mailboxes=(box,))
