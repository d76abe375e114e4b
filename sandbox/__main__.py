"""`python -m sandbox`: one stand-in carrier, until it is told to stop."""

import socket
import sys

import uvicorn

from sandbox.app import build
from sandbox.carrier.store import Store, StoreUnreadable
from sandbox.settings import Settings, from_environment


def main() -> int:
    """The exit code; every foreseeable failure is one sentence."""
    try:
        settings = from_environment()
        listening = _listen(settings)
        _free(settings)
        Store(settings.home).close()
    except (ValueError, OSError, StoreUnreadable) as error:
        print(f"The sandbox carrier cannot start: {error}", file=sys.stderr)
        return 2
    config = uvicorn.Config(build(settings), log_level="warning", access_log=False, timeout_graceful_shutdown=2)
    server = uvicorn.Server(config)
    server.run(sockets=[listening])
    return 0 if server.started else 2


def _listen(settings: Settings) -> socket.socket:
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
    except OSError as error:
        raise OSError(f"port {settings.port} is taken ({error.strerror}). Set PORT to another.") from error
    return listening


def _free(settings: Settings) -> None:
    """Says so in one sentence when the mailbox's port is taken."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((settings.host, settings.smtp_port))
        except OSError as error:
            raise OSError(f"port {settings.smtp_port} (mail) is taken ({error.strerror}).") from error


if __name__ == "__main__":
    sys.exit(main())
