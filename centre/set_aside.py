"""What a carrier told us, as it came: beside its message; what we cannot read, with the reason, for a person."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any, Final

import structlog

from centre.keeping import keep_file
from centre.parts import Parts

log = structlog.get_logger()

CARRIERS: Final = "carrier:"
"""What stands in the quarantine before the name of a request, where mail has its mailbox."""
FILES: Final = "file:"
"""The same before the carrier's name for a file that came with a text."""


async def kept_as_it_came(parts: Parts, form: Mapping[str, Any]) -> tuple[str, str, int]:
    """What a request said, as JSON, on disk: its SHA-256, its path below the documents folder, its size in bytes."""
    content = json.dumps(dict(form), ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8", "replace")
    digest, path = await asyncio.to_thread(keep_file, parts.settings.documents_folder, content, "json")
    return digest, path, len(content)


async def set_aside(parts: Parts, request: str, form: Mapping[str, str], why: str) -> None:
    """Keep the form of a request as it came, as JSON. Told twice, it is kept once. Unavailable when it was not kept."""
    _, path, size = await kept_as_it_came(parts, form)
    await parts.sql.write(lambda tx: tx.quarantine.add(f"{CARRIERS}{request}", why, path, size))
    log.warning("request_quarantined", request=request, why=why)


async def file_set_aside(parts: Parts, file: str, content: bytes, why: str) -> None:
    """Keep a file that is not what it says, for a person to save and look at. Told twice, it is kept once."""
    _, path = await asyncio.to_thread(keep_file, parts.settings.documents_folder, content, "bin")
    await parts.sql.write(lambda tx: tx.quarantine.add(f"{FILES}{file}", why, path, len(content)))
    log.warning("file_quarantined", file=file, why=why)
