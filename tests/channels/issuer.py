"""A sign-in service for tests: gives tokens for a refresh token over real HTTP, and says whose a token is."""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, parse_qsl, urlsplit

from channels.email.oauth import Grant

REFRESH, CLIENT, SECRET = "1//refresh-me", "client-1", "client-secret"


@dataclass
class Issuer:
    """`with Issuer(owner="bins@…") as issuer`. `good` are the tokens that hold now; `answer` is given instead of one.

    With `rotates`, each answer brings another refresh token, and the one before holds no more.
    """

    owner: str = ""
    lasts: Any = 3600
    rotates: bool = False
    answer: tuple[int, bytes] | None = None
    refresh: str = REFRESH
    good: set[str] = field(default_factory=set)
    asked: list[dict[str, str]] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def tells(self) -> str:
        """Where a mail server asks whose a token is."""
        return f"{self.base}/tokeninfo?access_token="

    def grant(self, **changes: str) -> Grant:
        usual = {"refresh_token": REFRESH, "client_id": CLIENT, "client_secret": SECRET}
        return Grant(token_url=f"{self.base}/token", **usual | changes)

    def take_back(self) -> None:
        """Every token that was given so far holds no more."""
        self.good.clear()

    def exchanged(self, form: dict[str, str]) -> tuple[int, bytes]:
        self.asked.append(form)
        if self.answer is not None:
            return self.answer
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return 401, b'{"error": "invalid_client"}'
        if form.get("grant_type") != "refresh_token" or form.get("refresh_token") != self.refresh:
            return 400, b'{"error": "invalid_grant", "error_description": "bins@example.org has left"}'
        token = f"ya29.{len(self.asked)}"
        self.good.add(token)
        said = {"access_token": token, "token_type": "Bearer", "expires_in": self.lasts}
        if self.rotates:
            self.refresh = f"1//refresh-{len(self.asked)}"
            said["refresh_token"] = self.refresh
        return 200, json.dumps(said).encode()

    def whose(self, token: str) -> tuple[int, bytes]:
        known = token in self.good
        return (200 if known else 400), json.dumps({"email": self.owner} if known else {"error": "no"}).encode()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        issuer = self

        class Answers(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                self._say(*issuer.exchanged(dict(parse_qsl(body))))

            def do_GET(self) -> None:
                self._say(*issuer.whose(parse_qs(urlsplit(self.path).query).get("access_token", [""])[0]))

            def _say(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Nothing is printed."""

        return Answers
