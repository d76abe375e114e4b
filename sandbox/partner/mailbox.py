"""A stand-in mailbox: an SMTP server that takes every message and keeps it."""

import asyncio
from email import message_from_bytes, policy
from typing import Any, Final

from aiosmtpd.smtp import SMTP, Envelope, Session
from fastapi import APIRouter, Request

from sandbox.carrier.carrier import Carrier
from sandbox.control.calls import carrier_of

router = APIRouter()
KIND: Final = "mail"
LARGEST: Final = 25 * 1024 * 1024


@router.get("/sandbox/mail")
async def mail(request: Request) -> list[dict[str, Any]]:
    """Everything that arrived, newest first."""
    return list(reversed(carrier_of(request).store.all(KIND)))


class Mailbox:
    """The server on SANDBOX_SMTP_PORT, in the carrier's own loop."""

    def __init__(self, carrier: Carrier) -> None:
        self._carrier = carrier
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Raises OSError when the port is taken."""
        loop, settings = asyncio.get_running_loop(), self._carrier.settings
        taking = _Taking(self._carrier)

        def session() -> SMTP:
            return SMTP(taking, data_size_limit=LARGEST, enable_SMTPUTF8=True, loop=loop)

        self._server = await loop.create_server(session, settings.host, settings.smtp_port)

    @property
    def port(self) -> int:
        """The port it listens on, which matters when 0 was asked for."""
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()


class _Taking:
    def __init__(self, carrier: Carrier) -> None:
        self._carrier = carrier

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        content = envelope.content or b""
        raw = content if isinstance(content, bytes) else content.encode()
        message = message_from_bytes(raw, policy=policy.default)
        body = message.get_body(("plain", "html"))
        key = str(message.get("Message-ID") or f"<{len(self._carrier.store.all(KIND))}@sandbox.example.org>").strip()
        kept = {
            "at": self._carrier.clock.now().isoformat(),
            "from": envelope.mail_from,
            "to": list(envelope.rcpt_tos),
            "subject": str(message.get("Subject", "")),
            "message_id": key,
            "headers": {name: str(value) for name, value in message.items()},
            "text": body.get_content() if body else "",
            "attachments": [part.get_filename() for part in message.iter_attachments()],
            "size": len(raw),
        }
        self._carrier.store.put(KIND, f"{key} {len(self._carrier.store.all(KIND))}", kept)
        return "250 Kept"
