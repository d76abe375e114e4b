"""A small GeoReport server over real HTTP that can misbehave in the ways real ones do. Written from the standard."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


class PartnerServer:
    """`mode` says how POSTs are met; `held` is what was taken in; `posts` counts attempts that arrived."""

    def __init__(self) -> None:
        self.mode = "up"
        self.lists = True
        self.echoes = "description"
        self.posts = 0
        self.held: list[dict[str, str]] = []
        self.queries: list[dict[str, list[str]]] = []
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/open311/v2"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def take(self, form: dict[str, str]) -> str:
        number = str(7001 + len(self.held))
        self.held.append(form | {"service_request_id": number})
        return number


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, partner: PartnerServer) -> None:
        self.partner = partner
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    @property
    def partner(self) -> PartnerServer:
        assert isinstance(self.server, _Server)
        return self.server.partner

    def do_POST(self) -> None:
        self.partner.posts += 1
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        getattr(self, f"_{self.partner.mode}")(form)

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        self.partner.queries.append(parse_qs(url.query))
        if url.path.endswith("/requests.json"):
            self._listed()
        elif "/tokens/" in url.path:
            self._answer(200, [{"token": "t1", "service_request_id": "7001"}])
        elif url.path.endswith("/services.json"):
            self._answer(200, [{"service_code": "POTHOLE"}])
        else:
            self._answer(200, [{"service_request_id": "7001", "status": "open"}])

    def _listed(self) -> None:
        if not self.partner.lists:
            self._answer(404, [{"code": 404, "description": "no list here"}])
            return
        rows = []
        for each in self.partner.held:
            row: dict[str, Any] = {"service_request_id": each["service_request_id"]}
            if self.partner.echoes == "description":
                row["description"] = each["description"]
            else:
                row["extended_attributes"] = {"external_reference": each["attribute[external_reference]"]}
            rows.append(row)
        self._answer(200, rows)

    def _up(self, form: dict[str, str]) -> None:
        self._answer(201, [{"service_request_id": self.partner.take(form), "service_notice": "Within 28 days."}])

    def _single(self, form: dict[str, str]) -> None:
        self._answer(200, {"service_request_id": self.partner.take(form)})

    def _token(self, form: dict[str, str]) -> None:
        self.partner.take(form)
        self._answer(200, [{"token": "t1"}])

    def _refuse(self, _: dict[str, str]) -> None:
        self._answer(400, [{"code": 400, "description": "lat and long are outside the county"}])

    def _busy(self, _: dict[str, str]) -> None:
        self._answer(503, [])

    def _broken(self, _: dict[str, str]) -> None:
        self._answer(500, [])

    def _gateway(self, form: dict[str, str]) -> None:
        self.partner.take(form)
        self._answer(504, [])

    def _gateway_lost(self, _: dict[str, str]) -> None:
        self._answer(504, [])

    def _slow(self, form: dict[str, str]) -> None:
        self.partner.take(form)
        time.sleep(0.6)
        self.close_connection = True

    def _slow_lost(self, _: dict[str, str]) -> None:
        time.sleep(0.6)
        self.close_connection = True

    def _drop(self, form: dict[str, str]) -> None:
        self.partner.take(form)
        self.close_connection = True

    def _gibberish(self, form: dict[str, str]) -> None:
        self.partner.take(form)
        self._answer(200, "welcome")

    def _answer(self, status: int, body: object) -> None:
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: object) -> None:
        """Quiet."""
