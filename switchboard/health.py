"""Asks web how it is, as a load balancer would, with nothing but the standard library."""

import json
from http.client import HTTPConnection, HTTPException
from typing import Final

from config.settings import Settings

ANSWER_WITHIN_S: Final = 5.0


def degraded(settings: Settings) -> list[str]:
    """The parts that are not well; empty when all are. A web that does not answer is `web`."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104 - compared, not bound
    connection = HTTPConnection(host, settings.port, timeout=ANSWER_WITHIN_S)
    try:
        connection.request("GET", "/health")
        parts = json.loads(connection.getresponse().read())
        return [str(name) for name in parts["degraded"]]
    except (OSError, HTTPException, ValueError, KeyError, TypeError):
        return ["web"]
    finally:
        connection.close()
