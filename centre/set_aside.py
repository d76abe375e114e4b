"""What a carrier told us and we cannot read: kept whole beside the mail of that kind, with the reason, for a person."""

import asyncio
import json
from collections.abc import Mapping
from typing import Final

import structlog

from centre.keeping import keep_file
from centre.parts import Parts

log = structlog.get_logger()

CARRIERS: Final = "carrier:"
"""What stands in the quarantine before the name of a request, where mail has its mailbox."""


async def set_aside(parts: Parts, request: str, form: Mapping[str, str], why: str) -> None:
    """Keep the form of a request as it came, as JSON. Told twice, it is kept once. Unavailable when it was not kept."""
    content = json.dumps(form, ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8", "replace")
    _, path = await asyncio.to_thread(keep_file, parts.settings.documents_folder, content, "json")
    await parts.sql.write(lambda tx: tx.quarantine.add(f"{CARRIERS}{request}", why, path, len(content)))
    log.warning("request_quarantined", request=request, why=why)
