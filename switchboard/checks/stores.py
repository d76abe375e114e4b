"""The record, the live store and the documents: reachable, up to date, and what production asks of them."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlalchemy.engine import make_url

from config.settings import Settings
from core.errors import ConfigInvalid, Problem, SwitchboardError, Unavailable
from switchboard.checks.finding import START, Finding, fine, note, tried, wrong


def record(settings: Settings) -> Iterator[Finding]:
    """The SQL database."""
    from records.database import open_engine
    from records.migrating import is_at_head
    from records.record import Record

    def reached() -> str:
        opened = Record(settings.database_url, division=settings.division)
        try:
            opened.ping()
        finally:
            opened.close()
        return "answers"

    found = list(tried("Record", reached, "Start the database, or correct DATABASE_URL."))
    yield from found
    if any(each.fix for each in found):
        return
    engine = open_engine(settings.database_url)
    with engine.connect() as connection:
        at_head = is_at_head(connection)
    engine.dispose()
    if at_head:
        yield fine("Record's tables", "up to date")
    else:
        yield wrong("Record's tables", "not up to date", "Run `switchboard prepare`.")
    if settings.database_url.startswith("sqlite") and not settings.sandbox:
        yield note("Record", "SQLite serves one machine only", "Set DATABASE_URL to a PostgreSQL for production.")


def live(settings: Settings) -> Iterator[Finding]:
    """Redis or Valkey, for the live state and for jobs."""
    fix = START if settings.embedded_redis else "Start it, or correct REDIS_URL."
    for about, url in (("Live store", settings.redis_url), ("Jobs", settings.jobs_redis_url)):
        yield from tried(about, lambda url=url: asyncio.run(answers(url)), fix)  # type: ignore[misc]


async def answers(url: str) -> str:
    """That a Redis or Valkey answers, and its version; raises Unavailable, or ConfigInvalid for one that is too old."""
    from live.connection import Live

    async with await Live.connect(url) as live:
        about = await live.redis.info("server")
    version = str(about.get("valkey_version") or about.get("redis_version", ""))
    if int(str(about.get("redis_version", "7")).split(".")[0]) < 7:
        message = f"It is version {version}, and 7.0 is the least that will do."
        raise ConfigInvalid([Problem(message=message)])
    return f"answers, version {version}"


def documents(settings: Settings) -> Iterator[Finding]:
    """The folder of recordings and originals: what one machine writes there, every other has to read."""
    folder = settings.documents_folder

    def kept() -> str:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=folder, prefix="doctor-") as file:
                file.write(b"here")
                file.flush()
                read_back = Path(file.name).read_bytes()
        except OSError as error:
            raise Unavailable(f"{folder} cannot be written: {error.strerror or type(error).__name__}.") from error
        if read_back != b"here":
            raise Unavailable(f"{folder} does not give back what is written to it.")
        return f"{folder} can be written and read"

    yield from tried("Documents", kept, "Give Switchboard's user the folder, or correct DOCUMENTS_FOLDER.")
    if _is_remote(settings.database_url) and "documents_folder" not in settings.model_fields_set:
        yield note(
            "Documents",
            "kept on this machine, while the record is on another: a second machine could not play what this one kept",
            "With several machines, set DOCUMENTS_FOLDER to a folder that they all share.",
        )


def _is_remote(database_url: str) -> bool:
    """Whether the record is on another machine. A path as the host is a socket of this one."""
    url = make_url(database_url)
    hosts = url.query.get("host", url.host or "")
    near = {"", "localhost", "127.0.0.1", "::1"}
    named = hosts if isinstance(hosts, tuple) else (hosts,)
    return url.drivername.startswith("postgresql") and any(
        host not in near and not host.startswith("/") for host in named
    )


def county(settings: Settings) -> Iterator[Finding]:
    """The council's own documents, its rules tried by their own tests."""
    from config.county import load_county
    from config.shipped import rules_problems

    try:
        loaded = load_county(settings.county_folder)
    except SwitchboardError as error:
        for line in str(error).splitlines():
            yield wrong("County", line, f"Correct it in {settings.county_folder}.")
    else:
        yield fine("County", f"{loaded.council.name}: {len(loaded.services)} services, {len(loaded.menus)} menus")
        for problem in rules_problems(loaded):
            yield wrong("County", str(problem), f"Correct it in {settings.county_folder}. Routing goes on meanwhile.")
