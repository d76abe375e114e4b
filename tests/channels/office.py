"""A small office behind the stand-in carrier: takes its requests as web does, and answers what a test tells it to."""

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from channels.phone import inbound as phone
from channels.phone import music, twiml
from channels.phone.verify import HEADER, Verifier
from channels.sms import inbound as sms
from channels.whatsapp import inbound as whatsapp

READERS = {f"phone/{name}": read for name, read in phone.READERS.items()} | {
    f"{channel}/{name}": read
    for channel, readers in (("sms", sms.READERS), ("whatsapp", whatsapp.READERS))
    for name, read in readers.items()
}
Answer = Callable[[Any], str]


class Office:
    """Keeps every event it was told, by the name of its address. A request with a false signature fails the test."""

    def __init__(self, auth_token: str) -> None:
        self.answers: dict[str, Answer] = {}
        self.events: list[tuple[str, Any]] = []
        self.forged: list[str] = []
        self._told = threading.Condition()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._verifier = Verifier(auth_token, self.url)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    def clear(self) -> None:
        with self._told:
            self.answers.clear()
            self.events.clear()

    def wait_for(self, name: str, matches: Callable[[Any], bool] = lambda event: True, *, within_s: float = 10) -> Any:
        """The first event of that name that matches; AssertionError when none comes in time."""

        def found() -> Any:
            return next((event for told, event in self.events if told == name and matches(event)), None)

        with self._told:
            assert self._told.wait_for(found, within_s), f"no {name} came; there were {self.events}"
            return found()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def take(self, path: str, body: str, signature: str | None) -> str:
        """The document for one request, once its event is kept."""
        pairs = parse_qsl(body, keep_blank_values=True)
        if not self._verifier.check(path, pairs, signature):
            self.forged.append(path)
        parts = urlsplit(path)
        name = parts.path.strip("/")
        event = READERS[name]({**dict(parse_qsl(parts.query)), **dict(pairs)})
        with self._told:
            self.events.append((name, event))
            self._told.notify_all()
        answer = self.answers.get(name)
        return answer(event) if answer else twiml.nothing()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        office = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                document = office.take(self.path, body, self.headers.get(HEADER))
                self._send(document.encode(), "text/xml")

            def do_GET(self) -> None:
                self._send(music.wav(), "audio/wav")

            def _send(self, body: bytes, kind: str) -> None:
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                return

        return Handler
