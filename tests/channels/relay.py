"""A real SMTP server for tests, which keeps what it takes; what it answers instead can be set."""

import asyncio
import base64
import socket
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult


@dataclass(frozen=True, slots=True)
class Taken:
    """One message as it was handed over."""

    sender: str
    to: tuple[str, ...]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        read = message_from_bytes(self.raw, policy=default)
        assert isinstance(read, EmailMessage)
        return read


@dataclass
class Office:
    """`rcpt` are answers by recipient, `data` is one to every message; "hang up" cuts the line instead.

    `slow_s` is how long it takes over each recipient, `slow_to_take_s` over each message.
    """

    taken: list[Taken] = field(default_factory=list)
    rcpt: dict[str, str] = field(default_factory=dict)
    data: str | None = None
    token: str | None = None
    slow_s: float = 0.0
    slow_to_take_s: float = 0.0

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        await asyncio.sleep(self.slow_s)
        if address in self.rcpt:
            return self.rcpt[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - as above
        if self.data == "hang up":
            server.transport.close()
        elif self.data is None or self.data == "take it and hang up":
            self.taken.append(Taken(envelope.mail_from, tuple(envelope.rcpt_tos), envelope.content))
            await asyncio.sleep(self.slow_to_take_s)
            if self.data:
                server.transport.close()
        return "250 kept" if self.data in (None, "hang up", "take it and hang up") else str(self.data)

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802 - as above
        """As Google has it: a wrong token is explained in a challenge, and refused after an empty answer."""
        said = base64.b64decode(args[1]).decode()
        user, _, rest = said.partition("\x01")
        if user.startswith("user=") and rest == f"auth=Bearer {self.token}\x01\x01":
            return AuthResult(success=True)
        await server.challenge_auth(base64.b64encode(b'{"status":"400"}').decode(), encode_to_b64=False)
        return AuthResult(success=False, handled=False)


class Relay(Controller):
    """`with Relay() as relay`, on a port of its own, which lets every visitor leave before it closes."""

    def __init__(self, office: Office | None = None, *, port: int = 0, **options: Any) -> None:
        self.office = office or Office()
        self._visits: list[SMTP] = []
        super().__init__(self.office, hostname="127.0.0.1", port=port or _free_port(), **options)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def factory(self) -> SMTP:
        smtp = super().factory()  # type: ignore[no-untyped-call]
        assert isinstance(smtp, SMTP)
        self._visits.append(smtp)
        return smtp

    def stop(self, no_assert: bool = False) -> None:
        asyncio.run_coroutine_threadsafe(self._empty(), self.loop).result(5)
        super().stop(no_assert)

    async def _empty(self) -> None:
        tasks = [visit._handler_coroutine for visit in self._visits if visit._handler_coroutine]
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
