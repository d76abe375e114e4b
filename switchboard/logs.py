"""How every process logs: one line an event on standard output, from structlog and from libraries alike.

JSON for machines; short lines under `switchboard up`, where a person reads them. Whatever looks like a telephone
number or an email address is masked here too, should a library put one into its own words.
"""

import logging
import os
import re
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from switchboard.surroundings import SHORT_LOGS

NOISY: Final = (
    "uvicorn.error",
    "uvicorn.access",
    "httpx",
    "httpcore",
    "twilio",
    "twilio.http_client",
    "urllib3",
    "rq.worker",
)

DEEPEST: Final = 4
FRAMES: Final = 8
"""How many causes, and of each how many places, are told."""

_PERSONAL: Final = re.compile(r"(?:\+|%2B|\b0)\d[\d ]{7,14}\d\b|[\w.+-]+@[\w-]+\.[\w.-]+", re.IGNORECASE)


def start(level: str, process: str) -> None:
    """Set logging up for this process. Call once, before anything is logged."""
    structlog.contextvars.bind_contextvars(process=process)
    steps: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        where_it_broke,
        masked,
    ]
    structlog.configure(
        processors=[*steps, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    last: Processor = _short if os.environ.get(SHORT_LOGS) else structlog.processors.JSONRenderer()
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=steps, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last]
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)


def where_it_broke(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """An exception as its kind and its place, its causes included, never its words: they may quote a resident."""
    given = event.pop("exc_info", None)
    error = given if isinstance(given, BaseException) else given[1] if isinstance(given, tuple) else sys.exc_info()[1]
    if given and error is not None:
        event["exception"] = "\n".join(_places(error))
    return event


def _places(error: BaseException) -> Iterator[str]:
    seen: BaseException | None = error
    for _ in range(DEEPEST):
        if seen is None:
            return
        frames = traceback.extract_tb(seen.__traceback__)[-FRAMES:]
        yield " > ".join([type(seen).__name__, *(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames)])
        seen = seen.__cause__ or seen.__context__


def masked(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Every text in the event without what looks like a number to ring or an address to write to."""
    return {
        name: _PERSONAL.sub("[masked]", value) if isinstance(value, str) else value for name, value in event.items()
    }


def _short(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    """`10:15:00 warning round_failed why=…`, then where it broke, if it did."""
    event.pop("process", None)
    at = str(event.pop("timestamp", ""))[11:19]
    level, what, trace = event.pop("level", "info"), event.pop("event", ""), event.pop("exception", None)
    facts = " ".join(f"{name}={_quoted(value)}" for name, value in event.items())
    line = " ".join(part for part in (at, str(level), str(what), facts) if part)
    return f"{line}\n{trace}" if trace else line


def _quoted(value: Any) -> str:
    text = str(value)
    return repr(text) if " " in text else text
